"""Plurales, cantidades y enumeraciones."""

from __future__ import annotations

import pytest

from portal.paginas.seguimiento.redaccion import cantidad, con_unidad, enumerar, plural


@pytest.mark.parametrize(
    ("unidad", "esperado"),
    [
        ("bache", "baches"),
        ("metro lineal", "metros lineales"),
        ("carpeta de investigación", "carpetas de investigación"),
        ("acción", "acciones"),
        ("luz", "luces"),
        ("km", "km"),
        ("m²", "m²"),
        ("%", "%"),
        ("días hábiles", "días hábiles"),
        ("apoyo", "apoyos"),
    ],
)
def test_plural(unidad, esperado):
    assert plural(unidad) == esperado
    assert plural(unidad, 1) == unidad


@pytest.mark.parametrize(
    ("valor", "esperado"),
    [
        (None, "sin dato"),
        (0, "0"),
        (14349.0, "14,349"),
        (7.7, "7.7"),
        (0.1, "0.1"),
        (0.23, "0.23"),
        (-2031.0, "−2,031"),
    ],
)
def test_cantidad(valor, esperado):
    assert cantidad(valor) == esperado


def test_cantidad_con_signo_y_con_unidad():
    assert cantidad(93.0, signo=True) == "+93"
    assert con_unidad(1.0, "bache") == "1 bache"
    assert con_unidad(393.0, "bache") == "393 baches"
    assert con_unidad(83.04, "%") == "83.0\u00a0%"
    assert con_unidad(34.2, "% de población 18+") == "34.2\u00a0% de población 18+"
    assert con_unidad(None, "bache") == "sin dato"


def test_enumerar():
    assert enumerar(["A"]) == "A"
    assert enumerar(["A", "B"]) == "A y B"
    assert enumerar(["A", "B", "C", "D"]) == "A, B y 2 más"

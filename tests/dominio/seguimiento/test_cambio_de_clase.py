"""Qué falta para cambiar de clase, método por método, con valores y contra la fuerza bruta."""

from __future__ import annotations

import math

import pytest

from dominio.seguimiento.cambio_de_clase import (
    CLASES,
    Frontera,
    Situacion,
    Umbrales,
    clasificar,
    cumplimiento,
    fronteras,
    margen,
)

UMBRALES = Umbrales(100, 90, 70)


@pytest.mark.parametrize(
    ("situacion", "esperado"),
    [
        (Situacion("directo", 14349, 16380), 87.6),
        (Situacion("directo", 297.8834, 331), 89.99),
        (Situacion("directo", 89.995, 100), 90.0),
        (Situacion("directo", 0, 0), 100.0),
        (Situacion("directo", 3, 0), None),
        (Situacion("directo", 3, -1), None),
        (Situacion("inverso", 7.7, 7.0), 90.91),
        (Situacion("inverso", 0, 5), 100.0),
        (Situacion("inverso", 2, 0), 0.0),
        (Situacion("inverso", -1, 5), None),
        (Situacion("lineal", 12, 10), 80.0),
        (Situacion("lineal", 30, 10), 0.0),
        (Situacion("lineal", 0, 0), 100.0),
        (Situacion("linea_base", 15, 10, linea_base=20), 50.0),
        (Situacion("linea_base", 88, 90, linea_base=80), 80.0),
        (Situacion("linea_base", 88, 80, linea_base=80), None),
        (Situacion("tolerancia", 105, 100, tolerancia=5), 100.0),
        (Situacion("tolerancia", 107, 100, tolerancia=5), 60.0),
        (Situacion("tolerancia", 101, 100), 0.0),
        (Situacion("rango", 8, None, tolerancia=50, limite_inferior=10, limite_superior=20), 60.0),
        (Situacion("rango", 15, None, limite_inferior=10, limite_superior=20), 100.0),
        (Situacion("rango", 15, 3, limite_inferior=10), None),
        (Situacion("hito", 1, 1), 100.0),
        (Situacion("hito", 0, 1), 0.0),
        (Situacion("directo", None, 5), None),
    ],
)
def test_cumplimiento_por_metodo(situacion, esperado):
    assert cumplimiento(situacion) == esperado


def test_directo_dice_cuanto_falta_para_cada_clase():
    assert fronteras(Situacion("directo", 14349, 16380), UMBRALES) == [
        Frontera("BUEN_DESEMPENO", 14742, 393),
        Frontera("CUMPLIDA", 16380, 2031),
    ]


def test_el_redondeo_tambien_cuenta():
    """89.995 % ya es 90.00: con un programado de 235,600 bastan 212,029, no 212,040."""
    primera = fronteras(Situacion("directo", 189422, 235600), UMBRALES)[0]
    assert primera == Frontera("BUEN_DESEMPENO", 212029, 22607)


def test_inverso_hay_que_bajar():
    assert fronteras(Situacion("inverso", 7.7, 7.0), UMBRALES, paso=0.1) == [Frontera("CUMPLIDA", 7.0, -0.7)]
    assert fronteras(Situacion("inverso", 331, 291), UMBRALES) == [
        Frontera("BUEN_DESEMPENO", 323, -8),
        Frontera("CUMPLIDA", 291, -40),
    ]


def test_lineal():
    assert fronteras(Situacion("lineal", 130, 100), UMBRALES) == [
        Frontera("BUEN_DESEMPENO", 110, -20),
        Frontera("CUMPLIDA", 100, -30),
    ]


@pytest.mark.parametrize(
    ("valor", "base", "programado", "esperadas"),
    [
        (15, 20, 10, [("REGULAR", 13, -2), ("BUEN_DESEMPENO", 11, -4), ("CUMPLIDA", 10, -5)]),
        (80, 80, 90, [("REGULAR", 87, 7), ("BUEN_DESEMPENO", 89, 9), ("CUMPLIDA", 90, 10)]),
    ],
)
def test_linea_base_en_los_dos_sentidos(valor, base, programado, esperadas):
    situacion = Situacion("linea_base", valor, programado, linea_base=base)
    assert [(f.clase, f.valor, f.diferencia) for f in fronteras(situacion, UMBRALES)] == esperadas


def test_tolerancia_por_los_dos_lados():
    assert fronteras(Situacion("tolerancia", 80, 100, tolerancia=10), UMBRALES) == [
        Frontera("REGULAR", 87, 7),
        Frontera("BUEN_DESEMPENO", 89, 9),
        Frontera("CUMPLIDA", 90, 10),
    ]
    assert fronteras(Situacion("tolerancia", 112, 100, tolerancia=10), UMBRALES)[-1] == Frontera("CUMPLIDA", 110, -2)


def test_rango_por_los_dos_lados():
    bajo = Situacion("rango", 5, None, tolerancia=50, limite_inferior=10, limite_superior=20)
    assert fronteras(bajo, UMBRALES, paso=0.1) == [
        Frontera("REGULAR", 8.5, 3.5),
        Frontera("BUEN_DESEMPENO", 9.5, 4.5),
        Frontera("CUMPLIDA", 10.0, 5.0),
    ]
    alto = Situacion("rango", 23, None, limite_inferior=10, limite_superior=20)
    assert fronteras(alto, UMBRALES) == [Frontera("CUMPLIDA", 20, -3)]


def test_hito_salta_de_una_vez():
    assert fronteras(Situacion("hito", 0, 1), UMBRALES) == [Frontera("CUMPLIDA", 1, 1)]


def test_cumplida_no_tiene_a_donde_subir_y_dice_su_margen():
    situacion = Situacion("directo", 10385, 10292)
    assert fronteras(situacion, UMBRALES) == []
    assert margen(situacion, UMBRALES) == Frontera("BUEN_DESEMPENO", 10291, -94)
    assert margen(Situacion("inverso", 90, 100), UMBRALES) == Frontera("BUEN_DESEMPENO", 101, 11)


@pytest.mark.parametrize(
    "situacion",
    [Situacion("directo", None, 10), Situacion("directo", 3, 0), Situacion("linea_base", 3, 5, linea_base=5)],
)
def test_lo_no_calculable_no_promete_nada(situacion):
    assert fronteras(situacion, UMBRALES) == []
    assert margen(situacion, UMBRALES) is None


def test_los_umbrales_son_datos():
    assert fronteras(Situacion("directo", 80, 100), Umbrales(95, 85, 60)) == [
        Frontera("BUEN_DESEMPENO", 85, 5),
        Frontera("CUMPLIDA", 95, 15),
    ]


SITUACIONES = [
    Situacion("directo", 120, 333),
    Situacion("directo", 299, 331),
    Situacion("inverso", 450, 291),
    Situacion("lineal", 150, 97),
    Situacion("linea_base", 200, 310, linea_base=120),
    Situacion("linea_base", 200, 110, linea_base=280),
    Situacion("tolerancia", 40, 173, tolerancia=37),
    Situacion("tolerancia", 300, 173, tolerancia=37),
    Situacion("rango", 12, None, tolerancia=60, limite_inferior=100, limite_superior=190),
    Situacion("rango", 290, None, tolerancia=60, limite_inferior=100, limite_superior=190),
    Situacion("hito", 3, 9),
]


@pytest.mark.parametrize("situacion", SITUACIONES, ids=lambda s: f"{s.metodo}-{s.realizado}")
def test_cada_frontera_es_el_primer_entero_que_cambia_la_clase(situacion):
    """Fuerza bruta: se recorre el entero más cercano al de hoy cuya clase es esa o mejor."""
    actual = clasificar(cumplimiento(situacion), UMBRALES)
    for frontera in fronteras(situacion, UMBRALES):
        alcanza = [
            v
            for v in range(-600, 1200)
            if (c := cumplimiento(situacion.con(v))) is not None and c >= UMBRALES.minimo(frontera.clase)
        ]
        cercano = min(alcanza, key=lambda v: abs(v - situacion.realizado))
        assert frontera.valor == cercano
        assert frontera.diferencia == cercano - situacion.realizado
        assert CLASES.index(frontera.clase) < CLASES.index(actual)


@pytest.mark.parametrize("situacion", SITUACIONES, ids=lambda s: f"{s.metodo}-{s.realizado}")
def test_el_margen_es_el_primer_entero_que_baja_de_clase(situacion):
    cumplida = situacion.con(fronteras(situacion, UMBRALES)[-1].valor)
    limite = margen(cumplida, UMBRALES)
    if limite is None:
        return
    assert clasificar(cumplimiento(situacion.con(limite.valor)), UMBRALES) == limite.clase != "CUMPLIDA"
    hacia_dentro = limite.valor - math.copysign(1, limite.diferencia)
    assert clasificar(cumplimiento(situacion.con(hacia_dentro)), UMBRALES) == "CUMPLIDA"

"""Umbrales hipotéticos: qué clase tocaría, y qué no se acepta."""

from __future__ import annotations

import pytest

from dominio.seguimiento.umbrales import Hipotesis, interpretar

VIGENTES = Hipotesis(100, 90, 70, 110)


@pytest.mark.parametrize(
    ("cumplimiento", "hoy", "con_otros"),
    [
        (100, "CUMPLIDA", "CUMPLIDA"),
        (95, "BUEN_DESEMPENO", "CUMPLIDA"),
        (94.99, "BUEN_DESEMPENO", "BUEN_DESEMPENO"),
        (80, "REGULAR", "BUEN_DESEMPENO"),
        (60, "DEFICIENTE", "REGULAR"),
        (59.99, "DEFICIENTE", "DEFICIENTE"),
    ],
)
def test_la_clase_con_otros_umbrales(cumplimiento, hoy, con_otros):
    assert VIGENTES.clase(cumplimiento) == hoy
    assert Hipotesis(95, 80, 60, 110).clase(cumplimiento) == con_otros


@pytest.mark.parametrize(
    ("metodo", "realizado", "cumplimiento", "excedida"),
    [
        ("directo", 12, 110.01, True),
        ("directo", 12, 110, False),
        ("linea_base", 12, 120, True),
        ("inverso", 2, 150, True),
        ("inverso", 0, 150, False),
        ("lineal", 2, 150, False),
        ("tolerancia", 2, 150, False),
    ],
)
def test_solo_se_excede_lo_que_no_tiene_techo(metodo, realizado, cumplimiento, excedida):
    assert VIGENTES.es_excedida(cumplimiento, metodo, realizado) is excedida


def test_sin_escribir_nada_son_los_vigentes():
    assert interpretar({}, VIGENTES) == (VIGENTES, [])
    assert interpretar({"cumplida": " ", "regular": None}, VIGENTES) == (VIGENTES, [])


def test_se_entiende_coma_decimal_y_porcentaje():
    assert interpretar({"regular": "62,5 %", "buen_desempeno": "85"}, VIGENTES) == (Hipotesis(100, 85, 62.5, 110), [])


@pytest.mark.parametrize(
    ("textos", "problemas"),
    [
        ({"regular": "90"}, ["Regular (90) debe ser menor que Buen desempeño (90)."]),
        ({"regular": "95"}, ["Regular (95) debe ser menor que Buen desempeño (90)."]),
        ({"buen_desempeno": "101"}, ["Buen desempeño (101) debe ser menor que Cumplida (100)."]),
        ({"cumplida": "115"}, ["Excedida (110) no puede ser menor que Cumplida (115)."]),
        ({"regular": "mucho"}, ["Regular: «mucho» no es un porcentaje entre 0 y 1000."]),
        ({"regular": "-1"}, ["Regular: «-1» no es un porcentaje entre 0 y 1000."]),
        ({"regular": "nan"}, ["Regular: «nan» no es un porcentaje entre 0 y 1000."]),
        ({"regular": "inf"}, ["Regular: «inf» no es un porcentaje entre 0 y 1000."]),
    ],
)
def test_lo_incoherente_se_rechaza_con_su_porque_y_rigen_los_vigentes(textos, problemas):
    assert interpretar(textos, VIGENTES) == (VIGENTES, problemas)

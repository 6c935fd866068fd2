"""Los agregados filtrados se recalculan desde las metas: Σ peso·tope / Σ peso, nunca media de medias (REGLAS §5)."""

from __future__ import annotations

import pytest

from portal.paginas.seguimiento import consultas
from portal.paginas.seguimiento.seleccion import clase_de, contra_anterior, leer, por_nivel
from tests.portal.seguimiento.conftest import OCTUBRE, SEPTIEMBRE


def _todo(eje=None, area=None, criticas=False):
    filas = consultas.agregados(eje, area, criticas, OCTUBRE)
    return filas, next(f for f in por_nivel(filas, "todo", OCTUBRE))


def test_sin_filtros(mart):
    filas, todo = _todo()
    # (1·100 + 3·50 + 1·80) / 5; con la omisión en cero: 330 / 7; cobertura 5 de 8 de peso exigible
    assert todo["cumplimiento"] == 66.0
    assert todo["cumplimiento_ranking"] == pytest.approx(47.14)
    assert todo["cobertura"] == pytest.approx(5 / 8)
    assert (todo["num_metas"], todo["num_evaluables"], todo["num_exigibles"]) == (6, 3, 5)
    assert (todo["num_deficiente"], todo["num_sin_captura"], todo["num_no_programada"]) == (1, 1, 1)
    assert [f["periodo"] for f in filas if f["nivel"] == "todo"] == [SEPTIEMBRE, OCTUBRE]


@pytest.mark.parametrize(
    ("filtros", "esperado"),
    [
        ({"eje": "E1"}, 62.5),  # (100 + 150) / 4
        ({"eje": "E2"}, 80.0),
        ({"area": "A1"}, 66.0),
        ({"area": "A2"}, None),  # ninguna evaluada: sin dato, no cero
        ({"criticas": True}, 100.0),
        ({"eje": "E1", "area": "A2"}, None),
    ],
)
def test_con_filtros(mart, filtros, esperado):
    assert _todo(**filtros)[1]["cumplimiento"] == esperado


def test_por_eje_y_por_area_con_su_mes_previo(mart):
    filas, _ = _todo()
    ejes = {f["clave"]: f["cumplimiento"] for f in por_nivel(filas, "eje", OCTUBRE)}
    areas = {f["clave"]: f["cumplimiento"] for f in por_nivel(filas, "area", OCTUBRE)}
    assert ejes == {"E1": 62.5, "E2": 80.0}
    assert areas == {"A1": 66.0, "A2": None}
    uno = next(f for f in por_nivel(filas, "eje", OCTUBRE) if f["clave"] == "E1")
    assert contra_anterior(filas, uno, SEPTIEMBRE) == pytest.approx(62.5 - 77.5)
    assert next(f for f in por_nivel(filas, "area", OCTUBRE) if f["clave"] == "A2")["cobertura"] == 0


def test_un_filtro_que_no_toca_nada_no_inventa_renglones(mart):
    assert consultas.agregados("E9", None, False, OCTUBRE) == []


def test_clase_de_un_agregado_con_los_umbrales_del_periodo():
    umbrales = {"umbral_cumplida": 100, "umbral_buen_desempeno": 90, "umbral_regular": 70}
    assert [clase_de(v, umbrales) for v in (100, 99.99, 90, 70, 69.99)] == [
        "CUMPLIDA",
        "BUEN_DESEMPENO",
        "BUEN_DESEMPENO",
        "REGULAR",
        "DEFICIENTE",
    ]
    assert clase_de(None, {**umbrales, "es_vencido": False}) == "PENDIENTE"
    assert clase_de(None, umbrales) == ""


def test_la_seleccion_sale_de_la_direccion():
    corte = {"corte_periodo": OCTUBRE, "ejercicio": 2026}
    assert leer(corte, None).periodo == OCTUBRE
    assert leer(corte, "2026-09").periodo == SEPTIEMBRE
    assert leer(corte, "2025-09").periodo == OCTUBRE  # ajeno al ejercicio
    assert leer(corte, "2026-13").periodo == OCTUBRE
    assert leer(corte, "basura").periodo == OCTUBRE
    elegida = leer(corte, "2026-01", "E1", "DGO", "1")
    assert (elegida.eje, elegida.area, elegida.criticas) == ("E1", "DGO", True)
    assert elegida.anterior.isoformat() == "2025-12-01"

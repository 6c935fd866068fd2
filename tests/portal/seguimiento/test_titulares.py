"""Los titulares se llenan desde el mart: cada plantilla con sus casos."""

from __future__ import annotations

import datetime as dt

import pytest

from portal.paginas.seguimiento import titulares


def _mes(mes, cumplimiento, deficientes=0, vencido=True):
    return {
        "periodo": dt.date(2026, mes, 1),
        "cumplimiento": cumplimiento,
        "num_deficiente": deficientes,
        "es_vencido": vencido,
    }


@pytest.mark.parametrize(
    ("valores", "esperada"),
    [
        ([90, 91, 92], 2),
        ([93, 92, 91.2, 90], -3),
        ([90, 91, 90.5], -1),
        ([90, 90.04], 0),
        ([90], 0),
        ([None, 90, None, 91], 1),
    ],
)
def test_racha(valores, esperada):
    assert titulares.racha(valores) == esperada


def test_resumen_dice_el_hallazgo_con_su_numero():
    serie = [_mes(6, 93.4), _mes(7, 92.8), _mes(8, 92.5), _mes(9, 92.1), _mes(10, 91.2, 5)]
    assert titulares.de_resumen(serie) == (
        "Octubre va en 91.2\u00a0% de lo programado, cuarto mes a la baja; cinco metas están en Deficiente"
    )


@pytest.mark.parametrize(
    ("serie", "esperado"),
    [
        ([_mes(1, 95.0, 1)], "Enero va en 95.0\u00a0% de lo programado; una meta está en Deficiente"),
        (
            [_mes(1, 95.0), _mes(2, 95.9)],
            "Febrero va en 95.9\u00a0% de lo programado, 0.9 puntos más que en enero; ninguna meta está en Deficiente",
        ),
        (
            [_mes(1, 95.0), _mes(2, 95.0, 12)],
            "Febrero va en 95.0\u00a0% de lo programado, igual que en enero; 12 metas están en Deficiente",
        ),
        ([_mes(10, 90.0), _mes(11, None, vencido=False)], "Noviembre todavía no se califica"),
        ([_mes(1, None)], "Enero no tiene metas evaluadas"),
        ([], "Todavía no hay datos de seguimiento"),
    ],
)
def test_resumen_en_los_demas_casos(serie, esperado):
    assert titulares.de_resumen(serie) == esperado


def test_resumen_de_un_recorte_dice_cual():
    assert titulares.de_resumen([_mes(10, 66.05, 4)], "Obras").startswith("Obras: octubre va en 66.1\u00a0%")


def _metas(*clases):
    return [{"clase": c, "indicador_nombre": f"Indicador {i}"} for i, c in enumerate(clases)]


@pytest.mark.parametrize(
    ("clases", "esperado"),
    [
        (
            ("CUMPLIDA", "BUEN_DESEMPENO", "REGULAR", "DEFICIENTE"),
            "Obras: 2 de 4 metas van bien; Indicador 3 es la única en Deficiente",
        ),
        (("CUMPLIDA", "DEFICIENTE", "DEFICIENTE"), "Obras: 1 de 3 metas va bien; dos están en Deficiente"),
        (("CUMPLIDA", "CUMPLIDA", "NO_PROGRAMADA"), "Obras: sus 2 metas evaluadas van bien"),
        (("CUMPLIDA", "SIN_CAPTURA", "SIN_CAPTURA"), "Obras: su única meta evaluada va bien; debe dos capturas"),
        (("REGULAR", "REGULAR"), "Obras: ninguna de 2 metas va bien"),
        (("SIN_CAPTURA",), "Obras: debe una captura"),
        (("NO_PROGRAMADA",), "Obras no tiene metas evaluadas en este corte"),
    ],
)
def test_area(clases, esperado):
    assert titulares.de_area("Obras", _metas(*clases)) == esperado


def _area(nombre, lugar, ranking=90.0, movimiento=0, debe=0, sin=None):
    return {
        "area_corta": nombre,
        "lugar": lugar,
        "cumplimiento_ranking": ranking,
        "movimiento": movimiento,
        "num_sin_captura": debe,
        "lugar_sin_omisiones": sin or lugar,
    }


def test_ranking_con_caida_por_omision():
    areas = [_area("Protección Civil", 1), _area("Obras", 2), _area("Administración", 3, 62.7, -2, 1, 2)]
    assert (
        titulares.de_ranking(areas)
        == "Protección Civil encabeza; Administración cae al último lugar por una captura que debe"
    )


def test_ranking_no_culpa_a_la_captura_si_de_todos_modos_iba_al_final():
    areas = [_area("A", 1), _area("B", 2, 62.7, 0, 3)]
    assert titulares.de_ranking(areas) == "A encabeza; B queda en último lugar, con 62.7\u00a0%"


def test_ranking_con_empates():
    assert titulares.de_ranking([_area("A", 1), _area("B", 1), _area("C", 3)]).startswith(
        "A y B comparten el primer lugar; C"
    )
    assert titulares.de_ranking([_area("A", 1), _area("B", 1)]) == "A y B comparten el primer lugar"
    assert titulares.de_ranking([]) == "Ninguna área tiene lugar en este corte"


def _fila(**cambios):
    base = {
        "periodo": dt.date(2026, 10, 1),
        "clase": "REGULAR",
        "clase_anterior": "BUEN_DESEMPENO",
        "acumulacion": "suma",
        "realizado": 709.0,
        "programado": 1440.0,
        "realizado_acumulado": 14349.0,
        "programado_acumulado": 16380.0,
        "unidad": "bache",
        "fecha_limite": dt.date(2026, 11, 10),
    }
    return {**base, **cambios}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        ({}, "Octubre hizo 709 de 1,440 baches y la meta bajó de Buen desempeño a Regular"),
        ({"clase": "CUMPLIDA"}, "Octubre hizo 709 de 1,440 baches y la meta subió de Buen desempeño a Cumplida"),
        ({"clase_anterior": "REGULAR"}, "Octubre hizo 709 de 1,440 baches y la meta sigue en Regular"),
        ({"clase_anterior": "SIN_CAPTURA"}, "Octubre hizo 709 de 1,440 baches y la meta está en Regular"),
        (
            {"acumulacion": "razon", "realizado_acumulado": 83.0, "programado_acumulado": 90.0, "unidad": "%"},
            "Octubre va en 83\u00a0% contra 90\u00a0% programado y la meta bajó de Buen desempeño a Regular",
        ),
        (
            {"programado": None},
            "Octubre hizo 709 baches sin tener programa ese mes y la meta bajó de Buen desempeño a Regular",
        ),
        ({"clase": "PENDIENTE"}, "Octubre todavía no vence: se captura hasta el 10 nov 2026"),
        (
            {"clase": "SIN_CAPTURA"},
            "Octubre: venció el plazo y el área no ha capturado; cuenta como cero en el ranking",
        ),
        ({"clase": "NO_PROGRAMADA"}, "Octubre: no hay nada programado hasta este mes"),
    ],
)
def test_meta(cambios, esperado):
    assert titulares.de_meta(_fila(**cambios)) == esperado


def test_alertas():
    alertas = [
        {"estado": "NUEVA", "severidad": "critica"},
        {"estado": "SE_MANTIENE", "severidad": "alta"},
        {"estado": "SE_MANTIENE", "severidad": "alta"},
        {"estado": "RESUELTA", "severidad": "alta"},
    ]
    assert titulares.de_alertas(alertas) == "3 alertas siguen abiertas: una crítica y dos altas; una es nueva"
    assert titulares.de_alertas(alertas[3:]) == "Ninguna alerta sigue abierta en este corte"


def test_tableros_y_alineacion():
    areas = [
        {"area_clave": "A", "area_corta": "Obras", "cumplimiento": 76.0},
        {"area_clave": "B", "area_corta": "Social", "cumplimiento": 95.0},
        {"area_clave": "C", "area_corta": "Sin metas", "cumplimiento": None},
    ]
    assert titulares.de_tableros(areas, 90.0) == (
        "Una de 2 áreas va en Buen desempeño o mejor; Obras es la más rezagada, con 76.0\u00a0%"
    )
    ejes = [{"eje_clave": "E1", "eje_nombre": "Obra pública", "cumplimiento": 80.2}]
    assert titulares.de_alineacion(ejes, 1) == (
        "Obra pública es el eje más rezagado, con 80.2\u00a0%; la revisión del plan tiene un hallazgo"
    )

"""REGLAS §1–§5, con valores: cada escenario, su mes y lo que debe salir."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from tests.transformaciones.comparacion import diferencias
from tests.transformaciones.conftest import Seguimiento

ENE, FEB, MAR, ABR, MAY, JUL = 1, 2, 3, 4, 5, 7

CAPTURA: list[tuple[str, int, dict[str, Any]]] = [
    ("CERO", ENE, {"estado_captura": "CAPTURADA", "realizado": 0, "cumplimiento": 0, "clase": "DEFICIENTE"}),
    ("VACIA", FEB, {"estado_captura": "SIN_CAPTURA", "realizado": None, "realizado_acumulado": 10,
                    "num_meses_omitidos": 1}),
    ("PROGRAMADO_CERO", ENE, {"estado_captura": "CAPTURADA", "programado": 0, "cumplimiento": 100}),
    ("PROGRAMADO_CERO", FEB, {"estado_captura": "NO_PROGRAMADA", "programado": None, "clase": "CUMPLIDA"}),
    ("NO_APLICA", ENE, {"estado_captura": "NO_APLICA", "clase": "NO_APLICA", "programado": 10,
                        "programado_acumulado": None, "cumplimiento_ranking": None}),
    ("NO_APLICA", FEB, {"estado_captura": "CAPTURADA", "programado_acumulado": 10, "clase": "CUMPLIDA"}),
    ("NA_SIN_JUSTIFICAR", ENE, {"estado_captura": "SIN_CAPTURA"}),
    ("NA_CON_VALOR", ENE, {"estado_captura": "SIN_CAPTURA", "realizado": None}),
    ("LIMITE_JUSTO", ENE, {"estado_captura": "CAPTURADA", "fecha_limite": date(2026, 2, 6)}),
    ("LIMITE_PASADO", ENE, {"estado_captura": "EXTEMPORANEA", "es_extemporanea": True, "num_extemporaneas": 1}),
    ("SIN_B3", ENE, {"estado_captura": "EXTEMPORANEA", "fecha_captura": date(2026, 7, 15)}),
    ("CORREGIDA", ENE, {"estado_captura": "CAPTURADA", "realizado": 8, "fecha_captura": date(2026, 3, 20)}),
    ("RETIRADA", ENE, {"estado_captura": "SIN_CAPTURA", "realizado": None}),
    ("RETIRADA_Y_REPUESTA", ENE, {"estado_captura": "CAPTURADA", "realizado": 7}),
    ("PRIMERO_VACIA", ENE, {"estado_captura": "EXTEMPORANEA", "realizado": 9}),
    ("RECHAZO_CONSERVA", ENE, {"estado_captura": "CAPTURADA", "realizado": 10}),
    ("RECHAZO_NO_FIJA", ENE, {"estado_captura": "EXTEMPORANEA", "realizado": 10}),
    ("MISMA_FECHA", ENE, {"estado_captura": "CAPTURADA", "realizado": 2}),
    ("NA_Y_LUEGO_VALOR", ENE, {"estado_captura": "EXTEMPORANEA", "realizado": 10}),
    ("AJENA", ENE, {"estado_captura": "CAPTURADA", "realizado": 10}),
    ("REPETIDA", ENE, {"estado_captura": "SIN_CAPTURA", "realizado": None}),
    ("FUTURA", ENE, {"estado_captura": "SIN_CAPTURA", "realizado": None}),
    ("ADELANTADA", JUL, {"estado_captura": "CAPTURADA", "realizado": 40, "realizado_acumulado": 50,
                         "programado_acumulado": 70, "clase": "PENDIENTE", "cumplimiento": None, "avance_anual": 41.67,
                         "es_vencido": False}),
    ("CERO", JUL, {"estado_captura": "PENDIENTE", "clase": "PENDIENTE", "num_meses_omitidos": 5}),
    ("SUMA_NO_PROGRAMADA", FEB, {"estado_captura": "NO_PROGRAMADA", "realizado": 5, "realizado_acumulado": 15,
                                 "programado_acumulado": 10, "cumplimiento": 150, "es_excedida": True}),
    ("AREA_EN_MINUSCULAS", ENE, {"estado_captura": "CAPTURADA", "realizado": 10, "cumplimiento": 100}),
    ("OTRO_PROGRAMADO", ENE, {"programado": 10, "cumplimiento": 100}),
]  # fmt: skip

ACUMULACION: list[tuple[str, int, dict[str, Any]]] = [
    ("SUMA_OMITIDA", MAR, {"programado_acumulado": 30, "realizado_acumulado": 20, "cumplimiento": 66.67,
                           "num_meses_omitidos": 1}),
    ("ULTIMO", FEB, {"programado_acumulado": 20, "realizado_acumulado": 18, "cumplimiento": 90}),
    ("ULTIMO", MAR, {"programado_acumulado": 30, "realizado_acumulado": 18, "clase": "SIN_CAPTURA",
                     "cumplimiento": None, "cumplimiento_ranking": 0}),
    ("ULTIMO_NO_PROGRAMADO", FEB, {"realizado": 99, "programado_acumulado": 10, "realizado_acumulado": 9}),
    ("PROMEDIO_SIMPLE", FEB, {"programado_acumulado": 15, "realizado_acumulado": 13, "cumplimiento": 86.67}),
    ("PROMEDIO_SIMPLE", MAR, {"programado_acumulado": 15, "clase": "SIN_CAPTURA"}),
    ("PROMEDIO_PESADO", FEB, {"programado_acumulado": 17.5, "realizado_acumulado": 14.5, "cumplimiento": 82.86}),
    ("PROMEDIO_N_CERO", FEB, {"programado_acumulado": 15, "realizado_acumulado": 13}),
    ("PROMEDIO_VACIO", FEB, {"programado_acumulado": 15, "realizado_acumulado": None, "clase": "SIN_CAPTURA"}),
    ("RAZON", FEB, {"realizado": 100, "realizado_acumulado": 1100 / 101, "programado_acumulado": 5080 / 101,
                    "cumplimiento": 21.65}),
    ("RAZON_SIN_BASE", FEB, {"estado_captura": "CAPTURADA", "realizado": None, "realizado_acumulado": None,
                             "programado_acumulado": 65, "clase": "NO_EVALUABLE"}),
    ("RAZON_INCOMPLETA", ENE, {"estado_captura": "SIN_CAPTURA"}),
    ("RAZON_CERO", ENE, {"estado_captura": "CAPTURADA", "realizado": 0, "cumplimiento": 0}),
    ("AJUSTADA", FEB, {"programado": 10, "meta_anual": 120, "es_ajustada": False}),
    ("AJUSTADA", MAR, {"programado": 20, "programado_original": 10, "meta_anual": 200, "es_ajustada": True,
                       "programado_acumulado": 40, "realizado_acumulado": 30, "cumplimiento": 75, "avance_anual": 15}),
    ("AJUSTADA", ABR, {"programado": 5, "meta_anual": 200, "programado_acumulado": 45, "cumplimiento": 77.78}),
    ("AJUSTADA", MAY, {"programado": None, "estado_captura": "NO_PROGRAMADA"}),
    ("AJUSTADA", 8, {"programado": None}),
    ("RETROACTIVA", ENE, {"programado": 10, "es_ajustada": False}),
]  # fmt: skip

NE: dict[str, Any] = {"cumplimiento": None, "clase": "NO_EVALUABLE", "cumplimiento_ranking": None}
METODOS: list[tuple[str, dict[str, Any]]] = [
    ("DIRECTO", {"cumplimiento": 87.5, "clase": "REGULAR", "metodo_efectivo": "directo"}),
    ("DIRECTO_0_0", {"cumplimiento": 100}),
    ("DIRECTO_0_V", NE),
    ("DIRECTO_NEGATIVO", NE),
    ("DIRECTO_V_NEGATIVO", {"cumplimiento": -30, "cumplimiento_tope": 0, "clase": "DEFICIENTE"}),
    ("INVERSO", {"cumplimiento": 66.67, "metodo_efectivo": "inverso"}),
    ("INVERSO_V_0", {"cumplimiento": 100, "es_excedida": False}),
    ("INVERSO_P_0", {"cumplimiento": 0}),
    ("INVERSO_0_0", {"cumplimiento": 100}),
    ("INVERSO_NEGATIVO", NE),
    ("INVERSO_EXCEDIDO", {"cumplimiento": 200, "cumplimiento_tope": 100, "es_excedida": True, "avance_anual": None}),
    ("LINEAL", {"cumplimiento": 50}),
    ("LINEAL_PISO", {"cumplimiento": 0}),
    ("LINEAL_0", {"cumplimiento": 100}),
    ("LINEAL_0_V", {"cumplimiento": 0}),
    ("LB", {"cumplimiento": 80, "metodo_efectivo": "linea_base", "es_sin_brecha": False, "avance_anual": None}),
    ("LB_NULA", {"cumplimiento": 50, "metodo_efectivo": "directo", "es_sin_brecha": True}),
    ("LB_IGUAL", {"cumplimiento": 50, "es_sin_brecha": True, "avance_anual": -4.55}),
    ("LB_AL_REVES", NE | {"es_lb_incoherente": True, "avance_anual": -6.48}),
    ("LB_SUMA", {"cumplimiento": 50, "metodo_efectivo": "directo", "es_sin_brecha": False}),
    ("TOLERANCIA_DENTRO", {"cumplimiento": 100}),
    ("TOLERANCIA_FUERA", {"cumplimiento": 50}),
    ("TOLERANCIA_VACIA", {"cumplimiento": 0}),
    ("RANGO_DENTRO", {"cumplimiento": 100}),
    ("RANGO_FUERA", {"cumplimiento": 50}),
    ("RANGO_SIN_TOLERANCIA", {"cumplimiento": 0}),
    ("RANGO_INCOMPLETO", NE),
    ("HITO", {"cumplimiento": 100, "es_concluida": True, "avance_anual": 100}),
    ("HITO_NO", {"cumplimiento": 0, "es_concluida": False, "avance_anual": 0}),
    ("EMPATE_ARRIBA", {"cumplimiento": 90, "clase": "BUEN_DESEMPENO"}),
    ("EMPATE_ABAJO", {"cumplimiento": 89.99, "clase": "REGULAR"}),
    ("EMPATE_NEGATIVO", {"cumplimiento": -0.01}),
    ("TODO_NO_APLICA", {"clase": "NO_APLICA", "cumplimiento": None}),
    ("EXCEDIDA_JUSTO", {"cumplimiento": 110, "es_excedida": False}),
    ("EXCEDIDA", {"cumplimiento": 110.1, "es_excedida": True}),
    ("EXCEDIDA_TOLERANCIA", {"cumplimiento": 100, "es_excedida": False}),
    ("CONCLUIDA", {"es_concluida": True, "avance_anual": 100}),
]
ORDEN: list[tuple[str, int, dict[str, Any]]] = [
    ("HITO_POR_PARTES", FEB, {"realizado_acumulado": 0.8, "cumplimiento": 100, "es_concluida": True}),
    ("ULTIMO_OMITIDO", ENE, {"clase": "CUMPLIDA"}),
    ("ULTIMO_OMITIDO", FEB, {"clase": "SIN_CAPTURA", "clase_anterior": "CUMPLIDA", "cumplimiento_anterior": 100}),
    ("UMBRAL_NUEVO", MAR, {"cumplimiento": 65, "clase": "DEFICIENTE", "regla_version": date(2026, 1, 1),
                           "umbral_regular": 70}),
    ("UMBRAL_NUEVO", ABR, {"cumplimiento": 65, "clase": "REGULAR", "regla_version": date(2026, 4, 30),
                           "umbral_regular": 60, "umbral_cumplida": 100}),
]  # fmt: skip


@pytest.mark.parametrize(
    ("clave", "mes", "esperado"), [*CAPTURA, *ACUMULACION, *((c, ENE, e) for c, e in METODOS), *ORDEN],
    ids=lambda v: str(v) if not isinstance(v, dict) else "",
)  # fmt: skip
def test_avance_mensual(seguimiento: Seguimiento, clave: str, mes: int, esperado: dict[str, Any]) -> None:
    llave = (clave, date(2026, mes, 1))
    assert diferencias({llave: esperado}, {llave: seguimiento.avance[llave]}) == []


def test_el_corte_y_la_siguiente_fecha_limite(seguimiento: Seguimiento) -> None:
    assert seguimiento.filas("select * from mart_seguimiento__corte") == [
        (date(2026, 7, 15), date(2026, 6, 1), date(2026, 6, 30), date(2026, 8, 5), 2026)
    ]


def test_las_banderas_nunca_son_nulas(seguimiento: Seguimiento) -> None:
    banderas = [c for c in next(iter(seguimiento.avance.values())) if c.startswith("es_")]
    assert [c for c in banderas if any(r[c] is None for r in seguimiento.avance.values())] == []


def test_doce_renglones_por_meta(seguimiento: Seguimiento) -> None:
    assert seguimiento.filas(
        "select count(*) / count(distinct meta_clave), min(num) from (select meta_clave, count(*) over "
        "(partition by meta_clave) as num from mart_seguimiento__avance_mensual)"
    ) == [(12, 12)]


def test_cada_rechazo_dice_su_regla_y_su_celda(seguimiento: Seguimiento) -> None:
    reglas = dict(
        seguimiento.filas(
            "select regla, min(celda) from fct_capturas_rechazadas where gravedad = 'rechazo' group by regla"
        )
    )
    assert {r: c[0] for r, c in reglas.items()} == {
        "clave_ajena": "A", "clave_inexistente": "A", "razon_incompleta": "G", "fecha_futura": "B",
        "area_desconocida": "B",
    }  # fmt: skip


def test_lo_que_invalida_la_captura_rechaza_el_archivo_entero(seguimiento: Seguimiento) -> None:
    rechazados = seguimiento.filas(
        "select archivo, num_aceptados, motivo is not null, remedio is not null from fct_archivos"
        " where estado = 'rechazado' order by archivo"
    )
    assert rechazados == [
        ("capturas/2026-01/ESC_2026-07-16.xlsx", 0, True, True),
        ("capturas/2026-01/NADIE_2026-02-03.xlsx", 0, True, True),
    ]


def test_programado_distinto_es_un_aviso_y_el_renglon_entra(seguimiento: Seguimiento) -> None:
    avisos = seguimiento.filas("select valor, motivo from fct_capturas_rechazadas where gravedad = 'aviso'")
    assert len(avisos) == 1
    assert avisos[0][0] == "11.0"
    assert "(10)" in avisos[0][1]


def test_todas_las_versiones_se_conservan(seguimiento: Seguimiento) -> None:
    versiones = seguimiento.filas(
        "select version, realizado, es_vigente, es_retiro from mart_seguimiento__procedencia"
        " where meta_clave = 'RETIRADA_Y_REPUESTA' order by version"
    )
    assert versiones == [(1, 10.0, False, False), (2, None, False, True), (3, 7.0, True, False)]


# -- §5 -----------------------------------------------------------------------------------------


def test_topar_antes_de_promediar(seguimiento: Seguimiento) -> None:
    assert seguimiento.area("T3", ENE)["cumplimiento"] == 50


def test_las_omisiones_cuentan_cero_y_lo_no_evaluable_no_cuenta(seguimiento: Seguimiento) -> None:
    t4 = seguimiento.area("T4", ENE)
    assert (t4["cumplimiento_ranking"], t4["cumplimiento"]) == (75, 100)
    assert (t4["num_evaluables"], t4["num_exigibles"], t4["num_no_evaluable"]) == (1, 3, 1)
    assert t4["cobertura"] == pytest.approx(3 / 8)
    assert t4["lugar_sin_omisiones"] < t4["lugar"]


def test_los_empates_comparten_lugar_y_se_salta_el_siguiente(seguimiento: Seguimiento) -> None:
    lugares = seguimiento.filas(
        "select area_clave, lugar, orden from mart_seguimiento__ranking_areas"
        " where periodo = date '2026-01-01' order by orden"
    )
    assert lugares == [
        ("OTRA", 1, 1), ("T1", 2, 2), ("T2", 2, 3), ("T4", 4, 4), ("ESC", 5, 5), ("T3", 6, 6), ("T5", 6, 7),
    ]  # fmt: skip


def test_el_movimiento_es_contra_el_periodo_anterior(seguimiento: Seguimiento) -> None:
    t5 = seguimiento.area("T5", FEB)
    assert (t5["lugar_anterior"], t5["lugar"], t5["movimiento"]) == (6, 1, 5)
    assert seguimiento.area("T5", ENE)["movimiento"] is None


def test_lo_que_no_compite_va_al_final_sin_lugar(seguimiento: Seguimiento) -> None:
    filas = seguimiento.filas(
        "select lugar, clase from mart_seguimiento__ranking_metas where periodo = date '2026-01-01' order by orden"
    )
    sin_lugar = [n for n, (lugar, _) in enumerate(filas) if lugar is None]
    assert sin_lugar == list(range(len(filas) - len(sin_lugar), len(filas)))
    assert {filas[n][1] for n in sin_lugar} == {"NO_EVALUABLE", "NO_PROGRAMADA", "NO_APLICA"}


def test_cada_nivel_suma_todas_las_metas(seguimiento: Seguimiento) -> None:
    filas = seguimiento.filas(
        "select nivel, sum(num_metas) from mart_seguimiento__agregados where es_corte_vigente group by nivel"
    )
    assert len(filas) == 6
    assert len({n for _, n in filas}) == 1


def test_la_alcaldia_no_es_media_de_areas(seguimiento: Seguimiento) -> None:
    metas = seguimiento.filas(
        "select sum(peso * cumplimiento_tope) / sum(peso) from mart_seguimiento__avance_mensual"
        " where cumplimiento_tope is not null and es_corte_vigente"
    )[0][0]
    publicado = seguimiento.filas(
        "select cumplimiento from mart_seguimiento__agregados where nivel = 'alcaldia' and es_corte_vigente"
    )[0][0]
    assert publicado == pytest.approx(metas, abs=0.005)


# -- captura ------------------------------------------------------------------------------------


def test_el_atraso_corre_hasta_hoy_si_falta_algo(seguimiento: Seguimiento) -> None:
    fila = seguimiento.filas(
        "select num_sin_captura, dias_atraso, es_completa from mart_seguimiento__captura"
        " where area_clave = 'T4' and periodo = date '2026-01-01'"
    )
    assert fila == [(1, 159, False)]


def test_el_atraso_de_lo_completo_es_el_de_su_ultima_entrega(seguimiento: Seguimiento) -> None:
    fila = seguimiento.filas(
        "select num_extemporaneas, dias_atraso, es_completa from mart_seguimiento__captura"
        " where area_clave = 'T2' and periodo = date '2026-01-01'"
    )
    assert fila == [(1, 42, True)]


def test_un_inhabil_no_es_dia_habil(seguimiento: Seguimiento) -> None:
    assert seguimiento.filas(
        "select fecha, es_habil, fecha_habil_siguiente from dim_fecha"
        " where fecha in (date '2026-02-05', date '2026-07-05') order by fecha"
    ) == [(date(2026, 2, 5), False, date(2026, 2, 6)), (date(2026, 7, 5), False, date(2026, 7, 6))]

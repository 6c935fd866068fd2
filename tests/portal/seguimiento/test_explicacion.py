"""«Qué falta para cambiar de clase» en palabras, con valores, en cada método."""

from __future__ import annotations

import datetime as dt

import pytest

from dominio.seguimiento.proyeccion import proyectar
from portal.paginas.seguimiento.metas.explicacion import paso_de, que_falta, regla
from portal.paginas.seguimiento.metas.secciones import (
    cambios_de_valor,
    con_algo_que_decir,
    cortes_evaluados,
    honestidad,
    proyeccion,
)

DURO = "\u00a0"


def _fila(**cambios):
    base = {
        "periodo": dt.date(2026, 10, 1),
        "clase": "REGULAR",
        "cumplimiento": 87.6,
        "metodo_efectivo": "directo",
        "acumulacion": "suma",
        "unidad": "bache",
        "realizado": 709.0,
        "realizado_acumulado": 14349.0,
        "programado_acumulado": 16380.0,
        "linea_base": None,
        "tolerancia": None,
        "limite_inferior": None,
        "limite_superior": None,
        "numerador_acumulado": None,
        "denominador_acumulado": None,
        "umbral_cumplida": 100.0,
        "umbral_buen_desempeno": 90.0,
        "umbral_regular": 70.0,
        "regla_version": dt.date(2026, 1, 1),
        "fecha_limite": dt.date(2026, 11, 10),
    }
    return {**base, **cambios}


@pytest.mark.parametrize(
    ("cambios", "esperado"),
    [
        ({}, "Faltan 393 baches para pasar a Buen desempeño (14,742) y 2,031 para Cumplida (16,380)."),
        (
            {"unidad": "acción", "realizado_acumulado": 76.0, "programado_acumulado": 100.0, "cumplimiento": 76.0},
            "Faltan 14 acciones para pasar a Buen desempeño (90) y 24 para Cumplida (100).",
        ),
        (
            {
                "metodo_efectivo": "inverso",
                "unidad": "evento",
                "realizado_acumulado": 331.0,
                "programado_acumulado": 291.0,
            },
            "Sobran 8 eventos para pasar a Buen desempeño (323 o menos) y 40 para Cumplida (291 o menos).",
        ),
        (
            {"metodo_efectivo": "lineal", "unidad": "día", "realizado_acumulado": 130.0, "programado_acumulado": 100.0},
            "Sobran 20 días para pasar a Buen desempeño (110 o menos) y 30 para Cumplida (100 o menos).",
        ),
        (
            {
                "metodo_efectivo": "linea_base",
                "unidad": "elemento",
                "linea_base": 80.0,
                "realizado_acumulado": 87.0,
                "programado_acumulado": 90.0,
            },
            "Faltan 2 elementos para pasar a Buen desempeño (89) y 3 para Cumplida (90).",
        ),
        (
            {
                "metodo_efectivo": "tolerancia",
                "unidad": "tonelada",
                "tolerancia": 10.0,
                "realizado_acumulado": 112.0,
                "programado_acumulado": 100.0,
            },
            "Sobra 1 tonelada para pasar a Buen desempeño (111 o menos) y 2 para Cumplida (110 o menos).",
        ),
        (
            {
                "metodo_efectivo": "rango",
                "unidad": "punto",
                "limite_inferior": 10.0,
                "limite_superior": 20.0,
                "tolerancia": 50.0,
                "realizado_acumulado": 9.0,
                "programado_acumulado": 15.0,
                "cumplimiento": 80.0,
            },
            "Falta 1 punto para pasar a Cumplida (10).",
        ),
        (
            {
                "metodo_efectivo": "hito",
                "unidad": "norma",
                "realizado_acumulado": 0.0,
                "programado_acumulado": 1.0,
                "clase": "DEFICIENTE",
                "cumplimiento": 0.0,
            },
            "Falta 1 norma para pasar a Cumplida (1).",
        ),
        (
            {
                "acumulacion": "razon",
                "unidad": "%",
                "realizado": 76.0,
                "realizado_acumulado": 76.0,
                "programado_acumulado": 100.0,
                "numerador_acumulado": 76.0,
                "denominador_acumulado": 100.0,
                "cumplimiento": 76.0,
            },
            f"Faltan 14 puntos para pasar a Buen desempeño (90{DURO}%) y 24 para Cumplida (100{DURO}%)."
            " Con el mismo denominador (100), son 14 más en el numerador.",
        ),
        (
            {
                "clase": "CUMPLIDA",
                "cumplimiento": 100.9,
                "unidad": "luminaria",
                "realizado_acumulado": 10385.0,
                "programado_acumulado": 10292.0,
            },
            "Está en la mejor clase. Con 10,291 bajaría a Buen desempeño: su margen es de 94 luminarias.",
        ),
        (
            {"clase": "SIN_CAPTURA", "cumplimiento": None, "realizado_acumulado": None},
            "Falta la captura del área; venció el 10 nov 2026. Mientras no llegue cuenta como cero en el ranking."
            " Quedaría en Cumplida con un acumulado de 16,380 o más.",
        ),
        (
            {"clase": "PENDIENTE", "cumplimiento": None},
            "El periodo todavía no vence: se captura hasta el 10 nov 2026.",
        ),
        (
            {"clase": "NO_EVALUABLE", "cumplimiento": None, "programado_acumulado": -1.0},
            "Con estos valores la fórmula no se puede calcular.",
        ),
    ],
    ids=lambda v: (
        v.get("metodo_efectivo") or v.get("clase") or v.get("acumulacion") or "directo" if isinstance(v, dict) else ""
    ),
)
def test_que_falta(cambios, esperado):
    assert que_falta(_fila(**cambios)) == esperado


def test_el_paso_sale_de_los_datos():
    assert paso_de(_fila()) == 1.0
    assert paso_de(_fila(realizado_acumulado=7.7)) == 0.1
    assert paso_de(_fila(unidad="%")) == 0.1
    assert paso_de(_fila(realizado=0.2, realizado_acumulado=0.25, programado_acumulado=0.3)) == 0.01


def test_la_regla_imprime_sus_umbrales_y_su_version():
    assert regla(_fila()) == (
        "Regular: de 70 a menos de 90. Reglas 2026-01, vigentes desde el 1 ene 2026."
        " Se redondea a dos decimales antes de clasificar."
    )
    assert regla(_fila(umbral_regular=65.0)).startswith("Regular: de 65 a menos de 90.")


def _version(mes, version, realizado, vigente=True):
    return {"periodo": dt.date(2026, mes, 1), "version": version, "realizado": realizado, "es_vigente": vigente}


def test_una_correccion_dice_antes_y_ahora_y_reenviar_lo_mismo_no_es_noticia():
    versiones = [
        _version(9, 3, 1559.0),
        _version(9, 2, 1571.0, vigente=False),
        _version(9, 1, 1571.0, vigente=False),
        _version(8, 2, 2365.0),
        _version(8, 1, 2365.0, vigente=False),
    ]
    assert [(c["periodo"].month, c["antes"], c["ahora"]) for c in cambios_de_valor(versiones)] == [(9, 1571.0, 1559.0)]
    assert [(v["periodo"].month, v["version"]) for v in con_algo_que_decir(versiones)] == [
        (9, 3),
        (9, 2),
        (9, 1),
        (8, 2),
    ]


def test_la_proyeccion_pide_tres_meses_evaluados():
    meses = [{"periodo": dt.date(2026, m, 1), "cumplimiento": 87.6} for m in range(1, 11)]
    actual = {**_fila(), "meta_anual": 18000.0}
    assert proyeccion(meses, actual) == 15768.0
    assert proyeccion(meses[:2], actual) is None
    assert proyeccion(meses, {**actual, "programado_acumulado": 0.0}) is None


def test_la_proyeccion_dice_con_que_se_hizo_y_cuanto_se_equivoca():
    acumulados = [(100.0, 80.0), (200.0, 190.0), (300.0, 270.0)]
    meses = [
        {
            "periodo": dt.date(2026, m, 1),
            "cumplimiento": 90.0,
            "programado_acumulado": p,
            "realizado_acumulado": r,
        }
        for m, (p, r) in enumerate(acumulados, 1)
    ]
    sin_evaluar = {**meses[-1], "periodo": dt.date(2026, 4, 1), "cumplimiento": None}
    cortes = cortes_evaluados([*meses, sin_evaluar], {**_fila(), "periodo": dt.date(2026, 4, 1)})
    assert [(c.programado, c.realizado) for c in cortes] == acumulados
    assert cortes_evaluados(meses, {**_fila(), "periodo": dt.date(2026, 2, 1)}) == cortes[:2]
    probada = proyectar(cortes, 1200.0)
    assert probada is not None
    assert honestidad(probada).replace(DURO, " ") == (
        "Estimación con 3 meses evaluados; supone que sigue el ritmo contra lo programado. "
        "Hecha desde 2 meses anteriores, se habría equivocado en promedio 8.3 %."
    )

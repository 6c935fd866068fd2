"""Frases, filtros, formas y simulación de contratos, con valores."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from dominio.contratos.pena import Clausula, si_se_entrega
from portal import direccion
from portal.paginas.contratos import explicacion, graficas, presupuesto, redaccion, seleccion

HOY = date(2026, 11, 10)


def _entregable(estado: str = "ACEPTADO", **cambios: Any) -> dict[str, Any]:
    return {
        "entregable_clave": "SEG-INF-09", "contrato_clave": "SEG", "contrato_corto": "Seguimiento", "serie": "Informe",
        "entregable_nombre": "Noveno informe mensual: octubre", "estado": estado, "es_semanal": False, "dias_atraso": 0,
        "fecha_comprometida": date(2026, 11, 13), "es_aceptado": estado.startswith("ACEPTADO"),
        "importe_penalizacion_mxn": Decimal("0.00"),
    } | cambios  # fmt: skip


@pytest.mark.parametrize(
    ("entregables", "frase"),
    [
        ([_entregable()], "Todos los entregables van en tiempo y ninguno está por vencer"),
        ([_entregable("POR_VENCER")], "Un entregable por vencer; lo demás, en tiempo"),
        (
            [_entregable("CON_ATRASO", dias_atraso=3), _entregable("POR_VENCER"), _entregable("POR_VENCER")],
            "Un entregable con 3 días de atraso y dos por vencer; lo demás, en tiempo",
        ),
        (
            [_entregable("CON_ATRASO", dias_atraso=1), _entregable("CON_ATRASO", dias_atraso=9)],
            "Dos entregables con hasta 9 días de atraso; lo demás, en tiempo",
        ),
        ([_entregable("POR_VENCER", es_semanal=True)], "Todos los entregables van en tiempo y ninguno está por vencer"),
        ([], "Ningún entregable cumple estos filtros"),
    ],
)
def test_titular(entregables: list[dict[str, Any]], frase: str) -> None:
    assert redaccion.titular(entregables) == frase


def test_factores_de_la_cuenta() -> None:
    assert redaccion.factores(3, Decimal("1.0000"), Decimal("80000.00"), Decimal(1)) == "3 días × 1\u00a0% × 80,000"
    parcial = redaccion.factores(1, Decimal("0.5000"), Decimal("80000.50"), Decimal("0.600000"))
    assert parcial == "1 día × 0.5\u00a0% × 80,000.5 × 60\u00a0%"


@pytest.mark.parametrize(
    ("desde", "hasta", "frase"),
    [
        (date(2026, 11, 21), date(2026, 11, 25), "21, 22, 23, 24 y 25 de noviembre"),
        (date(2026, 11, 21), date(2026, 11, 21), "21 de noviembre"),
        (date(2026, 11, 29), date(2026, 12, 2), "del 29 de noviembre al 2 de diciembre"),
    ],
)
def test_dias_enumerados(desde: date, hasta: date, frase: str) -> None:
    assert redaccion.dias_enumerados(desde, hasta) == frase


def test_sin_clausula_no_es_cero() -> None:
    assert redaccion.pena(_entregable(importe_penalizacion_mxn=None)) == "sin cláusula"
    assert redaccion.pena(_entregable()) == "0"
    assert redaccion.pena(_entregable(importe_penalizacion_mxn=Decimal("2400.50"))) == "2,400.50"


def test_filtros_desconocidos_se_ignoran() -> None:
    contratos = [{"contrato_clave": "SEG", "contrato_corto": "Seguimiento"}]
    sel = seleccion.leer(HOY, contratos, "NADA", "raro", "ayer")
    assert (sel.contrato, sel.estado, sel.vence, sel.hay_filtro) == (None, None, "", False)
    sel = seleccion.leer(HOY, contratos, "SEG", "con_atraso", "7")
    assert sel.ventana == (HOY, date(2026, 11, 17))
    assert (
        seleccion.en_palabras(sel, contratos) == "Filtros: contrato Seguimiento, estado con atraso y vence: en 7 días."
    )


def test_cada_estado_tiene_su_forma() -> None:
    formas = {graficas.marca(estado, 8, 8) for estado in seleccion.ESTADOS.values()}
    assert len(formas) == len(seleccion.ESTADOS)


def test_el_calendario_escapa_los_rotulos_y_enlaza_cada_entregable() -> None:
    malo = _entregable(serie="<script>", entregable_nombre="A & B")
    contrato = {"contrato_corto": "Seguimiento", "importe_monto_mxn": Decimal(1), "num_parcialidades": 11,
                "es_monto_maximo": False}  # fmt: skip
    with direccion.dibujando(direccion.Direccion("/contratos", {"contrato": "SEG"})):
        dibujo = graficas.calendario([malo], {"SEG": contrato}, HOY, lambda clave: direccion.aqui(explica=clave))
    assert "<script>" not in dibujo.svg
    assert "A &amp; B" in dibujo.svg
    assert "/contratos?contrato=SEG&amp;explica=SEG-INF-09" in dibujo.svg


def test_la_simulacion_del_ejemplo() -> None:
    clausula = Clausula("monto_total", Decimal(1_100_000), Decimal(1))
    pena = si_se_entrega(date(2026, 11, 18), date(2026, 11, 13), Decimal(100_000), [], clausula, HOY)
    assert (pena.dias, pena.importe) == (5, Decimal("55000.00"))


def _presupuesto(estado: str, faltante: str = "0.00") -> dict[str, Any]:
    return {
        "contrato_clave": "LIN", "contrato_corto": "Lineamientos", "estado_presupuesto": estado,
        "importe_comprometido_mxn": Decimal("800000.00"), "importe_devengado_mxn": Decimal("640000.00"),
        "importe_pagado_mxn": Decimal("640000.00"), "importe_por_devengar_mxn": Decimal("240000.00"),
        "importe_faltante_mxn": Decimal(faltante),
    }  # fmt: skip


def test_el_presupuesto_que_no_alcanza_se_atiende_y_dice_cuanto_falta() -> None:
    todos = [_presupuesto("SUFICIENTE"), _presupuesto("INSUFICIENTE", "80000.00"), _presupuesto("EXCEDIDO", "1.00"),
             _presupuesto("SIN_COMPROMISO")]  # fmt: skip
    dichos = [str(asunto) for asunto in presupuesto.asuntos(todos)]
    assert len(dichos) == 3
    assert "compromiso presupuestal no alcanza" in dichos[0] and "80,000" in dichos[0]
    assert "Se devengó o pagó más de lo comprometido." in dichos[1]
    assert "No hay compromiso registrado" in dichos[2]
    movimiento = {"compromiso_clave": "CP-1", "contrato_corto": "Lineamientos", "partida": "3391",
                  "movimiento": "ampliacion", "fecha_compromiso": HOY, "importe_comprometido_mxn": Decimal(1),
                  "importe_acumulado_mxn": Decimal(2), "documento": None}  # fmt: skip
    with direccion.dibujando(direccion.Direccion("/contratos", {})):
        dibujada = str(presupuesto.seccion_de_presupuesto(todos, [movimiento]))
        vacia = str(presupuesto.seccion_de_presupuesto([], []))
    assert "Ampliación" in dibujada and " no alcanza: faltan 80,000" in dibujada and "es una estimación" in dibujada
    assert "Sin compromisos presupuestales registrados." in vacia


def test_el_cajon_dice_el_producto_generado_sin_darlo_por_entregado() -> None:
    producto = {"fecha_generado": HOY, "informe_titulo": "Informe mensual de evaluación", "version": "2026-11-10.1",
                "sha256_pdf": "a" * 64}  # fmt: skip
    entregable = _entregable("POR_VENCER") | {
        "contrato_nombre": "Seguimiento", "estado_pago": None, "parcialidad": None, "fecha_entrega": None,
        "proporcion_prestada": Decimal(0), "rotulo_pena": "Estimación, no determinación jurídica", "archivo": "x.xlsx",
        "hoja": "entregables", "fila": 12,
    }  # fmt: skip
    with direccion.dibujando(direccion.Direccion("/contratos", {})):
        dicho = str(explicacion.cajon_de_entregable(entregable, [], [], [producto]))
    assert "2026-11-10.1" in dicho and "sha256 " + "a" * 64 in dicho
    assert "Generarlo no lo da por entregado ni por aceptado" in dicho and "sin entregar" in dicho

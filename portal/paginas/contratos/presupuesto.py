"""Compromisos presupuestales de los contratos: si lo comprometido alcanza para todo el calendario. No consulta."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from portal import formato
from portal.componentes.basicos import icono, seccion
from portal.componentes.semaforo import severidad
from portal.componentes.tabla import Columna, tabla
from portal.componentes.vacio import vacio
from portal.descargas import destino

Renglon = Mapping[str, Any]
TITULO = "Compromisos presupuestales"
ESTADOS = {
    "SUFICIENTE": ("check-circle", "alcanza"),
    "INSUFICIENTE": ("exclamation-triangle", "no alcanza"),
    "EXCEDIDO": ("x-octagon", "excedido"),
    "SIN_COMPROMISO": ("question-circle", "sin compromiso"),
}
_MOVIMIENTOS = {"inicial": "Inicial", "ampliacion": "Ampliación", "reduccion": "Reducción"}
_CON_ALERTA = {"EXCEDIDO": "alta", "INSUFICIENTE": "media", "SIN_COMPROMISO": "media"}


def seccion_de_presupuesto(presupuesto: Sequence[Renglon], movimientos: Sequence[Renglon]) -> html.Section:
    """Un renglón por contrato y, plegados, los movimientos de los que sale."""
    if not movimientos:
        que = "Los entrega la administración de contratos en la hoja presupuesto de contratos/entregas.xlsx."
        return seccion(TITULO, vacio("Sin compromisos presupuestales registrados.", que))
    columnas = [
        Columna("contrato_corto", "Contrato"),
        Columna("importe_comprometido_mxn", "Comprometido", formato.importe, numerica=True),
        Columna("importe_devengado_mxn", "Devengado", formato.importe, numerica=True),
        Columna("importe_pagado_mxn", "Pagado", formato.importe, numerica=True, solo_escritorio=True),
        Columna("importe_por_devengar_mxn", "Por devengar", formato.importe, numerica=True, solo_escritorio=True),
        Columna("", "¿Alcanza?", _alcanza),
    ]
    detalle = tabla(
        [
            Columna("compromiso_clave", "Movimiento"),
            Columna("contrato_corto", "Contrato"),
            Columna("partida", "Partida"),
            Columna("movimiento", "Qué fue", _MOVIMIENTOS.__getitem__),
            Columna("fecha_compromiso", "Fecha", formato.fecha),
            Columna("importe_comprometido_mxn", "Importe", formato.importe, numerica=True),
            Columna("importe_acumulado_mxn", "Comprometido", formato.importe, numerica=True),
            Columna("documento", "Documento"),
        ],
        movimientos,
        leyenda="Movimientos de los compromisos presupuestales",
    )
    cuantos = formato.cuenta(len(movimientos), "movimiento", "movimientos")
    cuerpo = [
        tabla(columnas, presupuesto, leyenda="Compromisos presupuestales por contrato"),
        html.Details([html.Summary(f"Ver {cuantos}"), detalle], className="acto"),
    ]
    ver = html.A("Excel", href=destino("contratos", "compromisos"), download="")
    nota = (
        "Devengado: entregables aceptados. Por devengar: los que faltan por aceptarse, a su importe. "
        "Alcanza si lo comprometido cubre los dos; es una estimación con el calendario de hoy."
    )
    return seccion(TITULO, cuerpo, sub="pesos antes de IVA", ver=ver, nota=nota)


def _alcanza(contrato: Renglon) -> list[Any]:
    dibujo, palabra = ESTADOS[contrato["estado_presupuesto"]]
    clase = "t-deficiente" if contrato["estado_presupuesto"] != "SUFICIENTE" else None
    faltan = f": faltan {formato.importe(contrato['importe_faltante_mxn'])}" if contrato["importe_faltante_mxn"] else ""
    return [icono(dibujo), html.Span(f" {palabra}{faltan}", className=clase)]


def asuntos(presupuesto: Sequence[Renglon]) -> list[html.Li]:
    """Lo que el presupuesto pide atender: un renglón por contrato cuyo compromiso no alcanza o se excedió."""
    return [_asunto(p) for p in presupuesto if p["estado_presupuesto"] in _CON_ALERTA]


def _asunto(p: Renglon) -> html.Li:
    estado = p["estado_presupuesto"]
    titulo = f"{p['contrato_corto']} · compromiso presupuestal {ESTADOS[estado][1]}"
    if estado == "EXCEDIDO":
        que: list[Any] = ["Se devengó o pagó más de lo comprometido."]
    elif estado == "SIN_COMPROMISO":
        que = ["No hay compromiso registrado para pagar sus entregables."]
    else:
        que = ["Para cubrir todo su calendario faltan ", html.B(formato.pesos(p["importe_faltante_mxn"])), "."]
    pie = [html.B("Antes de IVA"), html.Span("estimación con el calendario de hoy")]
    return html.Li(
        [severidad(_CON_ALERTA[estado]), html.Div([html.H3(titulo), html.P(que), html.Div(pie, className="pie")])]
    )

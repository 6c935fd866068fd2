"""Qué requiere atención hoy: alertas por severidad, capturas que faltan y entregables por vencer."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from portal import almacen, direccion, formato
from portal.componentes.basicos import enlace, seccion
from portal.componentes.semaforo import severidad
from portal.paginas.seguimiento import piezas
from portal.paginas.seguimiento.redaccion import enumerar
from portal.paginas.seguimiento.resumen import consultas
from portal.paginas.seguimiento.seleccion import Seleccion

Renglon = Mapping[str, Any]
_A_LA_VISTA = 4


def seccion_de_atencion(sel: Seleccion, corte: Renglon, alertas: Sequence[Renglon]) -> html.Section:
    """Las más severas primero; las de captura van juntas, por área y con sus días de atraso."""
    asuntos = piezas.agrupar_por_meta([a for a in alertas if a["regla"] != "A4"])
    elementos: list[Any] = [piezas.alerta_de_meta(grupo) for grupo in asuntos[:_A_LA_VISTA]]
    hoy = corte["hoy"]
    if sel.es_del_corte and not sel.eje:
        elementos += _capturas(consultas.capturas_que_faltan(sel.area, sel.periodo), sel.periodo)
        if not sel.area and almacen.existe("mart_contratos__entregables"):
            elementos += _entregables(consultas.entregables(), hoy)
    if not elementos:
        elementos = [html.Li([html.Span(), html.Div(html.P("Nada pendiente en este corte."))])]
    abiertas = formato.cuenta(len(alertas), "alerta", "alertas")
    ver = enlace(f"Ver {abiertas}", direccion.hacia("/alertas")) if alertas else None
    sub = formato.fecha_con_dia(hoy) if sel.es_del_corte else formato.periodo(sel.periodo).lower()
    return seccion(
        "Qué requiere atención hoy", html.Ul(elementos, className="alertas"), sub=sub, ver=ver, ident="atencion"
    )


def _capturas(deben: Sequence[Renglon], periodo: dt.date) -> list[html.Li]:
    """Un solo asunto: quién debe la captura del periodo, con su atraso; lo que se debe de antes, en una frase."""
    del_mes = [f for f in deben if f["periodo"] == periodo]
    antes = [f for f in deben if f["periodo"] < periodo]
    if not deben:
        return []
    vistas = del_mes or antes
    dias = max(f["dias_atraso"] or 0 for f in vistas)
    areas = list(dict.fromkeys(f["area_corta"] for f in vistas))
    quien = "Un área debe" if len(areas) == 1 else f"{formato.en_palabras(len(areas)).capitalize()} áreas deben"
    que = f"captura de {formato.mes(periodo)}" if del_mes else "capturas de meses anteriores"
    destino = direccion.hacia("/alertas", regla="A4")
    titulo = html.H3(enlace(f"{quien} {que}, {formato.cuenta(dias, 'día', 'días')} de atraso", destino))
    pie = html.Div([html.B("Captura"), html.Span(["A4 · ", enlace("ver qué falta", destino)])], className="pie")
    detalle = html.P(_detalle_de_captura(vistas, antes if del_mes else [], areas))
    return [html.Li([severidad("alta" if dias > 10 else "media"), html.Div([titulo, detalle, pie])])]


def _detalle_de_captura(vistas: Sequence[Renglon], antes: Sequence[Renglon], areas: Sequence[str]) -> str:
    metas = formato.cuenta(sum(f["num_sin_captura"] for f in vistas), "meta", "metas")
    texto = f"{enumerar(areas)}: {metas}. Venció el {formato.fecha_sin_anio(max(f['fecha_limite'] for f in vistas))}."
    if antes:
        cuantas = formato.cuenta(sum(f["num_sin_captura"] for f in antes), "captura", "capturas")
        texto += f" Siguen sin llegar {cuantas} de meses anteriores."
    return texto


def _entregables(filas: Sequence[Renglon], hoy: dt.date) -> list[html.Li]:
    return [_entregable(f, hoy) for f in filas[:3]]


def _entregable(f: Renglon, hoy: dt.date) -> html.Li:
    faltan = (f["fecha_comprometida"] - hoy).days
    vence = f"se entrega el {formato.fecha_con_dia(f['fecha_comprometida'])}"
    if f["dias_atraso"]:
        vence = f"lleva {formato.cuenta(f['dias_atraso'], 'día', 'días')} de atraso"
    cuando = f"Venció el {formato.fecha(f['fecha_comprometida'])}." if faltan < 0 else _en_cuanto(faltan)
    pena = f.get("importe_penalizacion_mxn")
    costo = f" Pena estimada: {formato.pesos(pena)} (no es determinación jurídica)." if pena else ""
    titulo = html.H3(
        enlace(
            f"{f['contrato_corto']} · {_en_minuscula(f['entregable_nombre'])}, {vence}",
            direccion.hacia("/contratos", conservar=()),
        )
    )
    pie = html.Div([html.B("Contratos"), html.Span(f["contrato_nombre"])], className="pie")
    return html.Li(
        [severidad("alta" if f["dias_atraso"] else "media"), html.Div([titulo, html.P(f"{cuando}{costo}"), pie])]
    )


def _en_minuscula(nombre: str) -> str:
    """El nombre del entregable a media frase."""
    return nombre[:1].lower() + nombre[1:]


def _en_cuanto(dias: int) -> str:
    return "Vence hoy." if dias == 0 else f"Faltan {formato.cuenta(dias, 'día', 'días')}."

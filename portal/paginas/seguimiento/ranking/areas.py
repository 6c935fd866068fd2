"""El ranking de áreas: tabla en escritorio, renglones en teléfono. No consulta."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from portal import formato
from portal.componentes.basicos import enlace, seccion
from portal.componentes.semaforo import apilada, chip, conteos_de
from portal.componentes.tabla import Columna, tabla
from portal.componentes.tarjeta import movimiento
from portal.componentes.tramos import tramo
from portal.descargas import destino
from portal.paginas.seguimiento import piezas
from portal.paginas.seguimiento.seleccion import Seleccion, clase_de

Renglon = Mapping[str, Any]


def seccion_de_areas(areas: Sequence[Renglon], sel: Seleccion) -> html.Section:
    """Áreas en su orden, con lo que perdieron por omitir y el lugar que tendrían si nadie omitiera."""
    columnas = [
        Columna("", "Lugar", lambda a: _lugar(a["lugar"]), numerica=True, clase="lugar"),
        Columna("movimiento", "Mov.", movimiento),
        Columna("", "Área", lambda a: enlace(a["area_corta"], piezas.ruta_de_area(a["area_clave"]))),
        Columna("", "Clase", clase_del_lugar),
        Columna(
            "",
            "Cumplimiento de ranking",
            lambda a: _porcentaje(a["cumplimiento_ranking"]),
            numerica=True,
            clase="fuerte",
        ),
        Columna("", "0 a 100 %", barra, clase="ancha"),
        Columna("", "Metas evaluadas", lambda a: f"{a['num_evaluables']} de {a['num_exigibles']}", numerica=True),
        Columna("", "Cobertura", lambda a: formato.proporcion(a["cobertura"], 0), numerica=True),
        Columna("", "Si nadie omitiera", lambda a: _porcentaje(a["cumplimiento"]), numerica=True),
        Columna("", "Lugar así", _lugar_asi, numerica=True),
        Columna("", "Metas por clase", lambda a: apilada(conteos_de(a)), clase="apiladas"),
    ]
    visibles, otros = tramo(areas, "tramo-areas")
    leyenda = "Áreas de mayor a menor cumplimiento de ranking"
    cuerpo = [
        html.Div(tabla(columnas, visibles, leyenda=leyenda), className="solo-esc"),
        html.Div([_renglon_de_telefono(a) for a in visibles], className="tarjetas solo-tel"),
        otros,
    ]
    nota = (
        "Barra clara: lo que el área perdió por omitir capturas. "
        "Cumplimiento ponderado por el peso de cada meta; nunca promedio de promedios."
    )
    if not areas:
        sin_calificar = f"{formato.periodo(sel.periodo)} todavía no se califica: ningún área tiene lugar."
        return seccion("Áreas", html.P(sin_calificar, className="med"), ident="areas")
    ver = html.A("Excel", href=destino("seguimiento.ranking", "areas"), download="")
    sub = f"movimiento contra {formato.mes(sel.anterior)}"
    return seccion("Áreas", cuerpo, sub=sub, ver=ver, nota=nota, ident="areas")


def clase_del_lugar(area: Renglon) -> Any:
    """La clase de la cifra que está al lado: el cumplimiento de ranking, con las omisiones en cero."""
    clase = clase_de(area["cumplimiento_ranking"], area)
    return chip(clase, plano=True) if clase else html.Span(formato.SIN_DATO, className="sd")


def barra(area: Renglon) -> html.Span:
    """Barra de 0 a 100: azul, con las omisiones en cero; clara, hasta donde llegaría si nadie omitiera."""
    con, sin = area["cumplimiento_ranking"], area["cumplimiento"]
    piezas_de_barra = []
    if sin is not None:
        piezas_de_barra.append(html.I(className="sin-omitir", style={"width": f"{min(sin, 100)}%"}))
    if con is not None:
        piezas_de_barra.append(html.I(style={"width": f"{min(con, 100)}%"}))
    return html.Span(piezas_de_barra, className="avance-barra", **{"aria-hidden": "true"})


def _lugar(lugar: int | None) -> Any:
    return html.Span("—", className="sd") if lugar is None else str(lugar)


def _porcentaje(valor: float | None) -> Any:
    return html.Span(formato.SIN_DATO, className="sd") if valor is None else formato.porcentaje(valor)


def _lugar_asi(area: Renglon) -> Any:
    """El lugar sin omisiones y cuántos ganaría o perdería."""
    sin, con = area["lugar_sin_omisiones"], area["lugar"]
    if sin is None or con is None:
        return html.Span("—", className="sd")
    return [str(sin), html.Span(f" ({formato.diferencia(con - sin, 0)})", className="mut")] if sin != con else str(sin)


def _renglon_de_telefono(area: Renglon) -> Component:
    evaluadas = f"{area['num_evaluables']} de {area['num_exigibles']} evaluadas"
    if area["num_sin_captura"] and area["lugar_sin_omisiones"] not in (None, area["lugar"]):
        evaluadas += f"; si nadie omitiera, lugar{formato.DURO}{area['lugar_sin_omisiones']}"
    return html.Div(
        [
            html.Span(_lugar(area["lugar"]), className="lugar"),
            enlace(html.B(area["area_corta"]), piezas.ruta_de_area(area["area_clave"]), "nombre"),
            html.B(_porcentaje(area["cumplimiento_ranking"]), className="num"),
            movimiento(area["movimiento"]),
            html.Span(evaluadas, className="mic mut"),
            clase_del_lugar(area),
        ],
        className="tarjeta lugar-tel",
    )

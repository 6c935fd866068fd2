"""Revisión del plan: cada comprobación con lo que encontró y qué hacer. Datos → componente; no consulta."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

from dash import html

from portal import formato
from portal.componentes.basicos import enlace, seccion
from portal.componentes.tabla import Columna, tabla
from portal.paginas.seguimiento import piezas

Renglon = Mapping[str, Any]
_A_LA_VISTA = 25


class Comprobacion(NamedTuple):
    """Una pregunta al plan."""

    clave: str
    titulo: str
    que_hacer: str


COMPROBACIONES = (
    Comprobacion("huerfana", "Metas huérfanas", "Corrija la línea de la meta o agregue lo que falta hasta su eje."),
    Comprobacion("sin_responsable", "Metas sin responsable", "Asigne un área del programa con titular."),
    Comprobacion("sin_programa", "Metas sin programa", "Programe al menos un mes en la hoja calendario."),
    Comprobacion("sin_meta_anual", "Metas sin meta anual", "Escriba la meta anual en la hoja metas."),
    Comprobacion(
        "sentido_contra_linea_base",
        "Sentido contra la línea base",
        "Revise el sentido, la línea base y la meta anual: una va al revés.",
    ),
    Comprobacion(
        "calendario_no_suma", "Calendarios que no suman la meta anual", "Iguale los doce meses con la meta anual."
    ),
    Comprobacion("calendario_plano", "Calendarios planos", "Confirme con el área que el trabajo es igual cada mes."),
    Comprobacion("duplicada", "Metas duplicadas", "Deje una, o diga en el indicador en qué se distinguen."),
    Comprobacion("eje_sin_metas", "Ejes sin metas", "Proponga metas para el eje o retírelo del programa."),
    Comprobacion("objetivo_sin_lineas", "Objetivos sin líneas", "Agregue sus líneas de acción o retire el objetivo."),
    Comprobacion("estrategia_sin_lineas", "Estrategias sin líneas", "Agregue sus líneas o retire la estrategia."),
    Comprobacion("linea_sin_metas", "Líneas sin metas", "Proponga una meta que la mida o retire la línea."),
    Comprobacion("nodo_suelto", "Niveles sueltos", "Corrija la clave de la que cuelga: no está en el programa."),
)


def agrupar(hallazgos: Sequence[Renglon]) -> list[tuple[Comprobacion, list[Renglon]]]:
    """Todas las comprobaciones con sus hallazgos: primero las que encontraron algo, de la más grave a la menos."""
    grupos = [(c, [h for h in hallazgos if h["comprobacion"] == c.clave]) for c in COMPROBACIONES]
    return sorted(grupos, key=lambda g: not g[1])


def de_plan(hallazgos: Sequence[Renglon] | None) -> html.Section:
    """La sección completa; ``None`` si la publicación es anterior a la revisión."""
    if hallazgos is None:
        return seccion("Revisión del plan", html.P("Esta publicación no trae la revisión.", className="med"))
    grupos = agrupar(hallazgos)
    renglones = [{"que": c, "suyos": suyos} for c, suyos in grupos if suyos]
    limpias = [c.titulo.lower() for c, suyos in grupos if not suyos]
    columnas = [
        Columna("que", "Comprobación", lambda c: [html.B(c.titulo), html.Br(), html.Span(c.que_hacer, className="u")]),
        Columna("suyos", "Hallazgos", lambda s: formato.numero(len(s)), numerica=True, clase="fuerte"),
        Columna("suyos", "Cuáles", _lista),
    ]
    cuadro = tabla(columnas, renglones, leyenda="Comprobaciones del plan con hallazgos") if renglones else None
    return seccion(
        "Revisión del plan",
        html.Div(cuadro, className="revision"),
        sub=f"{len(renglones)} de {len(grupos)} comprobaciones con hallazgos",
        nota=f"Sin hallazgos: {formato.lista(limpias)}." if limpias else None,
    )


def _lista(hallazgos: Sequence[Renglon]) -> html.Ul:
    elementos = [_hallazgo(h) for h in hallazgos[:_A_LA_VISTA]]
    if len(hallazgos) > _A_LA_VISTA:
        elementos.append(html.Li(f"y {len(hallazgos) - _A_LA_VISTA} más, en la descarga de la revisión"))
    return html.Ul(elementos)


def _hallazgo(h: Renglon) -> html.Li:
    nombre = h["elemento_nombre"] or h["elemento_clave"]
    if h["nivel"] != "meta":
        return html.Li(f"{h['elemento_clave']} · {nombre}")
    apoyo = " · ".join(p for p in (h["elemento_clave"], h["area_corta"], h["detalle"]) if p)
    return html.Li(
        [enlace(nombre, piezas.ruta_de_meta(h["elemento_clave"])), html.Br(), html.Span(apoyo, className="u")]
    )

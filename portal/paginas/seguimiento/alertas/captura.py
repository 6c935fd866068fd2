"""Estado de la captura: quién debe qué y el mapa de área por mes. No consulta."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from portal import formato
from portal.componentes.basicos import enlace, seccion
from portal.componentes.tramos import tramo
from portal.paginas.seguimiento import piezas
from portal.paginas.seguimiento.seleccion import Seleccion

Renglon = Mapping[str, Any]


def quien_debe(captura: Sequence[Renglon], sel: Seleccion) -> html.Section:
    """Áreas con capturas vencidas sin llegar, la más atrasada primero."""
    deben = [c for c in captura if c["num_sin_captura"] and (not sel.area or c["area_clave"] == sel.area)]
    if not deben:
        texto = "Nada se debe con estos filtros." if sel.area else "Ningún área debe captura vencida."
        return seccion("Quién debe captura", html.P(texto, className="med"))
    deben.sort(key=lambda c: (-c["periodo"].toordinal(), c["area_corta"]))
    visibles, otros = tramo(deben, "tramo-deudas")
    renglones = [
        html.Li(
            [
                enlace(c["area_corta"], piezas.ruta_de_area(c["area_clave"])),
                html.Span(
                    f"{formato.mes(c['periodo'])}: {formato.cuenta(c['num_sin_captura'], 'meta', 'metas')}, "
                    f"{formato.cuenta(c['dias_atraso'], 'día', 'días')}",
                    className="peq med",
                ),
            ]
        )
        for c in visibles
    ]
    cuerpo = [html.Ul(renglones, className="deudas"), otros]
    return seccion("Quién debe captura", cuerpo, sub="días desde la fecha límite")


def mapa(captura: Sequence[Renglon], sel: Seleccion) -> html.Section:
    """Área por mes: completa, tardía o con faltantes; el número dice cuántas faltan o llegaron tarde."""
    meses = sorted({c["periodo"] for c in captura})
    areas = sorted({(c["area_corta"] or c["area_clave"], c["area_clave"]) for c in captura})
    celdas = {(c["area_clave"], c["periodo"]): c for c in captura}
    visibles, otros = tramo(areas, "tramo-captura")
    cabeza = html.Tr(
        [html.Th("Área", scope="col"), *[html.Th(formato.mes_corto(m), scope="col", className="centro") for m in meses]]
    )
    filas = [
        html.Tr(
            [
                html.Th(enlace(nombre, piezas.ruta_de_area(clave)), scope="row"),
                *[_celda(celdas.get((clave, m))) for m in meses],
            ]
        )
        for nombre, clave in visibles
    ]
    leyenda = html.Div(
        [
            html.Span([html.I(className="muestra llena"), "Completa a tiempo"]),
            html.Span([html.I(className="muestra tarde"), "Completa, con extemporáneas"]),
            html.Span([html.I(className="muestra debe"), "Debe capturas"]),
            html.Span([html.I(className="muestra"), "Nada que capturar"]),
        ],
        className="leyenda",
    )
    tabla = html.Div(
        html.Table([html.Thead(cabeza), html.Tbody(filas)], className="mapa-de-captura"),
        className="tw",
        tabIndex="0",
        role="region",
        **{"aria-label": "Captura por área y mes"},
    )
    return seccion("Captura por área y mes", [leyenda, tabla, otros], sub=f"de enero a {formato.mes(sel.periodo)}")


def _celda(c: Renglon | None) -> html.Td:
    if c is None or not c["num_esperadas"]:
        return html.Td(html.Span("", className="c", title="Nada que capturar"))
    que, clase, texto = aspecto_de_captura(c)
    return html.Td(html.Span(texto, className=f"c {clase}", title=que, role="img", **{"aria-label": que}))


def aspecto_de_captura(c: Renglon) -> tuple[str, str, str]:
    """(qué pasó, clase CSS, texto de la celda)."""
    if c["num_sin_captura"]:
        return f"Faltan {c['num_sin_captura']} de {c['num_esperadas']}", "debe", f"−{c['num_sin_captura']}"
    if c["num_pendientes"]:
        return f"En plazo: faltan {c['num_pendientes']} de {c['num_esperadas']}", "v", "en plazo"
    if c["num_extemporaneas"]:
        return f"{c['num_extemporaneas']} de {c['num_esperadas']} extemporáneas", "tarde", str(c["num_extemporaneas"])
    return f"Completa: {c['num_esperadas']}", "llena", ""

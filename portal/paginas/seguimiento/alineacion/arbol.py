"""El árbol eje → objetivo → estrategia → línea → meta, con el cumplimiento de cada nivel. No consulta."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from portal import formato
from portal.componentes.basicos import enlace, icono
from portal.componentes.semaforo import apilada, chip, conteos_de
from portal.paginas.seguimiento import piezas

Renglon = Mapping[str, Any]
NIVELES = ("eje", "objetivo", "estrategia", "linea")


def de_plan(metas: Sequence[Renglon], niveles: Sequence[Renglon]) -> html.Div:
    """El árbol completo, cerrado: cada nivel es un desplegable que no pide nada al servidor."""
    por_clave = {(n["nivel"], n["clave"]): n for n in niveles}
    return html.Div(_rama(metas, 0, por_clave), className="arbol")


def agrupar(metas: Sequence[Renglon], nivel: str) -> list[tuple[str | None, list[Renglon]]]:
    """Metas por la clave de ese nivel, en el orden en que llegan; lo que no tiene clave va junto, al final."""
    grupos: dict[str | None, list[Renglon]] = {}
    for meta in metas:
        grupos.setdefault(meta[f"{nivel}_clave"], []).append(meta)
    return sorted(grupos.items(), key=lambda g: g[0] is None)


def _rama(metas: Sequence[Renglon], profundidad: int, por_clave: Mapping[tuple[str, str], Renglon]) -> list[Component]:
    if profundidad == len(NIVELES):
        return [_hoja(m) for m in metas]
    nivel = NIVELES[profundidad]
    ramas: list[Component] = []
    for clave, propias in agrupar(metas, nivel):
        agregado = por_clave.get((nivel, clave or ""), {})
        nombre = propias[0][f"{nivel}_nombre"] or f"Sin {nivel} en el programa"
        ramas.append(
            html.Details(
                [_resumen(nivel, clave, nombre, agregado, propias), *_rama(propias, profundidad + 1, por_clave)]
            )
        )
    return ramas


def _resumen(nivel: str, clave: str | None, nombre: str, agregado: Renglon, metas: Sequence[Renglon]) -> html.Summary:
    cumplimiento = agregado.get("cumplimiento")
    cifra = (
        formato.porcentaje(cumplimiento) if cumplimiento is not None else html.Span(formato.SIN_DATO, className="sd")
    )
    cuantas = formato.cuenta(len(metas), "meta", "metas")
    rotulo = html.Span(
        [html.Span(f"{nivel.capitalize().replace('Linea', 'Línea')} {clave or '—'} · ", className="nivel"), nombre]
    )
    barra = html.Span(apilada(conteos_de(agregado), alto=9) if agregado else None, className="barra")
    return html.Summary(
        [
            icono("chevron-right"),
            rotulo,
            barra,
            html.B(cifra, className="num"),
            html.Span(cuantas, className="mut peq ancho"),
        ]
    )


def _hoja(m: Renglon) -> html.Div:
    cifra = formato.porcentaje(m["cumplimiento"]) if m["cumplimiento"] is not None else html.Span("—", className="sd")
    nombre = html.Span(
        [
            enlace(m["indicador_nombre"], piezas.ruta_de_meta(m["meta_clave"])),
            html.Span(f" · {m['area_corta']}", className="nivel"),
        ]
    )
    barra = html.Span(
        f"peso {formato.numero(m['peso'])}" if m["peso"] is not None else "peso 1", className="barra mut peq"
    )
    return html.Div(
        [
            html.Span(),
            nombre,
            barra,
            html.B(cifra, className="num"),
            html.Span(chip(m["clase"], plano=True), className="ancho"),
        ],
        className="hoja",
    )

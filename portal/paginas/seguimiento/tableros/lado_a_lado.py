"""Dos áreas lado a lado: las mismas cifras y las mismas tarjetas, una columna por área. No consulta."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from portal import formato
from portal.componentes.basicos import enlace, ficha, fila, seccion
from portal.componentes.semaforo import apilada, chip, conteos_de
from portal.paginas.seguimiento import piezas
from portal.paginas.seguimiento.tableros import celdas

Renglon = Mapping[str, Any]
_MEDIA_DECIMA = 0.05


def titulo(una: Renglon, otra: Renglon) -> str:
    """«Alumbrado va 7.1 puntos arriba de Parques», o por qué no se puede comparar."""
    a, b = una["cumplimiento"], otra["cumplimiento"]
    if a is None or b is None:
        sin = una if a is None else otra
        return f"{sin['area_corta']} no tiene metas evaluadas: no hay con qué comparar"
    puntos = round(a, 1) - round(b, 1)
    if abs(puntos) < _MEDIA_DECIMA:
        return f"{una['area_corta']} y {otra['area_corta']} van igual: {formato.porcentaje(a)}"
    arriba, abajo = (una, otra) if puntos > 0 else (otra, una)
    cuanto = formato.numero(abs(puntos), 1)
    return f"{arriba['area_corta']} va {cuanto} puntos arriba de {abajo['area_corta']}"


def comparacion(una: Renglon, otra: Renglon, metas: Sequence[Renglon], metas_otra: Sequence[Renglon]) -> html.Div:
    """Las dos columnas; en el teléfono, una debajo de la otra."""
    return fila((6, _columna(una, metas)), (6, _columna(otra, metas_otra)))


def _columna(area: Renglon, metas: Sequence[Renglon]) -> html.Section:
    cobertura = f"{area['num_evaluables']} de {area['num_exigibles']} metas exigibles"
    cifra = html.Span([html.B(celdas.porcentaje(area["cumplimiento"])), " ", chip(area["clase"], plano=True)])
    pares: list[tuple[Any, Any]] = [
        ("Cumplimiento al corte", cifra),
        ("Lugar", celdas.lugar(area["lugar"])),
        ("Se evaluaron", cobertura),
        ("Metas por clase", apilada(conteos_de(area))),
    ]
    tarjetas: list[Component] = [celdas.tarjeta(m) for m in metas]
    ver = enlace("Ver su tablero", piezas.ruta_de_area(area["area_clave"]))
    cuerpo = [ficha(pares), html.Div(tarjetas, className="tarjetas")]
    return seccion(area["area_corta"], cuerpo, sub=formato.cuenta(len(metas), "meta", "metas"), ver=ver)

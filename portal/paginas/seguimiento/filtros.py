"""Los filtros de las páginas de seguimiento, ya llenos con lo que hay en los marts."""

from __future__ import annotations

import datetime as dt

from dash.development.base_component import Component

from portal import formato
from portal.componentes import filtros
from portal.paginas.seguimiento import consultas
from portal.paginas.seguimiento.seleccion import Seleccion

_TODOS = ("", "Todos")
_TODAS = ("", "Todas")


def periodo(sel: Seleccion) -> Component:
    """Los doce meses del ejercicio; los posteriores al corte se ven pendientes."""
    meses = [dt.date(sel.corte.year, mes, 1) for mes in range(1, 13)]
    return filtros.periodos(meses, sel.periodo, sel.corte)


def eje(elegido: str | None, con_todos: bool = True) -> Component:
    """Los ejes con metas; sin «Todos» si la página solo puede dibujar uno a la vez."""
    ejes = [(f["clave"], f["nombre"]) for f in consultas.ejes()]
    return filtros.lista("eje", "Eje", [_TODOS, *ejes] if con_todos else ejes, elegido)


def comunes(sel: Seleccion, con_area: bool = True) -> list[Component]:
    """Periodo, eje, área y solo críticas."""
    controles = [periodo(sel), eje(sel.eje)]
    if con_area:
        areas = [_TODAS, *((f["clave"], f["nombre"]) for f in consultas.areas())]
        controles.append(filtros.lista("area", "Área", areas, sel.area))
    return [*controles, filtros.casilla("criticas", "Solo críticas", sel.criticas), *_quitar()]


def en_palabras(sel: Seleccion) -> str:
    """Los filtros activos, para la impresión."""
    dichos = [formato.periodo(sel.periodo)]
    dichos += [f"eje {f['nombre']}" for f in consultas.ejes() if f["clave"] == sel.eje]
    dichos += [f"área {f['nombre']}" for f in consultas.areas() if f["clave"] == sel.area]
    if sel.criticas:
        dichos.append("solo metas críticas")
    return f"Se muestra: {'; '.join(dichos)}."


def _quitar() -> list[Component]:
    control = filtros.limpiar()
    return [control] if control is not None else []

"""De componentes de Dash a lo que viaja al navegador: lo que no tiene callbacks viaja como un árbol llano.

Para Dash cada etiqueta es un componente con sus suscripciones al estado, y en cada cambio las revisa todas, una por
una: con dos mil etiquetas, cambiar un filtro tardaba de cuatro a diez segundos en el navegador. Casi ninguna etiqueta
tiene callbacks. Aquí las que no los tienen se juntan en un solo componente, ``mirador.Arbol``, que React dibuja directo
(su mitad en ``assets/arbol.js``); las demás, y sus antecesoras, siguen siendo de Dash.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping
from decimal import Decimal
from typing import Any

from dash.development.base_component import Component

from portal.componentes.dibujo import Dibujo

ESPACIO_HTML = "dash_html_components"
_INTERNOS = frozenset({"available_properties", "available_wildcard_properties"})
_LLANOS = frozenset({str, int, float, bool, type(None)})
_ETIQUETAS = {"ObjectEl": "object", "MapEl": "map"}
_DE_DASH = frozenset({"n_clicks", "n_clicks_timestamp", "disable_n_clicks"})

Rama = tuple[Any, ...]
"""Un nodo llano: ``(etiqueta, propiedades o 0, *hijos)``; un dibujo: ``("svg", propiedades, marcado)``."""


def aplanar(nodo: Any) -> Any:
    """El componente como diccionarios y listas, que orjson escribe sin revisar: lo que más tarda en Dash."""
    if type(nodo) in _LLANOS:
        return nodo
    if isinstance(nodo, Component):
        return {"props": _propiedades(nodo), "type": nodo._type, "namespace": nodo._namespace}
    if isinstance(nodo, Mapping):
        return {clave: aplanar(valor) for clave, valor in nodo.items()}
    if isinstance(nodo, list | tuple):
        return [hijo if type(hijo) in _LLANOS else aplanar(hijo) for hijo in nodo]
    return float(nodo) if isinstance(nodo, Decimal) else nodo


def _propiedades(nodo: Component, sin: Collection[str] = ()) -> dict[str, Any]:
    return {
        clave: valor if type(valor) in _LLANOS else aplanar(valor)
        for clave, valor in nodo.__dict__.items()
        if valor is not None and clave not in _INTERNOS and clave[0] != "_" and clave not in sin
    }


def ramificar(nodo: Any, vivos: Collection[str]) -> Any:
    """El componente listo para viajar, con lo que no tiene callbacks junto en árboles llanos.

    Args:
        nodo: lo que devuelve una página, armazón incluido.
        vivos: identificadores de texto que algún callback lee o escribe.
    """
    return _de_dash(_nodo(nodo, vivos))


def _de_dash(hecho: Any) -> Any:
    return _arbol([hecho]) if isinstance(hecho, tuple) else hecho


def _arbol(ramas: list[Rama]) -> dict[str, Any]:
    return {"props": {"ramas": ramas}, "type": "Arbol", "namespace": "mirador"}


def _nodo(nodo: Any, vivos: Collection[str]) -> Any:
    """Una ``Rama`` (o un valor llano) si nada de lo que contiene necesita a Dash; si no, el componente aplanado."""
    if type(nodo) in _LLANOS:
        return nodo
    if isinstance(nodo, Dibujo):
        return ("svg", _propiedades(nodo, ("svg",)), nodo.svg)
    if not isinstance(nodo, Component) or nodo._namespace != ESPACIO_HTML:
        return _con_hijos(nodo, vivos) if isinstance(nodo, Component) else aplanar(nodo)
    atributos = nodo.__dict__
    hijos = [_nodo(hijo, vivos) for hijo in _lista(atributos.get("children"))]
    if _necesita_a_dash(atributos, vivos) or any(isinstance(hijo, dict) for hijo in hijos):
        return _componente(nodo, hijos)
    propias = _propiedades(nodo, ("children",))
    return (_ETIQUETAS.get(nodo._type) or nodo._type.lower(), propias or 0, *hijos)


def _con_hijos(nodo: Component, vivos: Collection[str]) -> dict[str, Any]:
    """Un componente que no es etiqueta: solo se ramifica ``children``; sus otras propiedades quedan como están."""
    hijos = [_nodo(hijo, vivos) for hijo in _lista(nodo.__dict__.get("children"))]
    return _componente(nodo, hijos)


def _componente(nodo: Component, hijos: list[Any]) -> dict[str, Any]:
    propiedades = _propiedades(nodo, ("children",))
    if hijos:
        propiedades["children"] = _agrupar(hijos)
    return {"props": propiedades, "type": nodo._type, "namespace": nodo._namespace}


def _agrupar(hijos: list[Any]) -> list[Any]:
    """Cada racha de ramas, en un solo árbol; lo de Dash, en su lugar."""
    grupos: list[Any] = []
    racha: list[Any] = []
    for hijo in hijos:
        if not isinstance(hijo, dict):
            racha.append(hijo)
            continue
        if racha:
            grupos.append(_arbol(racha))
            racha = []
        grupos.append(hijo)
    if racha:
        grupos.append(_arbol(racha))
    return grupos


def _lista(hijos: Any) -> list[Any]:
    if not isinstance(hijos, list | tuple):
        return [] if hijos is None else [hijos]
    planos: list[Any] = []
    for hijo in hijos:
        if isinstance(hijo, list | tuple):
            planos.extend(_lista(hijo))
        elif hijo is not None:
            planos.append(hijo)
    return planos


def _necesita_a_dash(atributos: Mapping[str, Any], vivos: Collection[str]) -> bool:
    identidad = atributos.get("id")
    if identidad is not None and (not isinstance(identidad, str) or identidad in vivos):
        return True
    return not _DE_DASH.isdisjoint(atributos)

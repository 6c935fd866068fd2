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
_LISTAS = frozenset({list, tuple})
_IRREGULARES = {"ObjectEl": "object", "MapEl": "map"}
_SENAS = frozenset({"id", "n_clicks", "n_clicks_timestamp", "disable_n_clicks"})

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


_etiquetas: dict[type, str] = {}


def _etiqueta(clase: type) -> str:
    """La etiqueta de HTML que dibuja un componente; vacía si no es una etiqueta."""
    conocida = _etiquetas.get(clase)
    if conocida is None:
        es_html = issubclass(clase, Component) and getattr(clase, "_namespace", "") == ESPACIO_HTML
        conocida = (_IRREGULARES.get(clase.__name__) or clase.__name__.lower()) if es_html else ""
        _etiquetas[clase] = conocida
    return conocida


def _nodo(nodo: Any, vivos: Collection[str]) -> Any:
    """Una ``Rama`` (o un valor llano) si nada de lo que contiene necesita a Dash; si no, el componente aplanado."""
    clase = type(nodo)
    if clase in _LLANOS:
        return nodo
    etiqueta = _etiquetas.get(clase) or _etiqueta(clase)
    if not etiqueta:
        return _otro(nodo, vivos)
    hijos: Any = None
    propias: dict[str, Any] = {}
    necesita_a_dash = False
    for clave, valor in nodo.__dict__.items():
        if clave == "children":
            hijos = valor
        elif valor is not None and clave not in _INTERNOS and clave[0] != "_":
            propias[clave] = valor if type(valor) in _LLANOS else aplanar(valor)
            if clave in _SENAS and (clave != "id" or type(valor) is not str or valor in vivos):
                necesita_a_dash = True
    if type(hijos) is str and not necesita_a_dash:
        return (etiqueta, propias or 0, hijos)
    ramas = [_nodo(hijo, vivos) for hijo in _lista(hijos)]
    if necesita_a_dash or dict in map(type, ramas):
        return _de_componente(nodo, propias, ramas)
    return (etiqueta, propias or 0, *ramas)


def _otro(nodo: Any, vivos: Collection[str]) -> Any:
    """Un dibujo, otro componente de Dash (solo se ramifica su ``children``) o un valor cualquiera."""
    if isinstance(nodo, Dibujo):
        return ("svg", _propiedades(nodo, ("svg",)), nodo.svg)
    if not isinstance(nodo, Component):
        return aplanar(nodo)
    ramas = [_nodo(hijo, vivos) for hijo in _lista(nodo.__dict__.get("children"))]
    return _de_componente(nodo, _propiedades(nodo, ("children",)), ramas)


def _de_componente(nodo: Component, propiedades: dict[str, Any], ramas: list[Any]) -> dict[str, Any]:
    if ramas:
        propiedades["children"] = _agrupar(ramas)
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
    if type(hijos) not in _LISTAS:
        return [] if hijos is None else [hijos]
    planos: list[Any] = []
    for hijo in hijos:
        if type(hijo) in _LISTAS:
            planos.extend(_lista(hijo))
        elif hijo is not None:
            planos.append(hijo)
    return planos

"""Etiquetas de ``dash.html`` que se construyen sin el costo de Dash.

Dash arma en cada etiqueta sus listas de propiedades y su mensaje de error aunque no haya error: doce microsegundos por
nodo, más de la mitad del dibujo de una pantalla. Aquí cada clase guarda sus listas una sola vez y se revisa lo mismo
(que la propiedad exista y que un componente solo vaya en ``children``) contra un conjunto.
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from typing import Any

from dash import html
from dash.development.base_component import Component

_MARCA = "_es_ligera"
_COMODINES = ("data-", "aria-")


def aligerar() -> int:
    """Cambia el constructor de cada etiqueta de ``dash.html``; dice cuántas cambió (0 si ya lo estaban)."""
    clases: list[Any] = [c for _, c in inspect.getmembers(html, inspect.isclass) if issubclass(c, Component)]
    pendientes = [c for c in clases if _MARCA not in vars(c)]
    for clase in pendientes:
        muestra = clase()
        for interna in ("_prop_names", "_valid_wildcard_attributes", "available_properties"):
            setattr(clase, interna, getattr(muestra, interna))
        clase.available_wildcard_properties = muestra.available_wildcard_properties
        clase.__init__ = _constructor(clase.__init__, frozenset(muestra._prop_names))
        setattr(clase, _MARCA, True)
    return len(pendientes)


def _constructor(completo: Callable[..., None], permitidas: frozenset[str]) -> Callable[..., None]:
    """El constructor corto; ante cualquier cosa rara, el de Dash, que la acepta o la rechaza con su mensaje."""

    def iniciar(self: Any, children: Any = None, *otros: Any, **propiedades: Any) -> None:
        if otros or not _conocidas(propiedades, permitidas):
            completo(self, children, *otros, **propiedades)
            return
        atributos = self.__dict__
        atributos["children"] = children
        atributos.update(propiedades)

    return iniciar


def _conocidas(propiedades: dict[str, Any], permitidas: frozenset[str]) -> bool:
    if not propiedades.keys() <= permitidas and not all(
        clave in permitidas or clave.startswith(_COMODINES) for clave in propiedades
    ):
        return False
    for valor in propiedades.values():
        if type(valor) is not str and isinstance(valor, Component):
            return False
    return "id" not in propiedades or isinstance(propiedades["id"], str)

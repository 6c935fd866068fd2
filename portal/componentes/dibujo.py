"""Dibujo: un SVG hecho por una función pura, puesto en la página tal cual. Datos → componente.

Dash no trae elementos SVG y una imagen `data:` no sigue el tema ni se imprime con los colores de la página. Este
componente (su mitad en `assets/dibujo.js`) inserta el SVG en el documento, donde sí valen las clases y variables CSS.
Solo recibe texto armado por el portal (`trazos.lienzo`, que escapa los rótulos); nunca texto de un archivo recibido.
"""

from __future__ import annotations

from typing import Any

from dash.development.base_component import Component


class Dibujo(Component):
    """SVG en línea. `svg`: el texto completo del `<svg>`; `className`: clases del contenedor."""

    _namespace = "mirador"
    _type = "Dibujo"
    _children_props: list[str] = []  # noqa: RUF012 - así lo declara Dash
    _base_nodes = ["children"]  # noqa: RUF012
    _prop_names = ["id", "svg", "className"]  # noqa: RUF012
    available_properties = _prop_names
    _valid_wildcard_attributes: list[str] = []  # noqa: RUF012
    available_wildcard_properties: list[str] = []  # noqa: RUF012

    def __init__(self, svg: str, **propiedades: Any) -> None:
        super().__init__(svg=svg, **propiedades)


def dibujo(svg: str, clase: str = "") -> Dibujo:
    """El SVG de una función de `graficas.py`, listo para ponerse en la página."""
    return Dibujo(svg, className=f"dibujo {clase}".strip())

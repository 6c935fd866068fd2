"""Quién está y «Salir», bajo el menú. Su mitad en el navegador es ``assets/quien.js``.

La pantalla se guarda y se comparte entre quienes ven lo mismo, así que no lleva nombres: el navegador los toma del
documento, que es de cada quien.
"""

from __future__ import annotations

from dash.development.base_component import Component


class Quien(Component):
    """Nombre, cuenta y salida de quien mira."""

    _namespace = "mirador"
    _type = "Quien"
    _children_props: list[str] = []  # noqa: RUF012 (así lo declara Dash)
    _base_nodes = ["children"]  # noqa: RUF012
    _prop_names: list[str] = []  # noqa: RUF012
    available_properties = _prop_names
    _valid_wildcard_attributes: list[str] = []  # noqa: RUF012
    available_wildcard_properties: list[str] = []  # noqa: RUF012

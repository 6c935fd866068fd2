"""Filtro de fecha que vive en la dirección, con el campo del navegador. Su otra mitad es ``assets/fecha.js``."""

from __future__ import annotations

from datetime import date

from dash import html
from dash.development.base_component import Component


class Fecha(Component):
    """``filtro``: parámetro de la dirección; ``valor``, ``minimo`` y ``maximo``: AAAA-MM-DD."""

    _namespace = "mirador"
    _type = "Fecha"
    _children_props: list[str] = []  # noqa: RUF012 (así lo declara Dash)
    _base_nodes = ["children"]  # noqa: RUF012
    _prop_names = ["id", "filtro", "valor", "minimo", "maximo"]  # noqa: RUF012
    available_properties = _prop_names
    _valid_wildcard_attributes: list[str] = []  # noqa: RUF012
    available_wildcard_properties: list[str] = []  # noqa: RUF012

    def __init__(self, id: str, filtro: str, valor: str = "", minimo: str = "", maximo: str = "") -> None:
        self.id = id
        self.filtro = filtro
        self.valor = valor
        self.minimo = minimo
        self.maximo = maximo


def fecha(nombre: str, rotulo: str, valor: date | None, minimo: date | None, maximo: date | None) -> html.Label:
    """Filtro «Desde 05/09/2026»; vacío no se escribe en la dirección.

    Args:
        nombre: parámetro de la dirección.
        rotulo: palabra visible.
        valor: la fecha vigente.
        minimo: primera que se puede elegir.
        maximo: última que se puede elegir.
    """
    escritas = [f.isoformat() if f else "" for f in (valor, minimo, maximo)]
    clase = "mi-filtro mi-fecha act" if valor else "mi-filtro mi-fecha"
    return html.Label([html.Span(rotulo), Fecha(f"filtro-{nombre}", nombre, *escritas)], className=clase)

"""Formulario que envía al portal sin recargar. Su mitad en el navegador es ``assets/formulario.js``.

Dash no trae campos de fecha ni envía formularios; este componente sí, con los del navegador: teclado, teléfono y
lectores de pantalla los conocen. Si el portal acepta, la pantalla se vuelve a dibujar; si no, el motivo se ve en el
mismo formulario y lo escrito se conserva.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from dash.development.base_component import Component


@dataclass(frozen=True)
class Campo:
    """Un campo. ``tipo``: ``texto``, ``parrafo``, ``fecha`` u ``oculto``; ``recordar`` lo conserva el navegador."""

    nombre: str
    rotulo: str
    tipo: str = "texto"
    valor: str = ""
    obligatorio: bool = True
    largo: int = 120
    minimo: str = ""
    recordar: bool = False


class Formulario(Component):
    """``destino``: ruta que recibe; ``campos``: lo que se pide; ``boton``: lo que hace."""

    _namespace = "mirador"
    _type = "Formulario"
    _children_props: list[str] = []  # noqa: RUF012 (así lo declara Dash)
    _base_nodes = ["children"]  # noqa: RUF012
    _prop_names = ["id", "destino", "campos", "boton"]  # noqa: RUF012
    available_properties = _prop_names
    _valid_wildcard_attributes: list[str] = []  # noqa: RUF012
    available_wildcard_properties: list[str] = []  # noqa: RUF012

    def __init__(self, id: str, destino: str, campos: list[Mapping[str, Any]], boton: str) -> None:
        self.id = id
        self.destino = destino
        self.campos = campos
        self.boton = boton


def formulario(identidad: str, destino: str, campos: Sequence[Campo], boton: str) -> Formulario:
    """El formulario listo para ponerse en la página.

    Args:
        identidad: única en la página.
        destino: ruta que recibe.
        campos: lo que se pide.
        boton: lo que hace.
    """
    return Formulario(identidad, destino, [asdict(campo) for campo in campos], boton)

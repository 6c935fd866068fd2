"""Listas largas por tramos: lo que cabe leer de una vez, y el resto a un clic. El tramo vive en la dirección.

Una alcaldía cabe en un tramo. Con más datos, la pantalla pesa y tarda lo mismo: solo se dibuja el tramo pedido; la
descarga siempre lleva todo.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, TypeVar

from dash import html

from portal import direccion
from portal.componentes.basicos import enlace

T = TypeVar("T")
LARGO = 40


def tramo(elementos: Sequence[T], nombre: str, largo: int = LARGO) -> tuple[Sequence[T], html.Nav | None]:
    """Los elementos del tramo que pide la dirección y, si hay más de uno, cómo ir a los otros.

    Args:
        elementos: la lista entera, ya en su orden.
        nombre: del parámetro de la dirección («tramo-areas»), único en la página; lo que no se entienda es el primero.
        largo: cuántos por tramo.
    """
    total = max(1, -(-len(elementos) // largo))
    if total == 1:
        return elementos, None
    pedido = direccion.actual().parametros.get(nombre, "")
    numero = min(int(pedido), total) if pedido.isdecimal() and int(pedido) >= 1 else 1
    desde = (numero - 1) * largo
    visibles = elementos[desde : desde + largo]
    return visibles, _navegacion(nombre, numero, total, f"{desde + 1} a {desde + len(visibles)} de {len(elementos):,}")


def _navegacion(nombre: str, numero: int, total: int, texto: str) -> html.Nav:
    piezas: list[Any] = [html.Span(texto, className="num")]
    if numero > 1:
        anterior = str(numero - 1) if numero > 2 else None
        piezas.insert(0, enlace("Anteriores", direccion.aqui(**{nombre: anterior}), id=f"{nombre}-antes"))
    if numero < total:
        piezas.append(enlace("Siguientes", direccion.aqui(**{nombre: str(numero + 1)}), id=f"{nombre}-despues"))
    return html.Nav(piezas, className="tramos", **{"aria-label": "Tramos de la lista"})

"""Vive en ``dominio.lectura.encabezados``, que comparten el flujo y la captura."""

from dominio.lectura.encabezados import (
    letra_de_columna,
    moneda,
    normalizar,
)

__all__ = [
    "letra_de_columna",
    "moneda",
    "normalizar",
]

"""Vive en ``dominio.lectura.tabular``, que comparten el flujo y la captura."""

from dominio.lectura.tabular import (
    ValorIlegible,
    a_texto,
    convertir,
    extraer,
    ubicar_columnas,
)

__all__ = [
    "ValorIlegible",
    "a_texto",
    "convertir",
    "extraer",
    "ubicar_columnas",
]

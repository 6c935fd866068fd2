"""Vive en ``dominio.lectura.numeros``, que comparten el flujo y la captura."""

from dominio.lectura.numeros import (
    Formato,
    NumeroIlegible,
    a_numero,
)

__all__ = [
    "Formato",
    "NumeroIlegible",
    "a_numero",
]

"""Vive en ``dominio.lectura.esquema``, que comparten el flujo y la captura."""

from dominio.lectura.esquema import (
    PROCEDENCIA,
    TIPOS_ARROW,
    Columna,
    Fuente,
    Tabla,
    Tipo,
    cargar_fuente,
)

__all__ = [
    "PROCEDENCIA",
    "TIPOS_ARROW",
    "Columna",
    "Fuente",
    "Tabla",
    "Tipo",
    "cargar_fuente",
]

"""Vive en ``dominio.lectura.excel``, que comparten el flujo y la captura."""

from dominio.lectura.excel import (
    ERRORES_DE_CELDA,
    MAXIMO_COLUMNAS,
    MAXIMO_DESCOMPRIMIDO,
    MAXIMO_ENTRADAS,
    MAXIMO_FILAS,
    Hoja,
    Matriz,
    leer_libro,
)

__all__ = [
    "ERRORES_DE_CELDA",
    "MAXIMO_COLUMNAS",
    "MAXIMO_DESCOMPRIMIDO",
    "MAXIMO_ENTRADAS",
    "MAXIMO_FILAS",
    "Hoja",
    "Matriz",
    "leer_libro",
]

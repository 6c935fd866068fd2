"""Vive en ``dominio.lectura.fechas``, que comparten el flujo y la captura."""

from dominio.lectura.fechas import (
    ANIO_MAXIMO,
    ANIO_MINIMO,
    MESES,
    FechaIlegible,
    a_fecha,
    a_momento,
    a_periodo,
)

__all__ = [
    "ANIO_MAXIMO",
    "ANIO_MINIMO",
    "MESES",
    "FechaIlegible",
    "a_fecha",
    "a_momento",
    "a_periodo",
]

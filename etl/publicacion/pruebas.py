"""Resultados de pruebas de datos, como salen en ``mart_calidad__pruebas``."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, order=True)
class Prueba:
    """Una prueba de datos y su resultado. ``tipo``: dbt o gx; ``estado``: aprobada, aviso, sin_datos o fallida."""

    prueba: str
    tipo: str
    asunto: str
    estado: str
    num_fallas: int
    descripcion: str

"""Archivos reales de terceros: se leen de fuera del repositorio y la prueba se omite si no están."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dominio.configuracion import RAIZ

CARPETA = Path(os.environ.get("MIRADOR_MUESTRAS", RAIZ.parent / "shared" / "muestras"))


def muestra(carpeta: str, comienzo: str) -> Path:
    """La muestra cuyo nombre empieza así; omite la prueba si la carpeta no está."""
    halladas = sorted((CARPETA / carpeta).glob(f"{comienzo}*")) if CARPETA.is_dir() else []
    if not halladas:
        pytest.skip(f"no está la muestra {carpeta}/{comienzo}… en {CARPETA.name}")
    return halladas[0]

"""Polígonos de colonias: no son sintéticos, así que no se generan; la carpeta lleva solo su LEEME."""

from __future__ import annotations

import random
from pathlib import Path


def generar(destino: Path, azar: random.Random, escala: int = 1) -> None:
    """Deja ``destino/geografia/`` lista para recibir ``colonias.geojson``; sin él, el mapa es el mosaico.

    Args:
        destino: carpeta de datos crudos.
        azar: no se usa.
        escala: no se usa.
    """
    (destino / "geografia").mkdir(parents=True, exist_ok=True)

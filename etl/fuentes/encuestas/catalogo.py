"""Colonia → zona, junto al lector: cambiar una zona obliga a releer. Es el catálogo que siembra dbt."""

from __future__ import annotations

import csv
import functools
from pathlib import Path


@functools.cache
def zona_por_colonia() -> dict[str, str]:
    """Clave de colonia (``16-001``) → nombre de su zona."""
    with Path(__file__).with_name("zonas.csv").open(encoding="utf-8", newline="") as archivo:
        return {r["colonia_clave"]: r["zona"] for r in csv.DictReader(archivo)}

"""Colonia → zona: el mismo catálogo que dbt siembra."""

from __future__ import annotations

import csv
import functools

from dominio.configuracion import RAIZ

_CATALOGO = RAIZ / "transformaciones_dbt" / "seeds" / "colonias.csv"


@functools.cache
def zona_por_colonia() -> dict[str, str]:
    """Clave de colonia (``16-001``) → nombre de su zona."""
    with _CATALOGO.open(encoding="utf-8", newline="") as archivo:
        return {r["colonia_clave"]: r["zona"] for r in csv.DictReader(archivo)}

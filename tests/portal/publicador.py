"""Publicaciones mínimas para probar el portal sin correr el flujo."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import duckdb


def escribir_version(
    carpeta: Path, version: str, tablas: dict[str, str] | None = None, escrita: str | None = None
) -> Path:
    """Un archivo publicado; ``escrita`` es la versión que dice adentro (por omisión, la misma)."""
    carpeta.mkdir(parents=True, exist_ok=True)
    archivo = carpeta / f"mirador_{version}.duckdb"
    with duckdb.connect(str(archivo)) as conexion:
        conexion.execute(
            "create table mart_calidad__version as select ?::varchar as version, timestamp '2026-11-10 12:00:00' as "
            "publicado_en, date '2026-10-31' as corte, date '2026-11-10' as hoy, 'x' as huella_insumos, "
            "true as es_demostracion",
            [escrita or version],
        )
        for nombre, consulta in (tablas or {}).items():
            conexion.execute(f"create table {nombre} as {consulta}")
    return archivo


def apuntar(carpeta: Path, version: str, **cambios: Any) -> None:
    """Mueve el apuntador como lo hace la publicación: archivo temporal y reemplazo."""
    contenido = {
        "version": version,
        "archivo": f"mirador_{version}.duckdb",
        "corte": "2026-10-31",
        "hoy": "2026-11-10",
        "publicado_en": "2026-11-10T12:00:00+00:00",
        "sha256": "",
        "duckdb": duckdb.__version__,
        "huella_insumos": "x",
        "es_demostracion": True,
    } | cambios
    temporal = carpeta / "actual.json.tmp"
    temporal.write_text(json.dumps(contenido), encoding="utf-8")
    temporal.replace(carpeta / "actual.json")


def publicar(carpeta: Path, version: str, tablas: dict[str, str] | None = None) -> None:
    """Escribe la versión y mueve el apuntador."""
    escribir_version(carpeta, version, tablas)
    apuntar(carpeta, version)

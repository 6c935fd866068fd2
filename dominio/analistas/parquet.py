"""Una tabla publicada en Parquet, hecha en un subproceso: ni la memoria ni los permisos de quien la pide se mueven.

``python -m dominio.analistas.parquet <archivo.duckdb> <tabla> <destino>`` abre la versión en solo lectura y escribe.
"""

from __future__ import annotations

import re
import subprocess
import sys
import uuid
from pathlib import Path

import duckdb

from dominio.configuracion import RAIZ
from dominio.subprocesos import Limites, entorno_minimo, preparar

SEGUNDOS = 60
MEMORIA = 2 << 30
_TABLA = re.compile(r"(mart|dim)_[a-z0-9_]{1,100}")


class ExportacionFallida(RuntimeError):
    """La tabla no se pudo exportar."""


def se_ofrece(tabla: str) -> bool:
    """¿Es un nombre de los que se ofrecen: ``mart_`` o ``dim_``?"""
    return _TABLA.fullmatch(tabla) is not None


def exportar(archivo: Path, tabla: str, destino: Path) -> Path:
    """Deja la tabla en ``destino``, completa o nada; si ya está, no se rehace.

    Raises:
        ExportacionFallida: el nombre no se ofrece, no está en esa versión o no se pudo escribir.
    """
    if not se_ofrece(tabla):
        raise ExportacionFallida(f"{tabla} no se ofrece.")
    if destino.is_file():
        return destino
    destino.parent.mkdir(parents=True, exist_ok=True)
    parcial = destino.with_name(f".{uuid.uuid4().hex}.tmp")
    try:
        hecho = subprocess.run(
            [sys.executable, "-m", "dominio.analistas.parquet", str(archivo), tabla, str(parcial)], cwd=RAIZ,
            env=entorno_minimo(), stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE,
            text=True, check=False, timeout=SEGUNDOS, preexec_fn=preparar(Limites(MEMORIA, SEGUNDOS)),
        )  # fmt: skip
        if hecho.returncode or not parcial.is_file():
            raise ExportacionFallida(f"{tabla} no se pudo exportar: {hecho.stderr.strip()[-200:]}")
        parcial.replace(destino)
    except subprocess.TimeoutExpired as tarde:
        raise ExportacionFallida(f"{tabla} tardó más de {SEGUNDOS} s.") from tarde
    finally:
        parcial.unlink(missing_ok=True)
    return destino


def _escribir(archivo: str, tabla: str, destino: str) -> None:
    ajustes: dict[str, str | bool | int | float | list[str]] = {
        "threads": 1, "memory_limit": "256MB", "autoinstall_known_extensions": False,
        "allow_community_extensions": False,
    }  # fmt: skip
    with duckdb.connect(archivo, read_only=True, config=ajustes) as conexion:
        conexion.execute(
            f"copy (from \"{tabla}\") to '{destino.replace(chr(39), chr(39) * 2)}' (format parquet, compression zstd)"
        )


if __name__ == "__main__":
    _escribir(*sys.argv[1:4])

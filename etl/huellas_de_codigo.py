"""Huellas del código: qué lector leyó un archivo y qué versión del flujo construyó el almacén."""

from __future__ import annotations

import functools
import hashlib
import os
from collections.abc import Iterable
from pathlib import Path

from dominio.configuracion import RAIZ

_IGNORADAS = frozenset({"target", "logs", "dbt_packages", "__pycache__"})
_EXTENSIONES = frozenset({".py", ".yml", ".yaml", ".sql", ".csv", ".md"})
# Escribir cómo se cablea o cuándo corre no cambia lo que se lee ni lo que se calcula.
_SIN_EFECTO = frozenset({"activos.py", "definitions.py", "programacion.py", "recursos.py", "LEEME.md"})


def _archivos(carpeta: Path) -> list[Path]:
    hallados = []
    for raiz, carpetas, nombres in os.walk(carpeta):
        carpetas[:] = sorted(c for c in carpetas if c not in _IGNORADAS and not c.startswith("."))
        utiles = (n for n in sorted(nombres) if Path(n).suffix in _EXTENSIONES and n not in _SIN_EFECTO)
        hallados += [Path(raiz) / n for n in utiles]
    return hallados


def huella_de(rutas: Iterable[Path]) -> str:
    """SHA-256 de nombres (relativos a la raíz del proyecto) y contenidos."""
    suma = hashlib.sha256()
    for ruta in rutas:
        suma.update(str(ruta.relative_to(RAIZ) if ruta.is_relative_to(RAIZ) else ruta.name).encode())
        suma.update(hashlib.sha256(ruta.read_bytes()).digest())
    return suma.hexdigest()


@functools.cache
def huella_del_lector(fuente: str) -> str:
    """Cambia si cambia algo con lo que se lee la fuente: su carpeta, la capa de lectura o las bibliotecas."""
    rutas = _archivos(RAIZ / "etl" / "lectura") + _archivos(RAIZ / "dominio" / "lectura")
    rutas += [r for r in _archivos(RAIZ / "etl" / "fuentes" / fuente) if r.name != "estimacion.py"]
    rutas += _archivos(RAIZ / "dominio" / fuente)
    rutas += [r for r in (RAIZ / "requirements.lock", RAIZ / "etl" / "leer_lote.py") if r.is_file()]
    return huella_de(rutas)


def huella_del_flujo(proyecto_dbt: Path) -> str:
    """Cambia si cambia el SQL, la calidad, la publicación o cualquier código del flujo."""
    rutas = [r for carpeta in ("etl", "dominio") for r in _archivos(RAIZ / carpeta)] + _archivos(proyecto_dbt)
    rutas += [r for r in (RAIZ / "requirements.lock",) if r.is_file()]
    return huella_de(rutas)

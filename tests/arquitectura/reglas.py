"""Lectura del árbol para las pruebas de arquitectura: módulos de Python, modelos de dbt y su texto."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import yaml

RAIZ = Path(__file__).resolve().parents[2]
MODELOS = RAIZ / "transformaciones_dbt" / "models"
PAQUETES = ("dominio", "etl", "portal", "demostracion", "rendimiento")
_COMENTARIO_SQL = re.compile(r"--[^\n]*|/\*.*?\*/|\{#.*?#\}", re.S)
_REF = re.compile(r"ref\(\s*'([^']+)'\s*\)")


def modulos(*carpetas: str) -> list[Path]:
    """Archivos .py de esos paquetes."""
    return sorted(p for c in carpetas for p in (RAIZ / c).rglob("*.py") if "__pycache__" not in p.parts)


@cache
def importaciones(ruta: Path) -> frozenset[str]:
    """Módulos que importa un archivo, también dentro de funciones."""
    nombres: set[str] = set()
    for nodo in ast.walk(ast.parse(ruta.read_text(encoding="utf-8"))):
        if isinstance(nodo, ast.Import):
            nombres |= {alias.name for alias in nodo.names}
        elif isinstance(nodo, ast.ImportFrom) and nodo.module:
            nombres |= {nodo.module} | {f"{nodo.module}.{alias.name}" for alias in nodo.names}
    return frozenset(nombres)


def importa(ruta: Path, *prefijos: str) -> set[str]:
    """De lo que importa, lo que empieza con alguno de los prefijos (paquete completo)."""
    return {n for n in importaciones(ruta) if any(n == p or n.startswith(f"{p}.") for p in prefijos)}


@cache
def modelos_sql() -> dict[str, Path]:
    """Nombre de modelo → ruta."""
    return {p.stem: p for p in sorted(MODELOS.rglob("*.sql"))}


@cache
def sql_sin_comentarios(ruta: Path) -> str:
    """Texto del modelo sin comentarios."""
    return _COMENTARIO_SQL.sub(" ", ruta.read_text(encoding="utf-8"))


def referencias(ruta: Path) -> set[str]:
    """Modelos que nombra con ref()."""
    return set(_REF.findall(sql_sin_comentarios(ruta)))


@cache
def descripciones() -> dict[str, dict[str, object]]:
    """Nombre de modelo → su entrada de YAML."""
    halladas: dict[str, dict[str, object]] = {}
    for ruta in MODELOS.rglob("*.yml"):
        for modelo in (yaml.safe_load(ruta.read_text(encoding="utf-8")) or {}).get("models", []):
            halladas[modelo["name"]] = modelo | {"_ruta": ruta}
    return halladas


def relativa(ruta: Path) -> str:
    """Ruta desde la raíz, para los mensajes."""
    return ruta.relative_to(RAIZ).as_posix()

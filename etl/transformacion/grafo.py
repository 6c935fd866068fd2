"""El grafo del proyecto dbt, leído de sus archivos: qué modelo depende de cuál, sin arrancar dbt.

Dagster lo necesita al cargar; preparar el manifiesto de dbt costaría segundos en cada arranque.
Una prueba compara este grafo con el manifiesto de una construcción de verdad.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from graphlib import TopologicalSorter
from pathlib import Path

import yaml

_REF = re.compile(r"ref\(\s*['\"](\w+)['\"]\s*\)")
_FUENTE = re.compile(r"source\(\s*['\"](\w+)['\"]\s*,\s*['\"](\w+)['\"]\s*\)")
_COMENTARIO = re.compile(r"\{#.*?#\}|--[^\n]*", re.DOTALL)


@dataclass(frozen=True)
class Modelo:
    """Un modelo o semilla. ``capa``: ``semillas``, ``staging``, ``intermediate`` o ``marts``."""

    nombre: str
    capa: str
    carpeta: str
    """Fuente (en staging) o asunto (en lo demás)."""
    descripcion: str
    refs: frozenset[str]
    fuentes: frozenset[tuple[str, str]]
    tiene_pruebas: bool


def _sql(ruta: Path) -> str:
    return _COMENTARIO.sub("", ruta.read_text(encoding="utf-8"))


def _declaracion(ruta: Path) -> tuple[str, bool]:
    """Descripción del YAML vecino y si declara pruebas."""
    vecino = ruta.with_suffix(".yml")
    if not vecino.is_file():
        return "", False
    texto = vecino.read_text(encoding="utf-8")
    contenido = yaml.safe_load(texto) or {}
    declarados = [m for m in [*contenido.get("models", []), *contenido.get("seeds", [])] if m.get("name") == ruta.stem]
    descripcion = str(declarados[0].get("description", "")) if declarados else ""
    return " ".join(descripcion.split()), "data_tests:" in texto


def leer_grafo(proyecto: Path) -> dict[str, Modelo]:
    """Modelos y semillas del proyecto, por nombre, cada uno después de los que usa."""
    con_singular = {n for prueba in sorted((proyecto / "tests").rglob("*.sql")) for n in _REF.findall(_sql(prueba))}
    modelos: dict[str, Modelo] = {}
    for ruta in sorted((proyecto / "models").rglob("*.sql")):
        capa, carpeta = ruta.relative_to(proyecto / "models").parts[:2]
        descripcion, declara = _declaracion(ruta)
        sql = _sql(ruta)
        modelos[ruta.stem] = Modelo(
            ruta.stem, capa, carpeta, descripcion, frozenset(_REF.findall(sql)), frozenset(_FUENTE.findall(sql)),
            declara or ruta.stem in con_singular,
        )  # fmt: skip
    for ruta in sorted((proyecto / "seeds").rglob("*.csv")):
        descripcion, declara = _declaracion(ruta)
        declara = declara or ruta.stem in con_singular
        modelos[ruta.stem] = Modelo(ruta.stem, "semillas", "semillas", descripcion, frozenset(), frozenset(), declara)
    orden = TopologicalSorter({m.nombre: sorted(m.refs & modelos.keys()) for m in modelos.values()}).static_order()
    return {nombre: modelos[nombre] for nombre in orden}


def leer_dependencias(proyecto: Path) -> list[tuple[str, str, str, bool]]:
    """Una tupla por uso: (tabla, capa, de qué usa, si eso es una carpeta de insumos), en orden.

    Es lo mismo que ``leer_grafo`` sin las descripciones, que son lo que tarda.
    """
    usos: set[tuple[str, str, str, bool]] = set()
    for ruta in (proyecto / "models").rglob("*.sql"):
        capa, sql = ruta.relative_to(proyecto / "models").parts[0], _sql(ruta)
        usos |= {(ruta.stem, capa, usado, False) for usado in _REF.findall(sql)}
        usos |= {(ruta.stem, capa, tabla if grupo == "crudo" else grupo, True) for grupo, tabla in _FUENTE.findall(sql)}
    return sorted(usos)

"""De la página a la carpeta de recepción: qué páginas leen una tabla y de qué está hecha.

Lo que usa cada tabla lo publica el flujo en ``mart_calidad__linaje``; qué página lee qué tabla sale de sus consultas.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from portal import paginas as indice  # el ÍNDICE, no otra página

_CARPETA = Path(__file__).resolve().parent.parent
_TABLA = re.compile(r"\b(?:mart|dim)_\w+")
CAPAS = (
    ("marts", "Tablas publicadas"),
    ("intermediate", "Pasos intermedios"),
    ("staging", "Lo leído, ordenado"),
    ("insumo", "Carpetas de recepción"),
)
_ORDEN = {clave: orden for orden, (clave, _) in enumerate(CAPAS)}


@dataclass(frozen=True)
class Linaje:
    """La cadena de una tabla: ``paginas`` que la leen y, por capa, todo de lo que está hecha."""

    paginas: tuple[indice.Pagina, ...]
    por_capa: Mapping[str, tuple[str, ...]]


@functools.cache
def tablas_por_pagina() -> dict[str, frozenset[str]]:
    """Módulo de página → tablas que nombran sus consultas y las que comparte con su asunto."""
    nombradas = {
        ruta: frozenset(_TABLA.findall(ruta.read_text(encoding="utf-8"))) for ruta in _CARPETA.rglob("consultas*.py")
    }
    return {
        pagina.modulo: frozenset().union(*(tablas for ruta, tablas in nombradas.items() if _es_de(pagina.modulo, ruta)))
        for pagina in indice.INDICE
    }


def _es_de(modulo: str, ruta: Path) -> bool:
    """¿Esa consulta es de la página, o de la carpeta que la contiene?"""
    propia = _CARPETA.joinpath(*modulo.split("."))
    return propia.is_relative_to(ruta.parent) and ruta.parent != _CARPETA


def de_tabla(tabla: str, usos: Iterable[Mapping[str, Any]]) -> Linaje:
    """La cadena completa de una tabla, hasta las carpetas de donde sale.

    Args:
        usos: renglones de ``mart_calidad__linaje``: ``tabla``, ``capa``, ``usa`` y ``es_insumo``.
    """
    propios: dict[str, list[Mapping[str, Any]]] = {}
    capas: dict[str, str] = {}
    for uso in usos:
        propios.setdefault(uso["tabla"], []).append(uso)
        capas[uso["tabla"]] = uso["capa"]
    vistas: dict[str, set[str]] = {}
    pendientes, hechas = [tabla], {tabla}
    while pendientes:
        for uso in propios.get(pendientes.pop(), ()):
            capa = "insumo" if uso["es_insumo"] else capas.get(uso["usa"], "staging")
            vistas.setdefault(capa, set()).add(uso["usa"])
            if not uso["es_insumo"] and uso["usa"] not in hechas:
                hechas.add(uso["usa"])
                pendientes.append(uso["usa"])
    paginas = tuple(p for p in indice.INDICE if tabla in tablas_por_pagina().get(p.modulo, ()))
    ordenadas = sorted(vistas.items(), key=lambda par: _ORDEN.get(par[0], len(_ORDEN)))
    return Linaje(paginas, {capa: tuple(sorted(nombres)) for capa, nombres in ordenadas})

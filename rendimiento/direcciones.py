"""Qué páginas se miden y con qué filtros, y la petición que las redibuja.

El ÍNDICE del portal dice las páginas; los ejemplos de las que llevan clave salen de lo publicado.
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import urlsplit

import duckdb

from portal.paginas import INDICE
from rendimiento.instalacion import Instalacion

RUTA_DE_CALLBACKS = "/_dash-update-component"
_FILTROS_POR_PERIODO = ("/", "/ranking", "/tableros", "/difusion")


def _columna(instalacion: Instalacion, sql: str) -> list[str]:
    apuntador = json.loads((instalacion.publicado / "actual.json").read_text(encoding="utf-8"))
    with duckdb.connect(str(instalacion.publicado / apuntador["archivo"]), read_only=True) as conexion:
        return [str(f[0]) for f in conexion.execute(sql).fetchall()]


def paginas(instalacion: Instalacion) -> list[str]:
    """Una dirección por página del ÍNDICE, la que más trabajo da entre las que llevan clave."""
    area = _columna(instalacion, "select area_clave from dim_meta group by 1 order by count(*) desc, 1 limit 1")
    meta = _columna(instalacion, "select meta_clave from dim_meta order by 1 limit 1")
    campana = _columna(instalacion, "select campana_clave from mart_difusion__campana_mes group by 1"
                                    " order by count(*) desc, 1 limit 1")  # fmt: skip
    ejemplos = {"<area>": area, "<clave>": meta, "<campana>": campana}
    rutas = []
    for pagina in INDICE:
        variable = next((v for v in ejemplos if v in pagina.ruta), None)
        if variable is None:
            rutas.append(pagina.ruta)
        elif ejemplos[variable]:
            rutas.append(pagina.ruta.replace(variable, ejemplos[variable][0]))
    return rutas


def de_difusion(instalacion: Instalacion) -> list[str]:
    """Cada vista de difusión, con filtros y sin ellos, y la campaña con más meses."""
    vistas = [f"/difusion?vista={vista}" for vista in ("costos", "calendario", "control")]
    campanas = [d for d in paginas(instalacion) if d.startswith("/difusion")]
    filtradas = ("/difusion?vista=costos&costo=edad", "/difusion?plataforma=Facebook")
    rangos = ("/difusion?desde=2026-08-15&hasta=2026-10-10", "/difusion?desde=2025-11-10&hasta=2026-10-10")
    return [*campanas, *vistas, *filtradas, *rangos]


def variadas(instalacion: Instalacion) -> list[str]:
    """Muchas direcciones distintas, como las de mucha gente a la vez: páginas, áreas, metas y meses."""
    areas = _columna(instalacion, "select distinct area_clave from dim_meta order by 1")
    metas = _columna(instalacion, "select distinct meta_clave from dim_meta order by 1")
    meses = _columna(instalacion, "select distinct strftime(periodo, '%Y-%m') from mart_seguimiento__agregados"
                                  " where es_vencido order by 1")  # fmt: skip
    direcciones = paginas(instalacion)
    direcciones += [f"{ruta}?periodo={mes}" for ruta in _FILTROS_POR_PERIODO for mes in meses]
    direcciones += [f"/tableros/{area}" for area in areas] + [f"/metas/{meta}" for meta in metas]
    return direcciones


def peticion(direccion: str) -> bytes:
    """El cuerpo con el que el navegador pide redibujar la página de una dirección."""
    partes = urlsplit(direccion)
    entradas = [
        {"id": "_pages_location", "property": "pathname", "value": partes.path},
        {"id": "_pages_location", "property": "search", "value": f"?{partes.query}" if partes.query else ""},
    ]
    cuerpo: dict[str, Any] = {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": [
            {"id": "_pages_content", "property": "children"},
            {"id": "_pages_store", "property": "data"},
        ],
        "inputs": entradas,
        "changedPropIds": ["_pages_location.pathname", "_pages_location.search"],
        "parsedChangedPropsIds": ["_pages_location.pathname", "_pages_location.search"],
        "state": [],
    }
    return json.dumps(cuerpo).encode()

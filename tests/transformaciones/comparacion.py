"""Compara el avance mensual publicado con el esperado, como dicen los casos resueltos."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

A_DOS_DECIMALES = ("cumplimiento", "cumplimiento_tope", "cumplimiento_ranking", "avance_anual")

Llave = tuple[str, date]


def avance_publicado(almacen: Path) -> dict[Llave, dict[str, Any]]:
    """``mart_seguimiento__avance_mensual`` por meta y periodo."""
    with duckdb.connect(str(almacen), read_only=True) as conexion:
        cursor = conexion.execute("select * from mart_seguimiento__avance_mensual")
        columnas = [d[0] for d in cursor.description or []]
        renglones = [dict(zip(columnas, fila, strict=True)) for fila in cursor.fetchall()]
    return {(r["meta_clave"], r["periodo"]): r for r in renglones}


def _iguales(columna: str, esperado: Any, hallado: Any) -> bool:
    if esperado is None or hallado is None:
        return esperado is None and hallado is None
    if isinstance(esperado, str | bool | date):
        return bool(esperado == hallado)
    # 2 decimales exactos: la diferencia solo puede ser la del último bit de un flotante.
    margen = 1e-9 if columna in A_DOS_DECIMALES else 1e-6 * max(1.0, abs(float(esperado)))
    return abs(float(esperado) - float(hallado)) <= margen


def diferencias(esperado: Mapping[Llave, Mapping[str, Any]], hallado: Mapping[Llave, Mapping[str, Any]]) -> list[str]:
    """Una línea por valor distinto; también lo que falta o sobra."""
    lineas = [f"{llave}: falta o sobra" for llave in sorted(esperado.keys() ^ hallado.keys())]
    for llave in sorted(esperado.keys() & hallado.keys()):
        for columna, valor in esperado[llave].items():
            if columna not in ("meta_clave", "periodo") and not _iguales(columna, valor, hallado[llave][columna]):
                visto = float(valor) if hasattr(valor, "numerator") and not isinstance(valor, bool) else valor
                lineas.append(f"{llave[0]} {llave[1]} {columna}: se espera {visto}, sale {hallado[llave][columna]}")
    return lineas

"""Diccionario de lo publicado, sacado de los comentarios del propio archivo: ``python -m etl.publicacion.diccionario``.

Escribe ``docs/diccionario.md``; una prueba compara ese archivo con una construcción de verdad.
"""

from __future__ import annotations

import sys
from itertools import groupby
from pathlib import Path

import duckdb

from dominio.configuracion import RAIZ, cargar

DESTINO = RAIZ / "docs" / "diccionario.md"
_ENCABEZADO = (
    "# Diccionario\n\n"
    "Tablas y columnas de la versión publicada. Se genera con `make diccionario` desde los comentarios del archivo\n"
    "DuckDB, que vienen de los YAML de `transformaciones_dbt/models/`: no se edita a mano.\n"
)
_COLUMNAS = """
    select c.table_name, t.comment, c.column_name, c.data_type, c.comment
    from duckdb_columns() as c
    inner join duckdb_tables() as t using (database_oid, schema_oid, table_oid)
    where c.schema_name = 'main' and not c.internal
    order by c.table_name, c.column_index
"""


def _en_una_linea(texto: str | None) -> str:
    return " ".join((texto or "").split()).replace("|", "\\|")


def diccionario(archivo: Path) -> str:
    """Texto Markdown con cada tabla publicada y sus columnas.

    Args:
        archivo: versión publicada (.duckdb); se abre en solo lectura.
    """
    with duckdb.connect(str(archivo), read_only=True) as conexion:
        filas = conexion.execute(_COLUMNAS).fetchall()
    partes = [_ENCABEZADO]
    for (tabla, comentario), columnas in groupby(filas, key=lambda fila: (fila[0], fila[1])):
        renglones = [f"| `{c[2]}` | {c[3]} | {_en_una_linea(c[4])} |" for c in columnas]
        titulo = f"\n## {tabla}\n\n{_en_una_linea(comentario)}\n\n| Columna | Tipo | Qué es |\n|---|---|---|\n"
        partes.append(titulo + "\n".join(renglones) + "\n")
    return "".join(partes)


def main() -> int:
    """Rehace ``docs/diccionario.md`` con la versión vigente."""
    enlace = cargar().enlace_analistas
    if not enlace.exists():
        sys.stderr.write("No hay una versión publicada: corra «make flujo» primero.\n")
        return 1
    DESTINO.write_text(diccionario(enlace.resolve()), encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())

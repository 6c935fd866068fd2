"""El cursor de una petición, acotado a las áreas de su cuenta; lo usa ``portal.almacen`` y nadie más."""

from __future__ import annotations

from typing import Any, Protocol

import flask

from portal.acceso import renglones


class Cursor(Protocol):
    """Lo que aquí se usa de un cursor; abrirlos es cosa de ``portal.almacen``."""

    def execute(self, query: Any) -> Any:
        """Corre una consulta."""


def catalogo(conexion: Cursor) -> tuple[str, dict[str, frozenset[str]]]:
    """El nombre de la base y las columnas de cada tabla publicada."""
    filas = conexion.execute(
        """
        select current_database(), table_name, list(column_name)
        from information_schema.columns
        where table_schema = 'main' and table_catalog = current_database()
        group by table_name
        """
    ).fetchall()
    return (filas[0][0] if filas else ""), {tabla: frozenset(columnas) for _, tabla, columnas in filas}


def llave(areas: frozenset[str] | None) -> str:
    """Las áreas en la llave de lo guardado: lo que uno ve nunca se le sirve a otro."""
    return "*" if areas is None else ",".join(sorted(areas))


def crear_vista(cursor: Cursor, base: str, tabla: str, consulta: str) -> None:
    """Una vista temporal, que DuckDB busca antes que la tabla publicada del mismo nombre."""
    publicada = f'"{base}".main'
    cursor.execute(f'create or replace temp view "{tabla}" as {consulta.format(bd=publicada)}')


def acotar(base: str, columnas: renglones.Columnas, cursor: Cursor, sql: str, areas: frozenset[str]) -> None:
    """Cada tabla que la consulta nombra, con solo los renglones de esas áreas, en el cursor de la petición."""
    if "acotadas" not in flask.g:
        flask.g.acotadas = set()
    for tabla, consulta in renglones.vistas(sql, columnas, areas, flask.g.get("miradas", {}), flask.g.acotadas):
        crear_vista(cursor, base, tabla, consulta)
        flask.g.acotadas.add(tabla)


def acotar_otra(conexion: Cursor, sql: str, areas: frozenset[str]) -> None:
    """Lo mismo en la conexión de otra versión, que se abre para una sola consulta."""
    base, columnas = catalogo(conexion)
    for tabla, consulta in renglones.vistas(sql, columnas, areas, {}, ()):
        crear_vista(conexion, base, tabla, consulta)

"""Qué renglones de cada tabla publicada ve una cuenta con áreas. Lo que no tiene regla no se ve.

No depende de que cada consulta se acuerde de filtrar: en el cursor de la petición, cada tabla que la consulta nombra se
cambia por una vista temporal con solo los renglones de esas áreas.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping

Columnas = Mapping[str, Collection[str]]

COMUNES = frozenset(
    {
        "dim_fecha", "dim_periodo", "dim_alineacion", "dim_nodo_del_plan", "fct_reglas", "fct_cierres",
        "mart_calidad__version", "mart_seguimiento__corte", "mart_seguimiento__reglas", "mart_seguimiento__cierres",
    }
)  # fmt: skip
"""Calendario, plan, reglas y versión: no dicen nada de un área."""

_AREA = re.compile(r"[A-Za-z0-9_-]{1,20}")
_PALABRA = re.compile(r"[a-z_][a-z0-9_]*")
_CALIFICADO = re.compile(
    r"\bmain\s*\.|\"main\"|\btemp\s*\.|\bcurrent_database\b|\bread_\w+\s*\(|\bquery\w*\s*\(", re.IGNORECASE
)
_DE_CAPTURAS = """(
    fuente = 'capturas' and (
        regexp_matches(archivo, '^capturas/[0-9-]+/({opciones})([_.]|$)')
        or {huella} in (
            select archivo_sha256 from {{bd}}.mart_seguimiento__procedencia where area_clave in ({lista})
        )
    )
)"""
_ARCHIVOS = {"mart_calidad__archivos": "sha256", "mart_calidad__rechazos": "archivo_sha256"}


class ConsultaSinAlcance(RuntimeError):
    """Una consulta que se saltaría el alcance: nombra la tabla con su esquema."""


def condicion(tabla: str, columnas: Collection[str], areas: Collection[str]) -> str:
    """Qué renglones de la tabla son de esas áreas; ``{bd}`` es la publicación.

    Raises:
        ValueError: una clave de área no lo parece.
    """
    if tabla in COMUNES:
        return "true"
    if not all(_AREA.fullmatch(area) for area in areas):
        raise ValueError("Hay una clave de área que no se entiende.")
    if not areas:
        return "false"
    lista = ", ".join(f"'{area}'" for area in sorted(areas))
    if tabla == "mart_seguimiento__agregados":
        return f"nivel = 'area' and clave in ({lista})"
    if tabla in _ARCHIVOS:
        opciones = "|".join(sorted(areas))
        return _DE_CAPTURAS.format(opciones=opciones, lista=lista, huella=_ARCHIVOS[tabla])
    if "area_clave" in columnas:
        return f"area_clave in ({lista})"
    if "meta_clave" in columnas:
        return f"meta_clave in (select meta_clave from {{bd}}.dim_meta where area_clave in ({lista}))"  # noqa: S608
    return "false"


def vistas(
    sql: str, tablas: Columnas, areas: Collection[str], miradas: Mapping[str, str], puestas: Collection[str]
) -> Iterator[tuple[str, str]]:
    """Las vistas que faltan para correr ``sql`` sin salirse de esas áreas: tabla y consulta.

    Args:
        sql: la consulta; cada tabla que nombra lleva su vista.
        tablas: columnas de cada tabla publicada.
        areas: las de la cuenta.
        miradas: tablas que la petición ya lee de otro modo (``almacen.mirar_como``): se acotan encima.
        puestas: las que ya están.

    Raises:
        ConsultaSinAlcance: nombra el esquema y se saltaría la vista.
    """
    if _CALIFICADO.search(sql):
        raise ConsultaSinAlcance("Una consulta nombra el esquema o lee por su cuenta: así se saltaría el alcance.")
    for tabla in sorted((set(_PALABRA.findall(sql.lower())) & set(tablas)) - set(puestas)):
        origen = f"({miradas[tabla]})" if tabla in miradas else f"{{bd}}.{tabla}"
        yield tabla, f"select * from {origen} as renglones where {condicion(tabla, tablas[tabla], areas)}"  # noqa: S608

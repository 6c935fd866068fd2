"""Pruebas de dbt ya traducidas a SQL, para no traducirlas otra vez mientras el proyecto no cambie.

La primera construcción con un proyecto dado corre todo dentro de dbt y guarda aquí el SQL de cada
prueba. Con el mismo proyecto, dbt solo construye, y las pruebas se ejecutan directamente en DuckDB:
las mismas consultas, el mismo veredicto, sin pagar cientos de veces el arranque de cada una.
"""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

import duckdb

from etl.huellas_de_codigo import huella_de

_CONSULTAN_AL_TRADUCIR = ("run_query", "call statement", "dbt_utils")
_SOLO_AL_TERMINAR = frozenset({"comentarios.sql"})
"""Macros que consultan pero que ninguna prueba usa: corren al final de la construcción."""
_HILOS = 2


@dataclass(frozen=True)
class PruebaGuardada:
    """Una prueba traducida. ``error_si`` y ``aviso_si`` comparan el número de fallas, p. ej. ``!= 0``."""

    nombre: str
    descripcion: str
    asunto: str
    sql: str
    calculo: str
    error_si: str
    aviso_si: str
    severidad: str


@dataclass(frozen=True)
class Veredicto:
    """Cómo le fue a una prueba: ``pass``, ``warn``, ``fail`` o ``error`` (los estados de dbt)."""

    prueba: PruebaGuardada
    estado: str
    num_fallas: int
    mensaje: str


def archivo_de_pruebas(proyecto: Path, carpeta_dbt: Path) -> Path:
    """Dónde se guardan las pruebas de este proyecto exacto."""
    propios = [p for p in sorted(proyecto.rglob("*")) if p.suffix in {".sql", ".yml", ".csv", ".md"} and p.is_file()]
    propios = [p for p in propios if not {"target", "logs"} & set(p.relative_to(proyecto).parts)]
    return carpeta_dbt / f"pruebas_{huella_de(propios)[:24]}.json"


def guardar(manifiesto: dict[str, Any], proyecto: Path, archivo: Path, asuntos: dict[str, str]) -> None:
    """Guarda el SQL de las pruebas de una construcción completa que salió bien.

    Si alguna se traduce consultando los datos, no se guarda nada y dbt las seguirá corriendo.

    Args:
        asuntos: nombre de prueba → asunto.
    """
    fuentes = (p.read_text(encoding="utf-8") for c in ("tests", "macros") for p in (proyecto / c).rglob("*.sql")
               if p.name not in _SOLO_AL_TERMINAR)  # fmt: skip
    if any(marca in texto for texto in fuentes for marca in _CONSULTAN_AL_TRADUCIR):
        return
    nodos = [n for n in manifiesto["nodes"].values() if n["resource_type"] == "test"]
    if not nodos or any(not n.get("compiled_code") for n in nodos):
        return
    pruebas = [
        PruebaGuardada(
            n["name"], n.get("description", ""), asuntos.get(n["name"], "general"), n["compiled_code"],
            n["config"]["fail_calc"], n["config"]["error_if"], n["config"]["warn_if"],
            str(n["config"]["severity"]).casefold(),
        )
        for n in nodos
    ]  # fmt: skip
    for vieja in archivo.parent.glob("pruebas_*.json"):
        vieja.unlink()
    temporal = archivo.with_suffix(".tmp")
    temporal.write_text(json.dumps([asdict(p) for p in pruebas], ensure_ascii=False), encoding="utf-8")
    temporal.replace(archivo)


def cargar(archivo: Path) -> list[PruebaGuardada]:
    """Las pruebas guardadas; lista vacía si no hay o el archivo está incompleto."""
    try:
        return [PruebaGuardada(**p) for p in json.loads(archivo.read_text(encoding="utf-8"))]
    except (OSError, ValueError, TypeError):
        return []


def _correr_una(conexion: duckdb.DuckDBPyConnection, prueba: PruebaGuardada) -> Veredicto:
    consulta = (
        f"select fallas, fallas {prueba.error_si}, fallas {prueba.aviso_si} "  # noqa: S608
        f"from (select {prueba.calculo} as fallas from (\n{prueba.sql}\n) as prueba_dbt)"
    )
    try:
        fila = conexion.cursor().execute(consulta).fetchone()
    except duckdb.Error as error:
        return Veredicto(prueba, "error", 0, str(error).splitlines()[0])
    fallas, es_error, es_aviso = fila or (None, True, True)
    if prueba.severidad == "error" and es_error:
        return Veredicto(prueba, "fail", int(fallas or 0), f"{fallas} renglones no cumplen")
    return Veredicto(prueba, "warn" if es_aviso else "pass", int(fallas or 0), "")


def correr(pruebas: list[PruebaGuardada], construccion: Path, carpeta_dbt: Path) -> list[Veredicto]:
    """Ejecuta las pruebas sobre la construcción, en solo lectura; los insumos se buscan desde ``carpeta_dbt``."""
    configuracion: dict[str, str | bool | int | float | list[str]] = {
        "threads": _HILOS, "autoinstall_known_extensions": False, "file_search_path": str(carpeta_dbt),
    }  # fmt: skip
    with (
        duckdb.connect(str(construccion), read_only=True, config=configuracion) as conexion,
        ThreadPoolExecutor(max_workers=_HILOS) as hilos,
    ):
        return list(hilos.map(lambda prueba: _correr_una(conexion, prueba), pruebas))

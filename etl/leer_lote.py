"""Subproceso que lee un lote de archivos ajenos: ``python -m etl.leer_lote <peticion.json>``.

Lo lanza ``etl.aislamiento`` con límites de memoria, procesador y tiempo. Por cada archivo
escribe ``<fuente>.<sha256>.crudo.parquet`` (y ``.rechazos.parquet`` si hubo) en la carpeta de
salida y una línea en ``resultados.jsonl``. Importa solo los lectores que el lote necesita.
"""

from __future__ import annotations

import importlib
import json
import sys
from collections.abc import Callable
from dataclasses import asdict
from pathlib import Path
from typing import Any, TextIO

import pyarrow as pa
import pyarrow.parquet as pq

from dominio.configuracion import RAIZ
from etl import fallas
from etl.lectura.esquema import Fuente, cargar_fuente
from etl.lectura.resultado import ESQUEMA_RECHAZOS, ArchivoRechazado, Lectura

SIN_MEMORIA = 77
LECTOR_ROTO = 78
_REMEDIO_INESPERADO = (
    "Vuelva a guardar el archivo con el formato acordado; si sigue igual, avise al equipo de datos con su nombre."
)


def escribir_parquet(tabla: pa.Table, ruta: Path) -> None:
    """Escribe con opciones fijas, para que los mismos renglones den siempre los mismos bytes."""
    pq.write_table(tabla, ruta, compression="zstd", version="2.6", data_page_version="1.0", store_schema=True)


def _escribir(lectura: Lectura, fuente: Fuente, sha256: str, salida: Path) -> int:
    esquema = fuente.esquema_crudo()
    filas = [
        {**renglon, "tabla": tabla, "archivo_sha256": sha256}
        for tabla, renglones in lectura.renglones.items()
        for renglon in renglones
    ]
    ajenas = {columna for fila in filas for columna in fila} - set(esquema.names)
    if ajenas:
        raise ValueError(f"el lector de {fuente.clave} entrega columnas que su esquema no declara: {sorted(ajenas)}")
    escribir_parquet(pa.Table.from_pylist(filas, schema=esquema), salida / f"{fuente.clave}.{sha256}.crudo.parquet")
    rechazos = [{"fuente": fuente.clave, "archivo_sha256": sha256, **asdict(r)} for r in lectura.rechazos]
    if rechazos:
        tabla = pa.Table.from_pylist(rechazos, schema=ESQUEMA_RECHAZOS)
        escribir_parquet(tabla, salida / f"{fuente.clave}.{sha256}.rechazos.parquet")
    return len(rechazos)


def leer_uno(peticion: dict[str, Any], leer: Callable[..., Lectura], fuente: Fuente, salida: Path) -> dict[str, Any]:
    """Lee un archivo y devuelve su resultado; lo que el lector no previó también es un rechazo con remedio.

    Raises:
        MemoryError: se alcanzó el límite; quien llama termina el proceso.
    """
    acompanante = Path(peticion["acompanante"]) if peticion["acompanante"] else None
    try:
        lectura = leer(Path(peticion["ruta"]), peticion["nombre"], fuente, acompanante, **_extras(peticion))
        num_observaciones = _escribir(lectura, fuente, peticion["sha256"], salida)
    except ArchivoRechazado as rechazo:
        return {"estado": "rechazado", "motivo": rechazo.motivo, "remedio": rechazo.remedio}
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001  un archivo hostil no tumba a los demás
        # En una fuente con datos de personas, lo que dice la excepción puede ser lo que alguien contestó.
        causa = type(error).__name__ if fuente.usa_llave else f"{type(error).__name__}: {error}"
        detalle = f"No se pudo leer: el lector no esperaba este contenido ({causa})."
        return {"estado": "rechazado", "motivo": detalle[:500], "remedio": _REMEDIO_INESPERADO}
    return {
        "estado": "leido",
        "num_renglones": lectura.num_renglones,
        "num_aceptados": lectura.num_aceptados,
        "num_rechazados": lectura.num_rechazados,
        "num_observaciones": num_observaciones,
    }


def _extras(peticion: dict[str, Any]) -> dict[str, Any]:
    """Lo que solo reciben los lectores que lo piden en su ``fuente.yml``."""
    extras: dict[str, Any] = {}
    if otros := peticion.get("otros"):
        extras["otros"] = {nombre: Path(ruta) for nombre, ruta in otros.items()}
    if llave := peticion.get("llave"):
        extras["llave"] = Path(llave).read_bytes()
    return extras


class _LectorRoto(Exception):
    """El módulo del lector no se pudo importar."""


def _cargar(clave: str) -> tuple[Callable[..., Lectura], Fuente]:
    try:
        modulo = importlib.import_module(f"etl.fuentes.{clave}.lectura")
        return modulo.leer, cargar_fuente(RAIZ / "etl" / "fuentes" / clave / "fuente.yml")
    except Exception as error:
        raise _LectorRoto(f"etl.fuentes.{clave}.lectura: {type(error).__name__}: {error}") from error


def _leer_todos(peticiones: list[dict[str, Any]], salida: Path, resultados: TextIO) -> None:
    lectores: dict[str, tuple[Callable[..., Lectura], Fuente]] = {}
    for indice, peticion in enumerate(peticiones):
        clave = peticion["fuente"]
        if clave not in lectores:
            lectores[clave] = _cargar(clave)
        resultado = leer_uno(peticion, *lectores[clave], salida)
        resultados.write(json.dumps({"indice": indice, **resultado}, ensure_ascii=False) + "\n")
        resultados.flush()
        fallas.punto("leyendo_lote")


def main() -> int:
    """Punto de entrada; sale con 77 si se alcanzó el límite de memoria."""
    pedido = json.loads(Path(sys.argv[1]).read_text(encoding="utf-8"))
    salida = Path(pedido["salida"])
    try:
        with (salida / "resultados.jsonl").open("w", encoding="utf-8") as resultados:
            _leer_todos(pedido["archivos"], salida, resultados)
    except MemoryError:
        return SIN_MEMORIA
    except _LectorRoto as error:
        sys.stderr.write(f"{error}\n")
        return LECTOR_ROTO
    return 0


if __name__ == "__main__":
    sys.exit(main())

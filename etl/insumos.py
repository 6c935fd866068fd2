"""Insumos de una corrida: la carpeta que lee dbt, con los Parquet vigentes y lo que sabe la bitácora.

Pocos archivos se enlazan tal cual; muchos se juntan en legajos por la primera letra de su
huella, que se conservan: un archivo nuevo solo rehace su legajo.
"""

from __future__ import annotations

import hashlib
import json
import shutil
from collections import defaultdict
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from dominio.configuracion import RAIZ, Configuracion
from etl import operacion
from etl.crudo import ruta_crudo, ruta_rechazos
from etl.informes import registrados
from etl.lectura.esquema import Fuente
from etl.lectura.resultado import ESQUEMA_RECHAZOS
from etl.leer_lote import escribir_parquet
from etl.publicacion import cierres
from etl.vigencia import ArchivoRecibido

ARCHIVOS_SIN_LEGAJO = 48
ESQUEMA_ARCHIVOS = pa.schema(
    [
        ("archivo_sha256", pa.string()), ("fuente", pa.string()), ("archivo", pa.string()),
        ("recibido_en", pa.timestamp("us")), ("fecha_recepcion", pa.date32()), ("tamano_bytes", pa.int64()),
        ("estado", pa.string()), ("num_renglones", pa.int64()), ("num_aceptados", pa.int64()),
        ("num_rechazados", pa.int64()), ("motivo", pa.string()), ("remedio", pa.string()), ("es_vigente", pa.bool_()),
        ("origen", pa.string()),
    ]
)  # fmt: skip
ESQUEMA_NOMBRES = pa.schema([("fuente", pa.string()), ("archivo", pa.string()), ("archivo_sha256", pa.string())])
ESQUEMA_CIERRES = pa.schema(
    [
        ("cierre_clave", pa.string()), ("mes", pa.string()), ("numero", pa.int64()), ("version", pa.string()),
        ("corte", pa.string()), ("hoy", pa.string()), ("huella_insumos", pa.string()),
        ("sha256_version", pa.string()), ("huella", pa.string()), ("cerrado_en", pa.string()),
        ("motivo", pa.string()), ("num_metas", pa.int64()), ("reglas", pa.string()),
    ]
)  # fmt: skip
_TIPOS = {"varchar": pa.string(), "date": pa.date32(), "double": pa.float64(), "bigint": pa.int64(),
          "boolean": pa.bool_(), "timestamp": pa.timestamp("us")}  # fmt: skip
_CONGELADAS = {"avances": "fct_avances_cerrados", "areas": "fct_areas_cerradas"}
_SIN_ESQUEMA = pa.schema([("tabla", pa.string())])


def _renglon(archivo: ArchivoRecibido) -> dict[str, object]:
    lectura = archivo.lectura
    return {
        "archivo_sha256": archivo.sha256, "fuente": archivo.fuente, "archivo": archivo.archivo,
        "recibido_en": archivo.recibido_en, "fecha_recepcion": date.fromisoformat(archivo.fecha_recepcion),
        "tamano_bytes": archivo.tamano, "estado": archivo.estado, "num_renglones": lectura.num_renglones,
        "num_aceptados": lectura.num_aceptados, "num_rechazados": lectura.num_rechazados,
        "motivo": lectura.motivo, "remedio": lectura.remedio, "es_vigente": archivo.es_vigente,
        "origen": archivo.origen,
    }  # fmt: skip


def _juntar(rutas: list[Path], esquema: pa.Schema) -> pa.Table:
    tablas = [pq.ParquetFile(ruta).read() for ruta in rutas]
    return pa.concat_tables(tablas).cast(esquema).combine_chunks() if tablas else esquema.empty_table()


def _enlazar(origen: Path, destino: Path) -> None:
    destino.parent.mkdir(parents=True, exist_ok=True)
    destino.hardlink_to(origen)


def _legajo(cfg: Configuracion, grupo: str, rutas: list[Path], esquema: pa.Schema) -> Path:
    """Un Parquet con muchos archivos, reutilizable mientras sus integrantes sean los mismos."""
    suma = hashlib.sha256(str(esquema).encode())
    for ruta in rutas:
        datos = ruta.stat()
        suma.update(f"{ruta.name}:{datos.st_size}:{datos.st_mtime_ns}".encode())
    destino = cfg.almacen / "legajos" / f"{grupo}_{suma.hexdigest()[:24]}.parquet"
    if not destino.exists():
        destino.parent.mkdir(parents=True, exist_ok=True)
        for viejo in destino.parent.glob(f"{grupo}_*.parquet"):
            viejo.unlink()
        temporal = destino.with_suffix(".tmp")
        escribir_parquet(_juntar(rutas, esquema), temporal)
        temporal.replace(destino)
    return destino


def _poner(cfg: Configuracion, grupo: str, rutas: list[Path], esquema: pa.Schema, carpeta: Path) -> None:
    """Deja en ``carpeta`` el esquema vacío y los Parquet, enlazados o en legajos."""
    carpeta.mkdir(parents=True)
    escribir_parquet(esquema.empty_table(), carpeta / "_esquema.parquet")
    if len(rutas) <= ARCHIVOS_SIN_LEGAJO:
        for ruta in rutas:
            _enlazar(ruta, carpeta / ruta.name)
        return
    por_letra: dict[str, list[Path]] = defaultdict(list)
    for ruta in sorted(rutas, key=lambda r: r.name):
        por_letra[ruta.name[0]].append(ruta)
    for letra, miembros in por_letra.items():
        _enlazar(_legajo(cfg, f"{grupo}-{letra}", miembros, esquema), carpeta / f"legajo_{letra}.parquet")


def _poner_bitacora(cfg: Configuracion, archivos: list[ArchivoRecibido], carpeta: Path) -> None:
    carpeta.mkdir(parents=True)
    escribir_parquet(pa.Table.from_pylist([_renglon(a) for a in archivos], schema=ESQUEMA_ARCHIVOS),
                     carpeta / "archivos.parquet")  # fmt: skip
    nombres = [
        {"fuente": a.fuente, "archivo": nombre, "archivo_sha256": a.sha256}
        for a in archivos
        for nombre in (a.archivo, *a.copias)
    ]
    escribir_parquet(pa.Table.from_pylist(nombres, schema=ESQUEMA_NOMBRES), carpeta / "nombres.parquet")
    rutas = [
        ruta_rechazos(cfg, a.fuente, a.sha256)
        for a in archivos
        if a.lectura.num_observaciones and a.lectura.estado == "leido"
    ]
    escribir_parquet(_juntar(rutas, ESQUEMA_RECHAZOS), carpeta / "rechazos.parquet")
    corrida = pa.table({"hoy": pa.array([cfg.hoy], pa.date32()), "es_demostracion": [cfg.es_demostracion]})
    escribir_parquet(corrida, carpeta / "corrida.parquet")


def _esquema_congelado(modelo: str) -> pa.Schema:
    """Las columnas de un hecho cerrado, según su contrato en dbt."""
    ruta = RAIZ / "transformaciones_dbt" / "models" / "marts" / "seguimiento" / f"{modelo}.yml"
    columnas = yaml.safe_load(ruta.read_text(encoding="utf-8"))["models"][0]["columns"]
    return pa.schema([(c["name"], _TIPOS[c["data_type"]]) for c in columnas])


def _ajustar(tabla: pa.Table, esquema: pa.Schema, clave: str) -> pa.Table:
    """Un cierre de antes puede no traer una columna que hoy existe: queda nula; la que ya no existe, no se lee."""
    datos = {"cierre_clave": pa.array([clave] * len(tabla), pa.string())}
    columnas = [
        datos[c.name] if c.name in datos
        else tabla[c.name].cast(c.type) if c.name in tabla.column_names
        else pa.nulls(len(tabla), c.type)
        for c in esquema
    ]  # fmt: skip
    return pa.Table.from_arrays(columnas, schema=esquema)


def _poner_cierres(guardados: list[cierres.Cierre], carpeta: Path) -> None:
    """Los cierres del estado, revisados byte por byte, como una fuente más.

    Raises:
        CierreImposible: un archivo congelado ya no es el que se guardó.
    """
    carpeta.mkdir(parents=True)
    fichas = [
        c.ficha | {"cierre_clave": c.clave, "reglas": json.dumps(c.ficha["reglas"], ensure_ascii=False)}
        for c in guardados
    ]
    escribir_parquet(pa.Table.from_pylist(fichas, schema=ESQUEMA_CIERRES), carpeta / "cierres.parquet")
    for cierre in guardados:
        cierres.exigir_intacto(cierre)
    for nombre, modelo in _CONGELADAS.items():
        esquema = _esquema_congelado(modelo)
        tablas = [_ajustar(pq.ParquetFile(c.carpeta / f"{nombre}.parquet").read(), esquema, c.clave) for c in guardados]
        unida = pa.concat_tables(tablas) if tablas else esquema.empty_table()
        escribir_parquet(unida, carpeta / f"{nombre}.parquet")


def fuentes_del_proyecto() -> list[str]:
    """Todas las carpetas de fuente, tengan o no lector todavía."""
    return sorted(c.name for c in (RAIZ / "etl" / "fuentes").iterdir() if c.is_dir() and c.name[0] not in "._")


def armar(
    cfg: Configuracion,
    esquemas: dict[str, Fuente],
    archivos: list[ArchivoRecibido],
    carpeta: Path,
    avisar: Callable[[str], None] = lambda _: None,
) -> None:
    """Arma la carpeta de insumos.

    Args:
        archivos: todo lo recibido; solo lo vigente aporta renglones.
        carpeta: no debe existir.
        avisar: recibe lo que no se pudo leer y no detiene la corrida.
    """
    for clave in fuentes_del_proyecto():
        vigentes = [ruta_crudo(cfg, clave, a.sha256) for a in archivos if a.fuente == clave and a.es_vigente]
        esquema = esquemas[clave].esquema_crudo() if clave in esquemas else _SIN_ESQUEMA
        _poner(cfg, clave, vigentes, esquema, carpeta / clave)
    _poner_bitacora(cfg, archivos, carpeta / "bitacora")
    _poner_cierres(cierres.existentes(cfg), carpeta / "cierres")
    try:
        actos = operacion.eventos(cfg)
    except operacion.SinBase as error:
        avisar(f"  ! {error}")
        actos = []
    operacion.poner(actos, carpeta / "operacion")
    registrados.poner(cfg, carpeta / "informes")


def poner_estimaciones(carpeta: Path, reservadas: Path) -> None:
    """Deja las estimaciones en los insumos y las reserva para la siguiente corrida.

    Args:
        carpeta: ``insumos/estimaciones``; la estación ya pudo escribir ahí.
        reservadas: carpeta del almacén nombrada por la huella de lo que las produjo.
    """
    if reservadas.is_dir():
        for ruta in reservadas.iterdir():
            _enlazar(ruta, carpeta / ruta.name)
    elif carpeta.is_dir():
        for vieja in reservadas.parent.glob("*"):
            shutil.rmtree(vieja)
        for ruta in carpeta.glob("*.parquet"):
            _enlazar(ruta, reservadas / ruta.name)
    if not (carpeta / "_esquema.parquet").exists():
        carpeta.mkdir(parents=True, exist_ok=True)
        escribir_parquet(_SIN_ESQUEMA.empty_table(), carpeta / "_esquema.parquet")

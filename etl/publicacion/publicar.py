"""Publicar: escribir un archivo nuevo, auditarlo y solo entonces mover el apuntador.

Si algo falla, lo publicado ayer sigue en pie y nadie ve media carga.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from dominio.configuracion import ZONA_HORARIA, Configuracion
from etl import fallas
from etl.bitacora import Bitacora, Publicacion
from etl.corrida import PROYECTO_DBT
from etl.errores import ErrorDelFlujo
from etl.publicacion import auditoria, versiones
from etl.publicacion.pruebas import Prueba
from etl.recepcion import sincronizar_carpeta
from etl.transformacion.grafo import leer_dependencias
from etl.vigencia import ArchivoRecibido

_COLUMNAS_VERSION = {
    "version": ("varchar", "Nombre de la versión: fecha local de publicación y número del día."),
    "publicado_en": ("timestamp", "Momento de publicación, en UTC."),
    "corte": ("date", "Último día del periodo de corte vigente; nulo si no hay programa."),
    "hoy": ("date", "Fecha de referencia con la que se calculó."),
    "huella_insumos": ("varchar", "Huella de archivos, reglas, código y fecha de referencia que dieron esta versión."),
    "es_demostracion": ("boolean", "Verdadero si los datos son el conjunto sintético de demostración."),
}
_COLUMNAS_PRUEBAS = {
    "prueba": ("varchar", "Nombre de la prueba."),
    "tipo": ("varchar", "Herramienta que la corrió: dbt o gx."),
    "asunto": ("varchar", "Asunto al que pertenece."),
    "estado": ("varchar", "Resultado: aprobada, aviso (no bloquea) o sin_datos (la fuente no ha entregado nada)."),
    "num_fallas": ("bigint", "Renglones que no la cumplen."),
    "descripcion": ("varchar", "Lo que la prueba exige, en español."),
}

_COLUMNAS_LINAJE = {
    "tabla": ("varchar", "Tabla o paso que se construye."),
    "capa": ("varchar", "Capa a la que pertenece: staging, intermediate o marts."),
    "usa": ("varchar", "Lo que usa: otra tabla, una semilla o una carpeta de insumos."),
    "es_insumo": ("boolean", "Si lo que usa es una carpeta de insumos: ahí empieza la cadena."),
}


def _texto(valor: str) -> str:
    return "'" + valor.replace("'", "''") + "'"


def _comentar(
    conexion: duckdb.DuckDBPyConnection, tabla: str, comentario: str | None, columnas: dict[str, str]
) -> None:
    if comentario:
        conexion.execute(f'comment on table "{tabla}" is {_texto(comentario)}')
    for columna, texto in columnas.items():
        conexion.execute(f'comment on column "{tabla}"."{columna}" is {_texto(texto)}')


def _copiar_main(conexion: duckdb.DuckDBPyConnection, construccion: Path) -> None:
    """Copia las tablas de ``main`` (y solo esas) con sus comentarios; sin espacio muerto ni restricciones."""
    conexion.execute(f"attach {_texto(str(construccion))} as origen (read_only)")
    comentarios = conexion.execute(
        "select table_name, comment from duckdb_tables() where database_name = 'origen' and schema_name = 'main'"
        " order by table_name"
    ).fetchall()
    de_columnas = conexion.execute(
        "select table_name, column_name, comment from duckdb_columns() where database_name = 'origen'"
        " and schema_name = 'main' and comment is not null order by table_name, column_index"
    ).fetchall()
    conexion.execute("begin")  # una sola escritura durable, no una por comentario
    for tabla, comentario in comentarios:
        conexion.execute(f'create table "{tabla}" as from origen.main."{tabla}"')
        _comentar(conexion, tabla, comentario, {c: texto for t, c, texto in de_columnas if t == tabla})
    conexion.execute("commit")
    conexion.execute("detach origen")


def _crear(conexion: duckdb.DuckDBPyConnection, tabla: str, comentario: str, columnas: dict[str, tuple[str, str]],
           filas: list[list[Any]]) -> None:  # fmt: skip
    tipos = ", ".join(f'"{nombre}" {tipo}' for nombre, (tipo, _) in columnas.items())
    conexion.execute(f'create table "{tabla}" ({tipos})')
    if filas:
        conexion.executemany(f'insert into "{tabla}" values ({", ".join("?" * len(columnas))})', filas)  # noqa: S608
    _comentar(conexion, tabla, comentario, {nombre: texto for nombre, (_, texto) in columnas.items()})


def _corte(conexion: duckdb.DuckDBPyConnection) -> str | None:
    try:
        fila = conexion.execute("select corte_fecha from mart_seguimiento__corte").fetchone()
    except duckdb.CatalogException:
        return None
    return str(fila[0]) if fila and fila[0] is not None else None


def _escribir(cfg: Configuracion, construccion: Path, temporal: Path, version: str, publicado_en: datetime,
              huella_insumos: str, pruebas: list[Prueba]) -> str | None:  # fmt: skip
    """Escribe el archivo por publicar, cerrado y sin ``.wal``; devuelve el corte."""
    with duckdb.connect(str(temporal), config={"threads": 2, "autoinstall_known_extensions": False}) as conexion:
        _copiar_main(conexion, construccion)
        corte = _corte(conexion)
        _crear(conexion, "mart_calidad__version", "Un renglón por almacén publicado: esta versión.", _COLUMNAS_VERSION,
               [[version, publicado_en.replace(tzinfo=None), corte, cfg.hoy, huella_insumos,
                 cfg.es_demostracion]])  # fmt: skip
        filas = [[p.prueba, p.tipo, p.asunto, p.estado, p.num_fallas, p.descripcion] for p in pruebas]
        _crear(conexion, "mart_calidad__pruebas", "Un renglón por prueba de datos que pasó antes de publicar.",
               _COLUMNAS_PRUEBAS, sorted(filas))  # fmt: skip
        _crear(conexion, "mart_calidad__linaje", "Un renglón por tabla y cada cosa de la que se construye.",
               _COLUMNAS_LINAJE, [list(uso) for uso in leer_dependencias(PROYECTO_DBT)])  # fmt: skip
        conexion.execute("checkpoint")
    return corte


def _auditar(construccion: Path, temporal: Path, archivos: list[ArchivoRecibido]) -> dict[str, str]:
    auditoria.exigir_sin_wal(temporal)
    fallas.punto("antes_auditoria")
    auditoria.comparar_copia(construccion, temporal)
    auditoria.conciliar(temporal, archivos)
    return auditoria.huellas(temporal)


def _exigir_turno(bitacora: Bitacora, almacen: str, ficha: int) -> None:
    posteriores = [p for p in bitacora.publicaciones(almacen) if p.ficha > ficha]
    if posteriores:
        raise ErrorDelFlujo(
            f"Otra corrida más reciente ya publicó la versión {posteriores[-1].version}; esta (turno {ficha}) no."
        )


def _asegurar_en_disco(ruta: Path) -> None:
    descriptor = os.open(ruta, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def publicar(
    cfg: Configuracion,
    bitacora: Bitacora,
    construccion: Path,
    *,
    ficha: int,
    huella_insumos: str,
    archivos: list[ArchivoRecibido],
    pruebas: list[Prueba],
    avisar: Callable[[str], None] = lambda _: None,
) -> str:
    """Publica lo construido y devuelve la versión.

    Args:
        construccion: DuckDB construido y probado; no se modifica.
        ficha: turno de la corrida; si otra con turno mayor ya publicó, no publica.
        archivos: lo recibido, para conciliar.
        pruebas: resultados que quedan en ``mart_calidad__pruebas``.

    Raises:
        AuditoriaFallida: el archivo está dañado, trae ``.wal`` o no cuadra con lo recibido.
        ErrorDelFlujo: perdió su turno.
    """
    cfg.publicado.mkdir(parents=True, exist_ok=True)
    almacen = str(cfg.almacen.resolve())
    publicado_en = datetime.now(UTC)
    version = versiones.siguiente_version(cfg, bitacora, publicado_en.astimezone(ZONA_HORARIA).date().isoformat())
    temporal = cfg.publicado / f".tmp_{ficha}.duckdb"
    temporal.unlink(missing_ok=True)
    try:
        auditoria.exigir_sin_wal(construccion)
        corte = _escribir(cfg, construccion, temporal, version, publicado_en, huella_insumos, pruebas)
        tablas = _auditar(construccion, temporal, archivos)
        avisar(f"  auditadas {len(tablas)} tablas")
        ficha_version = {
            "version": version, "archivo": versiones.nombre_de_archivo(version), "corte": corte,
            "hoy": cfg.hoy.isoformat(), "publicado_en": publicado_en.isoformat(timespec="seconds"),
            "sha256": versiones.sha256_de(temporal), "duckdb": duckdb.__version__, "huella_insumos": huella_insumos,
            "es_demostracion": cfg.es_demostracion, "ficha": ficha, "tablas": tablas,
        }  # fmt: skip
        _mover(cfg, bitacora, temporal, ficha_version, almacen)
    finally:
        temporal.unlink(missing_ok=True)
        Path(f"{temporal}.wal").unlink(missing_ok=True)
    versiones.purgar(cfg, bitacora)
    return version


def _mover(cfg: Configuracion, bitacora: Bitacora, temporal: Path, ficha_version: dict[str, Any], almacen: str) -> None:
    """Nombre definitivo, solo lectura, registro y apuntador; en ese orden, con el turno revisado al final."""
    version, ficha = ficha_version["version"], ficha_version["ficha"]
    destino = cfg.publicado / ficha_version["archivo"]
    fallas.punto("antes_rename")
    _asegurar_en_disco(temporal)
    if destino.exists() or Path(f"{destino}.wal").exists():
        raise ErrorDelFlujo(f"Ya existe {destino.name}; los nombres de versión no se reutilizan.")
    temporal.chmod(0o444)
    temporal.rename(destino)
    sincronizar_carpeta(cfg.publicado)
    versiones.escribir_durable(cfg.publicado / f"mirador_{version}.json", ficha_version)
    fallas.punto("antes_puntero")
    with bitacora.transaccion():
        _exigir_turno(bitacora, almacen, ficha)
        bitacora.registrar_publicacion(
            Publicacion(version, destino.name, ficha_version["sha256"], ficha, ficha_version["huella_insumos"]), almacen
        )
        versiones.apuntar(cfg, ficha_version)
    fallas.punto("tras_puntero")

"""Llevarse lo publicado: el almacén completo y cada tabla en Parquet, por partes si el navegador lo pide."""

from __future__ import annotations

import logging
import shutil
import threading
from pathlib import Path

import flask

from dominio.analistas import parquet
from dominio.configuracion import cargar
from portal import almacen, operacion
from portal.alcance import quien_captura

registro = logging.getLogger("mirador.portal")
ALMACEN = "/descargas/datos/mirador.duckdb"
_TIPO_PARQUET = "application/vnd.apache.parquet"
_turnos = threading.BoundedSemaphore(2)


def destino_de(tabla: str) -> str:
    """Dirección de una tabla en Parquet."""
    return f"/descargas/datos/{tabla}.parquet"


def registrar(servidor: flask.Flask) -> None:
    """Da de alta las rutas."""
    servidor.add_url_rule(ALMACEN, "datos_almacen", _almacen)
    servidor.add_url_rule("/descargas/datos/<tabla>.parquet", "datos_parquet", _parquet)


def _exigir_todo() -> None:
    """El archivo completo trae a todas las áreas: con alcance de unas, no existe."""
    if quien_captura().areas is not None:
        flask.abort(404)


def _enviar(ruta: Path, nombre: str, tipo: str, sello: str) -> flask.Response:
    """Por partes (``Range``) y sin cargarlo en memoria; el sello cambia con la versión."""
    return flask.send_file(
        ruta, mimetype=tipo, as_attachment=True, download_name=nombre, conditional=True, etag=sello, max_age=0
    )


def _almacen() -> flask.Response:
    _exigir_todo()
    version = almacen.version()
    if flask.request.method == "GET" and "Range" not in flask.request.headers:
        operacion.anotar(quien_captura().quien, "datos:almacen", version.version)
    return _enviar(
        version.archivo, f"mirador_{version.version}.duckdb", "application/octet-stream", f"mirador-{version.version}"
    )


def _parquet(tabla: str) -> flask.Response:
    _exigir_todo()
    if not parquet.se_ofrece(tabla) or not almacen.existe(tabla):
        flask.abort(404)
    version = almacen.version()
    carpeta = cargar().almacen / "parquet" / version.version
    if not _turnos.acquire(timeout=5):
        respuesta = flask.jsonify(error="Hay otras descargas preparándose. Intente de nuevo en un momento.")
        respuesta.status_code, respuesta.headers["Retry-After"] = 503, "2"
        return respuesta
    try:
        if not carpeta.is_dir():
            _soltar_anteriores(carpeta.parent)
        ruta = parquet.exportar(version.archivo, tabla, carpeta / f"{tabla}.parquet")
    finally:
        _turnos.release()
    return _enviar(ruta, f"{tabla}_{version.version}.parquet", _TIPO_PARQUET, f"{tabla}-{version.version}")


def _soltar_anteriores(carpeta: Path) -> None:
    """Solo se conservan las tablas de la versión vigente: las demás se rehacen si alguien las pide."""
    for vieja in carpeta.iterdir() if carpeta.is_dir() else ():
        shutil.rmtree(vieja, ignore_errors=True)

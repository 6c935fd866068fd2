"""Respuestas rápidas: pantallas ya dibujadas y archivos estáticos ya comprimidos.

Una pantalla es función pura de su dirección y de la versión de los datos: la segunda persona
que pide la misma recibe los mismos bytes sin volver a dibujar. La llave lleva la versión, así
que una publicación nueva nunca se sirve con pantallas viejas, y lleva el rol y las áreas de quien pide,
así que lo de uno nunca se le sirve a otro.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Mapping
from typing import Any

import brotli
import flask

from portal import almacen, operacion
from portal.acceso import cuenta

BYTES_GUARDADOS = 24 * 1024 * 1024
ESTATICOS_GUARDADOS = 128
SALIDA_DE_PANTALLA = ".._pages_content.children..._pages_store.data.."
CALIDAD_BROTLI = 5

Llave = tuple[str, str | None, str, str, int, str]


# ── pantallas ────────────────────────────────────────────────────────────────
class Pantallas:
    """Cuerpos de respuesta por llave, con tope de bytes; lo menos usado sale primero."""

    def __init__(self, tope: int = BYTES_GUARDADOS) -> None:
        self._tope = tope
        self._candado = threading.Lock()
        self._bytes = 0
        self._cuerpos: OrderedDict[tuple[Llave, str], bytes] = OrderedDict()

    def tomar(self, llave: Llave, codificacion: str) -> bytes | None:
        """El cuerpo guardado, o ``None``."""
        with self._candado:
            cuerpo = self._cuerpos.get((llave, codificacion))
            if cuerpo is not None:
                self._cuerpos.move_to_end((llave, codificacion))
            return cuerpo

    def guardar(self, llave: Llave, codificacion: str, cuerpo: bytes) -> None:
        """Guarda y, si se pasa del tope, suelta lo menos usado."""
        with self._candado:
            anterior = self._cuerpos.pop((llave, codificacion), b"")
            self._cuerpos[(llave, codificacion)] = cuerpo
            self._bytes += len(cuerpo) - len(anterior)
            while self._bytes > self._tope and len(self._cuerpos) > 1:
                _, soltado = self._cuerpos.popitem(last=False)
                self._bytes -= len(soltado)


_pantallas = Pantallas()


def no_guardar() -> None:
    """Marca la pantalla en curso como pasajera (falló o avisa algo): no se guarda."""
    if flask.has_request_context():
        flask.g.pantalla_pasajera = True


def _llave(cuerpo: Mapping[str, Any]) -> Llave | None:
    """Archivo, aviso, ruta, filtros, último acto y alcance de quien pide; ``None`` si la petición no es de pantalla."""
    if cuerpo.get("output") != SALIDA_DE_PANTALLA:
        return None
    valores = {entrada["property"]: entrada.get("value") or "" for entrada in cuerpo["inputs"]}
    try:
        archivo = str(almacen.version().archivo)
    except almacen.SinPublicacion:
        return None
    pedida = str(valores.get("pathname")), str(valores.get("search"))
    return (archivo, almacen.aviso(), *pedida, operacion.revision(), cuenta.alcance())


def pantalla_guardada() -> flask.Response | None:
    """La respuesta ya hecha para esta petición, si la hay; se llama después de revisar el cuerpo."""
    if flask.request.method != "POST" or flask.request.endpoint is None:
        return None
    cuerpo = flask.request.get_json(silent=True)
    llave = _llave(cuerpo) if isinstance(cuerpo, dict) else None
    if llave is None:
        return None
    flask.g.llave_de_pantalla = llave
    hecho = _pantallas.tomar(llave, "")
    if hecho is None:
        return None
    flask.g.llave_de_pantalla = None
    if "br" not in flask.request.headers.get("Accept-Encoding", ""):
        return flask.Response(hecho, mimetype="application/json")
    comprimido = _pantallas.tomar(llave, "br")
    if comprimido is None:
        comprimido = brotli.compress(hecho, quality=CALIDAD_BROTLI)
        _pantallas.guardar(llave, "br", comprimido)
    return flask.Response(comprimido, mimetype="application/json", headers={"Content-Encoding": "br"})


def guardar_pantalla(respuesta: flask.Response) -> flask.Response:
    """Guarda la pantalla recién dibujada; corre antes de comprimir."""
    llave = flask.g.get("llave_de_pantalla")
    if llave is not None and respuesta.status_code == 200 and not flask.g.get("pantalla_pasajera"):
        _pantallas.guardar(llave, "", respuesta.get_data())
    return respuesta


# ── estáticos ────────────────────────────────────────────────────────────────
class Comprimidos:
    """Archivos estáticos ya comprimidos (los guiones de Dash y Plotly pesan megabytes)."""

    def __init__(self) -> None:
        self._candado = threading.Lock()
        self._cuerpos: OrderedDict[str, bytes] = OrderedDict()

    def get(self, llave: str) -> bytes | None:
        """Lo guardado; lo que no es estático no tiene llave y nunca se guarda."""
        with self._candado:
            return self._cuerpos.get(llave)

    def set(self, llave: str, cuerpo: bytes) -> None:
        """Guarda, salvo lo que no es estático."""
        if llave.endswith(";"):
            return
        with self._candado:
            self._cuerpos[llave] = cuerpo
            while len(self._cuerpos) > ESTATICOS_GUARDADOS:
                self._cuerpos.popitem(last=False)


def llave_de_estatico(peticion: flask.Request) -> str:
    """Ruta y huella de un estático; vacía para todo lo demás."""
    es_estatico = peticion.path.startswith(("/assets/", "/_dash-component-suites/"))
    return peticion.full_path if es_estatico else ""

"""Que un cambio lo pida esta página y no otra: origen de la petición y ficha firmada de doble envío."""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path
from urllib.parse import urlsplit

import flask

from dominio.configuracion import cargar

GALLETA = "mirador_ficha"
CABECERA = "X-Mirador-Ficha"
_BYTES = 32


def es_mismo_origen(peticion: flask.Request) -> bool:
    """El navegador dice de dónde viene: ``Origin`` si lo manda; si no, ``Sec-Fetch-Site``. Sin ninguno, no."""
    origen = peticion.headers.get("Origin")
    if origen is not None:
        partes = urlsplit(origen)
        return partes.scheme in ("http", "https") and partes.netloc == peticion.host
    return peticion.headers.get("Sec-Fetch-Site") == "same-origin"


def _secreto() -> bytes:
    """El de esta instalación: se crea una vez, solo lo lee su dueño."""
    ruta = cargar().estado / "portal" / "secreto"
    if not ruta.is_file():
        ruta.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        _crear(ruta)
    return ruta.read_bytes()


def _crear(ruta: Path) -> None:
    temporal = ruta.with_name(f".{secrets.token_hex(8)}")
    descriptor = os.open(temporal, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as archivo:
        archivo.write(secrets.token_bytes(_BYTES))
    try:
        os.link(temporal, ruta)
    except FileExistsError:
        return  # otro trabajador lo creó primero: vale el suyo
    finally:
        temporal.unlink()


def _firmar(valor: str) -> str:
    return hmac.new(_secreto(), valor.encode(), hashlib.sha256).hexdigest()


def dar_ficha() -> flask.Response:
    """La ficha de esta sesión del navegador; su mitad va en una galleta que ningún guion lee."""
    valor = flask.request.cookies.get(GALLETA) or secrets.token_urlsafe(_BYTES)
    respuesta = flask.jsonify(ficha=_firmar(valor))
    respuesta.set_cookie(GALLETA, valor, httponly=True, samesite="Strict", secure=flask.request.is_secure, path="/")
    return respuesta


def trae_ficha(peticion: flask.Request) -> bool:
    """La ficha de la cabecera corresponde a la galleta."""
    galleta, ficha = peticion.cookies.get(GALLETA), peticion.headers.get(CABECERA)
    return bool(galleta) and bool(ficha) and hmac.compare_digest(_firmar(str(galleta)), str(ficha))

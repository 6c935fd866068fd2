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
GALLETA_DE_SESION = "mirador_sesion"
CABECERA = "X-Mirador-Ficha"
CAMPO = "ficha"
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


def _de_esta_sesion(galleta: str, peticion: flask.Request) -> str:
    """La ficha corresponde a la galleta y a la sesión: la de antes de entrar no sirve después."""
    return _firmar(f"{galleta} {peticion.cookies.get(GALLETA_DE_SESION, '')}")


def ficha(peticion: flask.Request) -> str:
    """La ficha para los formularios de esta página; ``poner_galleta`` deja su otra mitad en la respuesta."""
    if "galleta_de_ficha" not in flask.g:
        flask.g.galleta_de_ficha = peticion.cookies.get(GALLETA) or secrets.token_urlsafe(_BYTES)
    return _de_esta_sesion(flask.g.galleta_de_ficha, peticion)


def poner_galleta(respuesta: flask.Response) -> flask.Response:
    """La mitad que ningún guion lee, si esta petición dio ficha."""
    valor = flask.g.get("galleta_de_ficha")
    if valor is not None:
        respuesta.set_cookie(GALLETA, valor, httponly=True, samesite="Strict", secure=flask.request.is_secure, path="/")
    return respuesta


def dar_ficha() -> flask.Response:
    """La ficha de esta sesión del navegador; su mitad va en una galleta que ningún guion lee."""
    return flask.jsonify(ficha=ficha(flask.request))


def trae_ficha(peticion: flask.Request) -> bool:
    """La ficha de la cabecera, o la del formulario, corresponde a la galleta."""
    galleta, dada = peticion.cookies.get(GALLETA), peticion.headers.get(CABECERA)
    if dada is None and peticion.mimetype == "application/x-www-form-urlencoded":
        dada = peticion.form.get(CAMPO)
    return bool(galleta) and bool(dada) and hmac.compare_digest(_de_esta_sesion(str(galleta), peticion), str(dada))

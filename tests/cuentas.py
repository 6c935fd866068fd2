"""Con qué cuenta entran las pruebas: una de acceso completo, si no piden otra.

- ``con_cuenta(servidor)``: todo lo que se le pida en este proceso llega con esa cuenta (sin pasar por la base).
- ``como(cliente, rol, areas)``: el mismo servidor, visto por otro rol.
- ``sembrar(url)``: una sesión de verdad en una base operativa, para los portales que corren aparte.
"""

from __future__ import annotations

import contextlib
from typing import Any

import flask
import sqlalchemy as sa
from flask.testing import FlaskClient

from dominio.operacion import base, sesiones, usuarios
from portal import mismo_origen
from portal.acceso.cuenta import Cuenta

COMPLETA = Cuenta(0, "pruebas", "Administración del portal", "administracion")
ANONIMA = "anónima"
_LLAVE = "mirador.prueba.cuenta"
FICHA_DE_SESION = "sesion-fija-de-las-pruebas-del-portal-en-vivo"
GALLETA = f"{mismo_origen.GALLETA_DE_SESION}={FICHA_DE_SESION}"
ORIGEN = "http://localhost"


def con_cuenta(servidor: flask.Flask) -> flask.Flask:
    """El servidor, donde cada petición llega con la cuenta completa o con la que diga su cliente."""
    servidor.login_manager._request_callback = lambda peticion: _de(peticion.environ.get(_LLAVE, COMPLETA))  # type: ignore[attr-defined]
    return servidor


def _de(dada: Any) -> Cuenta | None:
    return None if dada == ANONIMA else dada


def cliente_de(servidor: flask.Flask, rol: str, areas: set[str] | None = None) -> FlaskClient:
    """Un cliente cuyas peticiones llegan con ese rol y esas áreas; ``ANONIMA``, sin cuenta."""
    cliente = servidor.test_client()
    propia: Any = ANONIMA
    if rol != ANONIMA:
        propia = Cuenta(1, f"prueba.{rol}", "Puesto de prueba", rol, None if areas is None else frozenset(areas))
    cliente.environ_base = {**cliente.environ_base, _LLAVE: propia}
    return cliente


def ficha(cliente: FlaskClient, **otras: str) -> dict[str, str]:
    """Cabeceras con las que un cambio viene de casa."""
    dada = cliente.get("/ficha").get_json()["ficha"]
    return {"Origin": ORIGEN, mismo_origen.CABECERA: dada} | otras


def sembrar(url: str, *, es_demostracion: bool = True) -> None:
    """Una cuenta de administración con sesión abierta, cuya ficha es ``FICHA_DE_SESION``."""
    base.preparar(url)
    motor = base.motor(url)
    clave = "demo.administracion" if es_demostracion else "pruebas.administracion"
    with contextlib.suppress(usuarios.CuentaInvalida):
        usuarios.crear(motor, clave, "Administración del portal", "administracion", es_demostracion=es_demostracion)
    cuenta = usuarios.buscar(motor, clave)
    assert cuenta is not None
    momento, huella = usuarios.ahora(), sesiones.huella(FICHA_DE_SESION)
    with motor.begin() as conexion:
        conexion.execute(sesiones.SESIONES.delete().where(sesiones.SESIONES.c.huella == huella))
        conexion.execute(
            sa.insert(sesiones.SESIONES).values(
                huella=huella, usuario=cuenta.usuario, sello=cuenta.sello, datos="{}", abierta_en=momento,
                vista_en=momento,
            )
        )  # fmt: skip
    motor.dispose()

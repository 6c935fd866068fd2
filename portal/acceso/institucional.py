"""Entrar con el proveedor institucional (OpenID Connect, flujo de código con PKCE). Opcional: se configura por entorno.

Lo que hay que recordar entre ir y volver (estado, nonce, verificador) vive en una sesión previa del servidor, ligada a
una galleta de este navegador, y se usa una sola vez. El proveedor dice quién es la persona; su rol y sus áreas los da
este portal, y nadie entra sin que administración le haya creado su cuenta.
"""

from __future__ import annotations

import functools
import hmac
import logging
from collections.abc import Callable
from typing import Any

import flask
import requests
from authlib.common.errors import AuthlibBaseError
from authlib.integrations.flask_client import FlaskIntegration, FlaskOAuth2App
from joserfc.errors import JoseError

from dominio.configuracion import Institucional, cargar_institucional
from dominio.operacion import intentos, sesiones, usuarios
from dominio.operacion.usuarios import Usuario
from portal import base_operativa
from portal.acceso import bitacora, puerta

registro = logging.getLogger("mirador.acceso")
GALLETA_PREVIA = "mirador_previa"
NO_DISPONIBLE = "El acceso institucional no contesta. Intente en un momento o entre con cuenta y contraseña."
NO_COINCIDE = "El acceso institucional no se completó. Intente de nuevo."
SIN_CUENTA = "Esa persona no tiene cuenta en este portal. Pídala a quien lo administra."
_ASIMETRICOS = frozenset({"RS256", "RS384", "RS512", "PS256", "PS384", "PS512", "ES256", "ES384", "ES512"})
_PLAZO_S = 8

AbrirSesion = Callable[[Usuario, str, str], flask.Response]
Rechazar = Callable[[str, int], flask.Response]


class ProveedorDudoso(RuntimeError):
    """El proveedor no es el configurado o no firma como debe."""


_FALLAS = (AuthlibBaseError, JoseError, ProveedorDudoso, requests.RequestException, ValueError)


def registrar(servidor: flask.Flask, abrir_sesion: AbrirSesion, rechazar: Rechazar) -> None:
    """Da de alta la ida y el regreso."""
    servidor.add_url_rule("/entrar/institucional", "acceso_institucional", lambda: _ir(rechazar))
    servidor.add_url_rule(
        "/entrar/institucional/regreso", "acceso_institucional_regreso", lambda: _volver(abrir_sesion, rechazar)
    )


def nombre() -> str:
    """Cómo se llama el proveedor en la pantalla; vacío si no hay."""
    configurado = cargar_institucional()
    return configurado.nombre if configurado else ""


@functools.cache
def _cliente(configurado: Institucional) -> FlaskOAuth2App:
    """El cliente de Authlib, sin su sesión: lo que se recuerda va en la del servidor."""
    return FlaskOAuth2App(
        FlaskIntegration("institucional"), "institucional",
        client_id=configurado.cliente, client_secret=configurado.secreto or None,
        server_metadata_url=f"{configurado.emisor.rstrip('/')}/.well-known/openid-configuration",
        client_kwargs={"scope": "openid email profile", "code_challenge_method": "S256", "timeout": _PLAZO_S,
                       "default_timeout": _PLAZO_S},
    )  # fmt: skip


def _proveedor(configurado: Institucional) -> tuple[FlaskOAuth2App, dict[str, Any]]:
    cliente = _cliente(configurado)
    datos: dict[str, Any] = cliente.load_server_metadata()
    if str(datos.get("issuer", "")).rstrip("/") != configurado.emisor.rstrip("/"):
        raise ProveedorDudoso("el emisor no es el configurado")
    firmas = set(datos.get("id_token_signing_alg_values_supported") or ["RS256"]) & _ASIMETRICOS
    if not firmas:
        raise ProveedorDudoso("el proveedor no firma con llave pública")
    datos["id_token_signing_alg_values_supported"] = sorted(firmas)
    return cliente, datos


def _regreso() -> str:
    return flask.url_for("acceso_institucional_regreso", _external=True)


def _ir(rechazar: Rechazar) -> flask.Response:
    configurado = cargar_institucional()
    if configurado is None:
        flask.abort(404)
    motor = base_operativa.al_dia()
    if not intentos.permitir(motor, f"previa {flask.request.remote_addr}", flask.request.remote_addr or ""):
        return rechazar("Demasiados intentos. Espere quince minutos e intente de nuevo.", 429)
    try:
        cliente, _ = _proveedor(configurado)
        ida = cliente.create_authorization_url(_regreso())
    except _FALLAS as error:
        registro.error("El proveedor institucional no contesta: %s", type(error).__name__)
        return rechazar(NO_DISPONIBLE, 503)
    recordado = {"estado": ida["state"], "nonce": ida["nonce"], "verificador": ida["code_verifier"],
                 "siguiente": puerta.destino_seguro(flask.request.args.get("siguiente"), "")}  # fmt: skip
    ficha = sesiones.abrir_previa(motor, recordado)
    respuesta = flask.make_response(flask.redirect(ida["url"], 303))
    respuesta.set_cookie(
        GALLETA_PREVIA, ficha, max_age=int(sesiones.PREVIA.total_seconds()), httponly=True, samesite="Lax",
        secure=flask.request.is_secure, path="/entrar",
    )  # fmt: skip
    return respuesta


def _volver(abrir_sesion: AbrirSesion, rechazar: Rechazar) -> flask.Response:
    configurado = cargar_institucional()
    if configurado is None:
        flask.abort(404)
    motor = base_operativa.al_dia()
    recordado = sesiones.tomar_previa(motor, flask.request.cookies.get(GALLETA_PREVIA, ""))
    estado, codigo = flask.request.args.get("state", ""), flask.request.args.get("code", "")
    if recordado is None or not codigo or not hmac.compare_digest(str(recordado["estado"]), estado):
        bitacora.anotar("entrar.negado", "institucional", quien="anónimo", motivo="estado")
        return _sin_previa(rechazar(NO_COINCIDE, 403))
    try:
        quien = _identificar(configurado, codigo, recordado)
    except _FALLAS as error:
        bitacora.anotar("entrar.negado", "institucional", quien="anónimo", motivo=type(error).__name__)
        return _sin_previa(rechazar(NO_COINCIDE, 403))
    sujeto = f"{configurado.emisor.rstrip('/')} {quien['sub']}"
    usuario = usuarios.institucional(
        motor, sujeto, str(quien.get("email") or ""), correo_verificado=quien.get("email_verified") is True
    )
    if usuario is None:
        bitacora.anotar("entrar.negado", "institucional", quien="anónimo", motivo="sin cuenta")
        return _sin_previa(rechazar(SIN_CUENTA, 403))
    return _sin_previa(abrir_sesion(usuario, str(recordado["siguiente"]), "institucional"))


def _identificar(configurado: Institucional, codigo: str, recordado: dict[str, Any]) -> dict[str, Any]:
    """Canjea el código y revisa firma, emisor, destinatario, vigencia y nonce de lo que dice el proveedor."""
    cliente, datos = _proveedor(configurado)
    entregado = cliente.fetch_access_token(redirect_uri=_regreso(), code=codigo, code_verifier=recordado["verificador"])
    exigido = {
        "iss": {"essential": True, "values": [datos["issuer"]]},
        "aud": {"essential": True, "values": [configurado.cliente]},
    }
    dicho = cliente.parse_id_token(entregado, nonce=recordado["nonce"], claims_options=exigido, leeway=60)
    if not dicho or not dicho.get("sub"):
        raise ProveedorDudoso("la respuesta no dice quién es")
    return dict(dicho)


def _sin_previa(respuesta: flask.Response) -> flask.Response:
    respuesta.delete_cookie(GALLETA_PREVIA, path="/entrar", httponly=True, samesite="Lax")
    return respuesta

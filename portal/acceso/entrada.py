"""Entrar, salir y la propia cuenta. Páginas hechas en el servidor: sirven sin JavaScript."""

from __future__ import annotations

from typing import Any

import flask
from sqlalchemy import Engine

from dominio.operacion import contrasenas, intentos, sesiones, usuarios
from dominio.operacion.usuarios import ROLES, Usuario
from portal import base_operativa, mismo_origen
from portal.acceso import bitacora, cuenta, demostracion, institucional, matriz, puerta
from portal.acceso.cuenta import Cuenta

NO_COINCIDE = "La cuenta o la contraseña no son correctas."
DEMASIADOS = "Demasiados intentos. Espere quince minutos e intente de nuevo."
NO_DE_DEMOSTRACION = "Las cuentas de demostración ya no entran: este portal tiene cuentas de verdad."


def registrar(servidor: flask.Flask) -> None:
    """Da de alta las rutas de entrada, salida y cuenta propia."""
    servidor.add_url_rule("/entrar", "acceso_entrar", _mostrar)
    servidor.add_url_rule("/entrar", "acceso_entrar_enviar", _entrar, methods=["POST"])
    servidor.add_url_rule("/entrar/demostracion", "acceso_entrar_demostracion", _entrar_de_un_clic, methods=["POST"])
    servidor.add_url_rule("/salir", "acceso_salir", _salir, methods=["POST"])
    servidor.add_url_rule("/ficha", "acceso_ficha", mismo_origen.dar_ficha)
    servidor.add_url_rule("/cuenta", "acceso_cuenta", _mi_cuenta)
    servidor.add_url_rule("/cuenta/contrasena", "acceso_cuenta_contrasena", _cambiar_contrasena, methods=["POST"])
    institucional.registrar(servidor, abrir_sesion, _rechazar)


def pagina(plantilla: str, codigo: int = 200, **datos: Any) -> flask.Response:
    """Una página del acceso, con su ficha."""
    respuesta = flask.make_response(
        flask.render_template(
            plantilla, ficha=mismo_origen.ficha(flask.request),
            es_demostracion=demostracion.son_de_demostracion(), **datos,
        )
    )  # fmt: skip
    respuesta.status_code = codigo
    return respuesta


def _siguiente() -> str:
    return puerta.destino_seguro(flask.request.values.get("siguiente"), "")


def _mostrar(error: str = "", codigo: int = 200, escrita: str = "") -> flask.Response:
    motor = base_operativa.al_dia()
    if not error and cuenta.actual() is not None:
        return flask.make_response(flask.redirect(_siguiente() or "/", 303))
    aviso = "Salió del portal." if "salio" in flask.request.args else ""
    return pagina(
        "entrar.html", codigo, titulo="Entrar", error=error, aviso=aviso, siguiente=_siguiente(), cuenta=escrita,
        puestos=demostracion.PUESTOS if demostracion.hay(motor) else {},
        sin_cuentas=not usuarios.hay_reales(motor), institucional=institucional.nombre(),
    )  # fmt: skip


def _rechazar(mensaje: str, codigo: int = 403) -> flask.Response:
    return _mostrar(mensaje, codigo)


def abrir_sesion(usuario: Usuario, destino: str, como: str) -> flask.Response:
    """Sesión con número nuevo y ficha nueva; lo que el navegador trajera antes de entrar deja de servir."""
    anterior = flask.request.cookies.get(mismo_origen.GALLETA_DE_SESION)
    ficha = sesiones.abrir(base_operativa.al_dia(), usuario, anterior)
    bitacora.anotar("entrar", usuario.clave, quien=usuario.clave, como=como)
    if usuario.debe_cambiar:
        destino = "/cuenta"
    respuesta = flask.make_response(flask.redirect(destino or _inicio(usuario.rol), 303))
    respuesta.set_cookie(
        mismo_origen.GALLETA_DE_SESION, ficha, httponly=True, samesite="Lax", secure=flask.request.is_secure, path="/"
    )
    respuesta.delete_cookie(mismo_origen.GALLETA, path="/", httponly=True, samesite="Strict")
    return respuesta


def _inicio(rol: str) -> str:
    """Donde empieza cada quien: quien captura, en lo que debe."""
    return "/captura" if rol == "captura_area" else "/"


def _campo(nombre: str, largo: int) -> str:
    return flask.request.form.get(nombre, "")[:largo]


def _entrar() -> flask.Response:
    motor, escrita = base_operativa.al_dia(), _campo("cuenta", 80)
    direccion = flask.request.remote_addr or ""
    if not intentos.permitir(motor, escrita, direccion):
        bitacora.anotar("entrar.limitado", escrita, quien="anónimo")
        return _mostrar(DEMASIADOS, 429, escrita)
    try:
        usuario = usuarios.autenticar(motor, escrita, _campo("contrasena", contrasenas.MAXIMO + 1))
    except contrasenas.SinTurno as error:
        return _mostrar(str(error), 503, escrita)
    if usuario is None or not _vale(motor, usuario):
        bitacora.anotar("entrar.negado", escrita, quien="anónimo")
        return _mostrar(NO_COINCIDE, 401, escrita)
    intentos.olvidar(motor, escrita, direccion)
    return abrir_sesion(usuario, _siguiente(), "contraseña")


def _vale(motor: Engine, usuario: Usuario) -> bool:
    return not usuario.es_demostracion or demostracion.hay(motor)


def _entrar_de_un_clic() -> flask.Response:
    usuario = demostracion.cuenta(base_operativa.al_dia(), _campo("rol", 20))
    if usuario is None:
        return _mostrar(NO_DE_DEMOSTRACION, 403)
    return abrir_sesion(usuario, _siguiente(), "demostración")


def _salir() -> flask.Response:
    ficha = flask.request.cookies.get(mismo_origen.GALLETA_DE_SESION)
    if ficha:
        bitacora.anotar("salir")
        sesiones.cerrar(base_operativa.al_dia(), ficha)
    respuesta = flask.make_response(flask.redirect("/entrar?salio=1", 303))
    for galleta, sitio in ((mismo_origen.GALLETA_DE_SESION, "Lax"), (mismo_origen.GALLETA, "Strict")):
        respuesta.delete_cookie(galleta, path="/", httponly=True, samesite=sitio)
    return respuesta


# ── la propia cuenta ─────────────────────────────────────────────────────────
def _quien() -> Cuenta:
    quien = cuenta.actual()
    if quien is None:
        flask.abort(401)
    return quien


def alcance_en_palabras(areas: frozenset[str] | None) -> str:
    """«todas las áreas» o sus claves."""
    return "todas las áreas" if areas is None else f"áreas {', '.join(sorted(areas))}"


def _mi_cuenta(error: str = "", codigo: int = 200) -> flask.Response:
    quien = _quien()
    return pagina(
        "cuenta.html", codigo, titulo="Mi cuenta", quien=quien, rol=ROLES[quien.rol], error=error,
        alcance=alcance_en_palabras(quien.areas), administra=quien.puede("administrar_cuentas"),
        capacidades=[c.dice for c in matriz.leer().capacidades.values() if quien.rol in c.roles],
        con_contrasena=quien.es_local and usuarios.tiene_contrasena(base_operativa.al_dia(), quien.usuario),
    )  # fmt: skip


def _cambiar_contrasena() -> flask.Response:
    quien, motor, largo = _quien(), base_operativa.al_dia(), contrasenas.MAXIMO + 1
    if _campo("nueva", largo) != _campo("otra", largo):
        return _mi_cuenta("La contraseña nueva y su repetición no son iguales.", 422)
    if not intentos.permitir(motor, quien.clave, flask.request.remote_addr or ""):
        return _mi_cuenta(DEMASIADOS, 429)
    try:
        usuario = usuarios.cambiar_contrasena(motor, quien.usuario, _campo("actual", largo), _campo("nueva", largo))
    except (usuarios.CuentaInvalida, contrasenas.ContrasenaInaceptable) as error:
        return _mi_cuenta(str(error), 422)
    except contrasenas.SinTurno as error:
        return _mi_cuenta(str(error), 503)
    intentos.olvidar(motor, quien.clave, flask.request.remote_addr or "")
    bitacora.anotar("cuenta.contrasena", quien.clave)
    return abrir_sesion(usuario, "", "cambio de contraseña")

"""La puerta: toda petición pasa por aquí antes que por ninguna página. Lo que la matriz no permite, no entra."""

from __future__ import annotations

import logging
from urllib.parse import quote, urlsplit

import flask
from flask_login import LoginManager

from dominio.configuracion import cargar_url_bd
from dominio.operacion import sesiones
from dominio.operacion.usuarios import LOCAL, Usuario
from portal import base_operativa, mismo_origen
from portal.acceso import bitacora, cuenta, demostracion, matriz
from portal.acceso.cuenta import Cuenta
from portal.acceso.matriz import ABIERTA, CALLBACK, CUENTA, DESCARGA, NAVEGADOR, PAGINA

registro = logging.getLogger("mirador.acceso")

SIN_CUENTA = "Su sesión terminó o no ha entrado. Entre de nuevo."
NO_ES_DE_AQUI = "La petición no viene de este portal, o su página es de otra sesión. Recargue e intente de nuevo."
NO_PUEDE = "Su cuenta no puede hacer eso."
NO_EXISTE = "Eso no existe."
CAMBIE_SU_CONTRASENA = "Antes de seguir, cambie su contraseña provisional."
RUTA_DE_ENTRADA = "/entrar"
_SIN_EFECTO = frozenset({"GET", "HEAD", "OPTIONS"})
_CON_PROVISIONAL = frozenset({"acceso_cuenta", "acceso_cuenta_contrasena", "acceso_salir", "acceso_ficha"})


def registrar(servidor: flask.Flask) -> None:
    """Pone la puerta; debe ser lo primero que se registre en la aplicación."""
    gestor = LoginManager()
    gestor.session_protection = None
    gestor.anonymous_user = cuenta.Anonima
    gestor.request_loader(de_la_peticion)
    gestor.init_app(servidor)
    servidor.before_request(revisar)


def de_usuario(usuario: Usuario, huella: str = "") -> Cuenta:
    """La cuenta como la ve el portal."""
    return Cuenta(
        usuario.usuario, usuario.clave, usuario.nombre, usuario.rol, usuario.areas, huella, usuario.debe_cambiar,
        usuario.es_demostracion, usuario.origen == LOCAL,
    )  # fmt: skip


def de_la_peticion(peticion: flask.Request) -> Cuenta | None:
    """La cuenta de la sesión que trae el navegador, revisada en la base en cada petición."""
    ficha = peticion.cookies.get(mismo_origen.GALLETA_DE_SESION)
    if not ficha or not base_operativa.existe(cargar_url_bd()):
        return None
    sesion = sesiones.leer(base_operativa.al_dia(), ficha, en_demostracion=demostracion.son_de_demostracion)
    return None if sesion is None else de_usuario(sesion.usuario, sesion.huella)


def revisar() -> flask.typing.ResponseReturnValue | None:
    """Lo que corre antes de cada petición: origen, cuenta y capacidad, en ese orden."""
    peticion = flask.request
    permiso = matriz.leer().rutas.get(peticion.endpoint or "")
    if not _es_de_aqui(peticion, permiso):
        bitacora.anotar("acceso.ajeno", peticion.path, quien="anónimo", origen=peticion.headers.get("Origin"))
        return negar(403, NO_ES_DE_AQUI)
    if permiso == ABIERTA:
        return None
    quien = cuenta.actual()
    if quien is None:
        return _sin_cuenta(peticion)
    if quien.debe_cambiar and peticion.endpoint not in _CON_PROVISIONAL:
        return flask.redirect("/cuenta", 303) if _es_navegacion(peticion) else negar(403, CAMBIE_SU_CONTRASENA)
    if peticion.endpoint is None or _permite(quien, permiso, peticion):
        return None
    bitacora.anotar("acceso.negado", peticion.path)
    return negar(404, NO_EXISTE) if peticion.method in _SIN_EFECTO else negar(403, NO_PUEDE)


def _es_de_aqui(peticion: flask.Request, permiso: str | None) -> bool:
    """Lo que cambia algo debe nacer en una página de este portal y traer su ficha."""
    if peticion.method in _SIN_EFECTO:
        return True
    if permiso == CALLBACK:  # solo lee, y Dash no acepta más que JSON: basta con que no diga venir de otro lado
        return peticion.headers.get("Origin") is None or mismo_origen.es_mismo_origen(peticion)
    return mismo_origen.es_mismo_origen(peticion) and mismo_origen.trae_ficha(peticion)


def _permite(quien: Cuenta, permiso: str | None, peticion: flask.Request) -> bool:
    if permiso in (CUENTA, CALLBACK):
        return True
    if permiso == DESCARGA:
        return matriz.leer().abre(quien.rol, str((peticion.view_args or {}).get("modulo")))
    return quien.puede(permiso or "")


def permite_callback(salida: str) -> bool:
    """¿La cuenta puede correr ese callback? Los de página deciden además por su dirección."""
    permiso = matriz.leer().callbacks.get(salida, "")
    quien = cuenta.actual()
    if quien is None or permiso == NAVEGADOR:
        return False
    return permiso == PAGINA or quien.puede(permiso)


def _es_navegacion(peticion: flask.Request) -> bool:
    """Alguien abriendo una dirección en el navegador, no un guion pidiendo datos."""
    if peticion.method not in ("GET", "HEAD"):
        return peticion.mimetype == "application/x-www-form-urlencoded"
    modo = peticion.headers.get("Sec-Fetch-Mode")
    es_pagina = peticion.endpoint in ("/", "/<path:path>")
    return modo == "navigate" or (modo is None and (es_pagina or "text/html" in peticion.headers.get("Accept", "")))


def _sin_cuenta(peticion: flask.Request) -> flask.typing.ResponseReturnValue:
    """A quien navega, la entrada; a lo demás, 401 sin decir qué hay."""
    if not _es_navegacion(peticion):
        return negar(401, SIN_CUENTA)
    siguiente = peticion.full_path.rstrip("?") if peticion.method in _SIN_EFECTO else "/"
    destino = RUTA_DE_ENTRADA if siguiente == "/" else f"{RUTA_DE_ENTRADA}?siguiente={_escapar(siguiente)}"
    return flask.redirect(destino, 303)


def _escapar(direccion: str) -> str:
    return quote(direccion[:1000], safe="/")


def negar(codigo: int, mensaje: str) -> flask.Response:
    """La negativa, en JSON o como página según quién pregunta; nunca dice qué hay detrás."""
    if _es_navegacion(flask.request) and flask.request.endpoint not in ("/", "/<path:path>"):
        respuesta = flask.make_response(flask.render_template("aviso.html", titulo=mensaje, ficha=""))
    else:
        respuesta = flask.jsonify(error=mensaje)
    respuesta.status_code = codigo
    return respuesta


def destino_seguro(pedido: object, omision: str = "/") -> str:
    """``siguiente`` solo si es una dirección relativa de este portal; si no, la de omisión."""
    if not isinstance(pedido, str) or not pedido.startswith("/") or len(pedido) > 1000:
        return omision
    if pedido.startswith("//") or "\\" in pedido or any(ord(c) < 33 or ord(c) == 127 for c in pedido):
        return omision
    partes = urlsplit(pedido)
    conocida = matriz.pagina_de(partes.path) is not None or partes.path in ("/cuenta", "/usuarios")
    return pedido if conocida and not partes.scheme and not partes.netloc else omision

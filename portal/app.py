"""El portal: Dash sobre Flask, con páginas registradas explícitamente y todo servido desde casa."""

from __future__ import annotations

import logging
from html import escape as html_seguro
from pathlib import Path
from typing import Any

import dash
import flask
from dash import ClientsideFunction, Input, Output, State, dcc, html
from flask_compress import Compress
from sqlalchemy.exc import SQLAlchemyError
from werkzeug.exceptions import HTTPException
from werkzeug.middleware.proxy_fix import ProxyFix

from dominio.configuracion import cargar_intermediarios
from dominio.operacion.base import BaseOperativaInaccesible
from dominio.operacion.usuarios import ROLES
from portal import almacen, descargas, mismo_origen, operacion, respuestas
from portal.acceso import administracion, cuenta, entrada, matriz, puerta
from portal.componentes.ligero import aligerar
from portal.paginas import INDICE
from portal.registro_paginas import nueva_referencia, registrar_paginas

registro = logging.getLogger("mirador.portal")

CARPETA_ESTATICOS = Path(__file__).resolve().parent / "assets"
CARPETA_DE_PLANTILLAS = Path(__file__).resolve().parent / "acceso" / "plantillas"
LARGO_MAXIMO_DE_CUERPO = 256 * 1024
LARGO_MAXIMO_DE_DIRECCION = 4096
RUTAS_ESTATICAS = ("/assets/", "/_dash-component-suites/", "/_favicon.ico")
RUTA_DE_CALLBACKS = "/_dash-update-component"

_IDIOMA = '<html lang="es-MX"'
_INDICE_HTML = """<!DOCTYPE html>
<html lang="es-MX" data-bs-theme="light">
<head>
{%metas%}
<title>{%title%}</title>
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="description" content="Mirador: portal de inteligencia de la alcaldía.">
<link rel="icon" href="/assets/marca.svg" type="image/svg+xml">
<link rel="preload" href="/assets/fuentes/archivo-latin-wdth-normal.woff2" as="font" type="font/woff2" crossorigin>
<script src="/assets/tema.js?v=__HUELLA__"></script>
{%css%}
</head>
<body>
<noscript><p class="mi-contenido"><b>Mirador necesita JavaScript.</b> Actívelo y recargue.</p></noscript>
{%app_entry%}
<footer class="mi-guiones">
{%config%}
{%scripts%}
{%renderer%}
</footer>
</body>
</html>"""
_ESQUELETO = """<div id="react-entry-point"><div class="_dash-loading mi-app mi-esqueleto" role="status">
<div class="mi-lateral"></div><div class="mi-cuerpo"><div class="mi-barra-tel"></div><div class="mi-cabecera"></div>
<div class="mi-contenido"><span class="oculto">Cargando Mirador</span>
<i class="hueso titular"></i><div class="fila"><div class="c7"><i class="hueso bloque"></i></div>
<div class="c5"><i class="hueso bloque"></i></div></div></div></div></div></div>"""


class _Mirador(dash.Dash):
    """Dash con el armazón de carga de la casa en lugar de «Loading…»."""

    def interpolate_index(self, **piezas: Any) -> str:
        piezas["app_entry"] = _ESQUELETO
        piezas["metas"] = '<meta charset="utf-8">'
        piezas["title"] = _titulo(flask.request.path)
        return super().interpolate_index(**piezas).replace(_IDIOMA, f"{_IDIOMA}{_de_quien()}", 1)


def _de_quien() -> str:
    """Quién está, en el documento: la pantalla, que se guarda y se comparte, no lo lleva."""
    quien = cuenta.actual()
    if quien is None:
        return ""
    datos = {"quien": quien.nombre, "rol": ROLES[quien.rol], "ficha": mismo_origen.ficha(flask.request)}
    if quien.puede("administrar_cuentas"):
        datos["cuentas"] = "1"
    return "".join(f' data-{nombre}="{html_seguro(valor)}"' for nombre, valor in datos.items())


def _titulo(ruta: str) -> str:
    """Título del documento desde el primer byte, por su ruta en el ÍNDICE."""
    for pagina in INDICE:
        raiz, _, variable = pagina.ruta.partition("/<")
        if (ruta.rstrip("/") == raiz.rstrip("/") and not variable) or (variable and ruta.startswith(f"{raiz}/")):
            return f"{pagina.titulo} · Mirador"
    return "Mirador"


def crear_app() -> dash.Dash:
    """La aplicación lista para servir; ``crear_app().server`` es la aplicación WSGI."""
    aligerar()
    servidor = flask.Flask("portal", static_folder=None, template_folder=str(CARPETA_DE_PLANTILLAS))
    servidor.config.update(
        MAX_CONTENT_LENGTH=LARGO_MAXIMO_DE_CUERPO,
        COMPRESS_ALGORITHM=["br", "gzip"],
        COMPRESS_BR_LEVEL=2,
        COMPRESS_CACHE_BACKEND=respuestas.Comprimidos,
        COMPRESS_CACHE_KEY=respuestas.llave_de_estatico,
        COMPRESS_MIMETYPES=["text/html", "text/css", "application/json", "application/javascript",
                            "text/javascript", "image/svg+xml"],
    )  # fmt: skip
    Compress(servidor)
    _proteger(servidor)
    app = _Mirador(
        __name__,
        server=servidor,
        use_pages=True,
        pages_folder="",
        assets_folder=str(CARPETA_ESTATICOS),
        assets_ignore=r"tema\.js$",
        serve_locally=True,
        suppress_callback_exceptions=True,
        title="Mirador",
        update_title="",
        index_string=_INDICE_HTML.replace("__HUELLA__", _huella("tema.js")),
        enable_mcp=False,
    )
    app.layout = _raiz()
    registrar_paginas(app)
    _callbacks_de_cliente(app)
    descargas.registrar(servidor)
    operacion.registrar(servidor)
    entrada.registrar(servidor)
    administracion.registrar(servidor)
    servidor.add_url_rule("/salud", "salud", salud)
    # Dash se acaba de armar en la primera petición; si a un trabajador le tocara primero un callback,
    # la puerta no lo conocería y lo negaría. Por eso se arma aquí.
    with servidor.test_request_context("/salud"):
        servidor.preprocess_request()
    matriz.comprobar(app)
    intermediarios = cargar_intermediarios()
    if intermediarios:  # solo entonces se cree lo que dicen de quién pide y por dónde
        servidor.wsgi_app = ProxyFix(servidor.wsgi_app, intermediarios, intermediarios, intermediarios)  # type: ignore[method-assign]
    return app


def _huella(nombre: str) -> str:
    return str(int((CARPETA_ESTATICOS / nombre).stat().st_mtime))


def _raiz() -> html.Div:
    """Lo que no cambia entre páginas: la dirección, el tema y el hueco de la pantalla."""
    return html.Div([dcc.Store(id="mi-tema"), dash.page_container], id="mi-raiz")


def _callbacks_de_cliente(app: dash.Dash) -> None:
    """Lo que el navegador resuelve solo: color de las gráficas y panel «Más»."""
    app.clientside_callback(
        ClientsideFunction("mirador", "figura"),
        Output({"mi": "grafica", "de": dash.MATCH}, "figure"),
        Input({"mi": "figura", "de": dash.MATCH}, "data"),
        Input("mi-tema", "data"),
    )
    app.clientside_callback(
        ClientsideFunction("mirador", "alternar"),
        Output("panel-mas", "is_open"),
        Input("abrir-mas", "n_clicks"),
        State("panel-mas", "is_open"),
        prevent_initial_call=True,
    )


def salud() -> tuple[flask.Response, int]:
    """Para monitoreo: estado, versión y corte; 503 si no hay versión que servir. Sin datos."""
    try:
        version = almacen.version()
    except almacen.SinPublicacion:
        return flask.jsonify(estado="sin_publicacion", version=None, corte=None), 503
    aviso = almacen.aviso()
    estado = "con_aviso" if aviso else "en_orden"
    corte = version.corte.isoformat() if version.corte else None
    return flask.jsonify(estado=estado, version=version.version, corte=corte, aviso=aviso), 200


# ── la puerta ────────────────────────────────────────────────────────────────
def _proteger(servidor: flask.Flask) -> None:
    puerta.registrar(servidor)
    servidor.before_request(_revisar_cuerpo)
    servidor.after_request(_cabeceras)
    servidor.after_request(mismo_origen.poner_galleta)
    servidor.after_request(respuestas.guardar_pantalla)
    servidor.register_error_handler(Exception, _error)


def _revisar_cuerpo() -> flask.Response | None:
    """Un cuerpo de callback sin la forma de Dash es 400; una pantalla ya dibujada sale tal cual."""
    if flask.request.path != RUTA_DE_CALLBACKS or flask.request.method != "POST":
        return None
    try:
        cuerpo = flask.request.get_json(silent=True)
    except RecursionError:  # un anidado sin fondo
        cuerpo = None
    if isinstance(cuerpo, dict) and _es_callback(cuerpo):
        if not puerta.permite_callback(cuerpo["output"]):
            return puerta.negar(403, puerta.NO_PUEDE)
        return respuestas.pantalla_guardada()
    registro.warning("Cuerpo de callback malformado desde %s", flask.request.remote_addr)
    return _respuesta_de_error(400, "La petición no tiene la forma esperada.")


def _es_callback(cuerpo: object) -> bool:
    if not isinstance(cuerpo, dict) or not isinstance(cuerpo.get("output"), str):
        return False
    if cuerpo["output"] not in dash.get_app().callback_map:
        return False
    entradas, estados = cuerpo.get("inputs"), cuerpo.get("state", [])
    if not isinstance(entradas, list) or not isinstance(estados, list):
        return False
    return isinstance(cuerpo.get("outputs"), dict | list) and all(_es_entrada(entrada) for entrada in entradas)


def _es_entrada(entrada: object) -> bool:
    """La dirección solo puede ser texto: lo demás ni siquiera llega a Dash."""
    if isinstance(entrada, list):
        return all(_es_entrada(parte) for parte in entrada)
    if not isinstance(entrada, dict):
        return False
    valor = entrada.get("value")
    es_direccion = entrada.get("id") == "_pages_location"
    return not es_direccion or valor is None or (isinstance(valor, str) and len(valor) <= LARGO_MAXIMO_DE_DIRECCION)


def _cabeceras(respuesta: flask.Response) -> flask.Response:
    respuesta.headers.setdefault("X-Content-Type-Options", "nosniff")
    respuesta.headers.setdefault("X-Frame-Options", "DENY")
    respuesta.headers.setdefault("Referrer-Policy", "same-origin")
    respuesta.headers.setdefault("Permissions-Policy", "camera=(), microphone=(), geolocation=()")
    respuesta.headers.setdefault("Cross-Origin-Opener-Policy", "same-origin")
    respuesta.headers["Content-Security-Policy"] = _politica()
    if flask.request.is_secure:
        respuesta.headers["Strict-Transport-Security"] = "max-age=31536000"
    if not flask.request.path.startswith(RUTAS_ESTATICAS):
        respuesta.headers["Cache-Control"] = "no-store"
        respuesta.vary.add("Cookie")
    elif flask.request.path.startswith("/assets/") and respuesta.status_code == 200:
        con_huella = "m" in flask.request.args or "v" in flask.request.args
        duracion = "max-age=31536000, immutable" if con_huella else "max-age=3600"
        respuesta.headers["Cache-Control"] = f"public, {duracion}"
    return respuesta


_politicas: dict[int, str] = {}


def _politica() -> str:
    """CSP con la huella de los guiones en línea de Dash, que se completan en la primera petición."""
    app = dash.get_app()
    guiones = len(app._inline_scripts)  # cuando Dash agrega uno, cambia la política
    if guiones not in _politicas:
        huellas = " ".join(app.csp_hashes())
        _politicas[guiones] = (
            f"default-src 'self'; script-src 'self' {huellas}; style-src 'self' 'unsafe-inline'; "
            "img-src 'self' data: blob:; font-src 'self' data:; connect-src 'self'; worker-src 'self' blob:; "
            "object-src 'none'; base-uri 'self'; form-action 'self'; frame-ancestors 'none'"
        )
    return _politicas[guiones]


def _respuesta_de_error(codigo: int, mensaje: str, referencia: str | None = None) -> flask.Response:
    cuerpo = {"error": mensaje} | ({"referencia": referencia} if referencia else {})
    respuesta = flask.jsonify(cuerpo)
    respuesta.status_code = codigo
    return respuesta


_MENSAJES = {
    400: "La petición no se entiende.",
    401: "Su sesión terminó o no ha entrado. Entre de nuevo.",
    404: "Eso no existe.",
    405: "Esa operación no está permitida.",
    413: "Lo enviado es demasiado grande.",
    415: "El formato de lo enviado no se acepta.",
}


def _error(error: Exception) -> flask.Response:
    """Errores en español, sin interioridades y con número de referencia para hallarlos en el registro."""
    if isinstance(error, HTTPException) and error.code is not None and error.code < 500:
        return _respuesta_de_error(error.code, _MENSAJES.get(error.code, "La petición no se pudo atender."))
    if isinstance(error, dash.exceptions.PreventUpdate):
        return flask.Response(status=204)
    if isinstance(error, dash.exceptions.DependencyException):  # un guion de Dash que no existe
        return _respuesta_de_error(404, _MENSAJES[404])
    if isinstance(error, almacen.SinPublicacion):
        return _respuesta_de_error(503, "Todavía no hay datos publicados.")
    if isinstance(error, SQLAlchemyError | BaseOperativaInaccesible):
        referencia = nueva_referencia()
        registro.error("Falla %s: la base operativa no abre (%s)", referencia, type(error).__name__)
        return _respuesta_de_error(503, "No se puede comprobar quién entra. Avise al equipo de datos.", referencia)
    referencia = nueva_referencia()
    registro.error("Falla %s en %s", referencia, flask.request.path, exc_info=error)
    return _respuesta_de_error(
        500, "Algo falló de nuestro lado. Avise al equipo de datos con la referencia.", referencia
    )

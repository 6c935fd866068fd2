"""Rutas de informes fuera de Dash: generar, avance, archivo y acuerdos. Lo que cambia algo solo se acepta de aquí."""

from __future__ import annotations

import logging
from typing import Any

import flask
from sqlalchemy.exc import SQLAlchemyError

from dominio.configuracion import cargar
from dominio.informes import registro as generados
from dominio.operacion import base
from dominio.operacion.acuerdos import AcuerdoInvalido
from portal import almacen, formato, mismo_origen
from portal.alcance import quien_captura
from portal.paginas.informes import acuerdos, consultas, trabajos

registro = logging.getLogger("mirador.informes")
TIPOS_MIME = {
    "pdf": "application/pdf",
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}
ACUERDOS = "/informes/acuerdos"
_NEGADO = "Esto debe hacerse desde la página Informes. Recárguela e intente de nuevo."
_SIN_BASE = "La base operativa no abre y no se guardó nada. Avise al equipo de datos."
_SIN_FORMA = "Lo pedido no tiene la forma esperada. Recargue la página e intente de nuevo."


def registrar(servidor: flask.Flask) -> None:
    """Da de alta las rutas."""
    servidor.add_url_rule("/informes/generar", "informes_generar", _generar, methods=["POST"])
    servidor.add_url_rule("/informes/avance/<trabajo>.json", "informes_avance", _avance)
    servidor.add_url_rule("/descargas/informes/archivo/<clave>/<extension>", "informes_archivo", _archivo)
    servidor.add_url_rule(ACUERDOS, "informes_acuerdos", _acordar, methods=["POST"])


def _negar(codigo: int, mensaje: str) -> flask.Response:
    respuesta = flask.jsonify(error=mensaje)
    respuesta.status_code = codigo
    return respuesta


def _viene_de_aqui(peticion: flask.Request) -> bool:
    if mismo_origen.es_mismo_origen(peticion) and mismo_origen.trae_ficha(peticion):
        return True
    registro.warning("Petición negada: no viene de la página (%s)", peticion.headers.get("Origin"))
    return False


def _datos() -> dict[str, str] | None:
    """El cuerpo como textos, o ``None`` si no es eso."""
    cuerpo = flask.request.get_json(silent=True)
    if not isinstance(cuerpo, dict) or not all(isinstance(v, str) for v in cuerpo.values()):
        return None
    return cuerpo


def _es_area(area: str | None) -> bool:
    """Vacía, o una de las que esta persona puede ver; ajena e inexistente se contestan igual."""
    alcance = quien_captura()
    conocidas = {a["area_clave"] for a in consultas.areas()}
    return alcance.puede(area) and (area is None or area in conocidas)


def _generar() -> flask.Response:
    if not _viene_de_aqui(flask.request):
        return _negar(403, _NEGADO)
    datos = _datos()
    if datos is None:
        return _negar(400, _SIN_FORMA)
    tipo, mes, area = datos.get("tipo", ""), datos.get("mes", ""), datos.get("area") or None
    meses = {formato.periodo_clave(p["periodo"]) for p in consultas.periodos()}
    if tipo not in generados.TITULOS or mes not in meses or (area and tipo in generados.SIN_AREA):
        return _negar(400, _SIN_FORMA)
    if not _es_area(area):
        return _negar(404, "Esa área no existe.")
    try:
        trabajo = trabajos.lanzar(cargar(), tipo, mes, area)
    except trabajos.SinLugar:
        respuesta = _negar(503, "Hay varios informes generándose. Intente en un momento.")
        respuesta.headers["Retry-After"] = "5"
        return respuesta
    respuesta = flask.jsonify(trabajo=trabajo, consulta=f"/informes/avance/{trabajo}.json")
    respuesta.status_code = 202
    return respuesta


def _avance(trabajo: str) -> flask.Response:
    avance = generados.leer_avance(cargar(), trabajo)
    if avance is None:
        flask.abort(404)
    visibles: dict[str, Any] = {k: avance[k] for k in ("paso", "porcentaje", "error", "clave") if k in avance}
    return flask.jsonify(visibles)


def _archivo(clave: str, extension: str) -> flask.Response:
    """Un archivo generado, si es de su alcance y sus bytes son los registrados; lo demás es 404."""
    cfg = cargar()
    ficha = generados.ficha_de(cfg, clave)
    if ficha is None or extension not in TIPOS_MIME or not quien_captura().puede(ficha.get("area")):
        flask.abort(404)
    ruta = generados.ruta_de(cfg, clave, extension)
    if ruta is None:
        registro.error("El archivo %s.%s no está o no es el que se registró", clave, extension)
        return _negar(410, "El archivo ya no es el que se registró. Genere el informe otra vez.")
    respuesta = flask.Response(ruta.read_bytes(), mimetype=TIPOS_MIME[extension])
    respuesta.headers["Content-Disposition"] = f'attachment; filename="{clave}.{extension}"'
    return respuesta


def _acordar() -> flask.Response:
    if not _viene_de_aqui(flask.request):
        return _negar(403, _NEGADO)
    datos = _datos()
    if datos is None:
        return _negar(400, _SIN_FORMA)
    if not _es_area(datos.get("area_clave") or None):
        return _negar(404, "Esa área no existe.")
    try:
        hecho = acuerdos.registrar(datos, almacen.version().hoy or cargar().hoy, quien_captura())
    except AcuerdoInvalido as error:
        return _negar(422, str(error))
    except (base.BaseOperativaInaccesible, SQLAlchemyError) as error:
        registro.error("No se registró el acuerdo: %s", type(error).__name__)
        return _negar(503, _SIN_BASE)
    registro.info("Reunión %s: %s", hecho.reunion, hecho.accion)
    return flask.jsonify(secuencia=hecho.secuencia)

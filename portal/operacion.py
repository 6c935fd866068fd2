"""La base operativa vista desde el portal: qué se ha hecho con cada alerta, y registrar lo que alguien hace.

Las páginas leen de aquí lo vivo; los datos, de ``almacen``. Si la base no existe todavía, nadie ha hecho nada; si no
abre, se dice y la pantalla sigue.
"""

from __future__ import annotations

import dataclasses
import logging

import flask
from sqlalchemy.exc import SQLAlchemyError

from dominio.configuracion import cargar, cargar_url_bd
from dominio.operacion import alertas, auditoria, base
from dominio.operacion.alertas import Evento, Situacion
from portal import almacen, base_operativa
from portal.acceso import cuenta

registro = logging.getLogger("mirador.portal")

RUTA = "/operacion/alertas"
SIN_BASE = "La base operativa no abre: no se ve ni se puede registrar lo atendido. Avise al equipo de datos."


def revision() -> int:
    """Número del último acto registrado: cambia con cada uno. 0 sin base; -1 si no abre. Uno por petición."""
    if not flask.has_request_context():
        return _revision()
    if "revision_operativa" not in flask.g:
        flask.g.revision_operativa = _revision()
    return int(flask.g.revision_operativa)


def _revision() -> int:
    url = cargar_url_bd()
    if not base_operativa.existe(url):
        return 0
    try:
        return alertas.revision(base_operativa.motor(url))
    except SQLAlchemyError as error:
        registro.error("La base operativa no abre: %s", type(error).__name__)
        return -1


def situaciones() -> dict[str, Situacion] | None:
    """Situación de cada alerta con actos, a la fecha de referencia de los datos; ``None`` si la base no abre."""
    url = cargar_url_bd()
    if not base_operativa.existe(url):
        return {}
    try:
        eventos = alertas.leer(base_operativa.motor(url))
    except SQLAlchemyError:
        return None
    hoy = almacen.version().hoy or cargar().hoy
    return {clave: alertas.situacion(propios, hoy) for clave, propios in alertas.por_alerta(eventos).items()}


def registrar(servidor: flask.Flask) -> None:
    """Da de alta la ruta que recibe los actos sobre alertas."""
    servidor.add_url_rule(RUTA, "operacion_alertas", _recibir, methods=["POST"])


def _recibir() -> tuple[flask.Response, int]:
    datos = flask.request.get_json(silent=True)
    if not isinstance(datos, dict):
        return flask.jsonify(error="La petición no se entiende."), 400
    hoy = almacen.version().hoy or cargar().hoy
    try:
        evento = alertas.validar(datos, hoy)
    except alertas.EventoInvalido as error:
        return flask.jsonify(error=str(error)), 422
    evento = dataclasses.replace(evento, autor=firmado(evento.autor))
    if not _es_alerta(evento.alerta_clave):
        return flask.jsonify(error="Esa alerta no está en los datos publicados. Recargue la página."), 404
    url = cargar_url_bd()
    try:
        base.preparar(url)
        hecho = alertas.registrar(base_operativa.motor(url), evento)
    except (base.BaseOperativaInaccesible, SQLAlchemyError) as error:
        registro.error("No se registró el acto: %s", error)
        return flask.jsonify(error="La base operativa no abre y no se guardó nada. Avise al equipo de datos."), 503
    registro.info("Alerta %s: %s", hecho.alerta_clave, hecho.accion)
    return flask.jsonify(secuencia=hecho.secuencia), 200


def firmado(dicho: str) -> str:
    """El nombre o cargo que alguien escribió y, entre paréntesis, la cuenta con la que entró: eso no se escribe."""
    quien = cuenta.actual()
    firma = f" ({quien.clave})" if quien is not None else ""
    return f"{dicho[: alertas.LARGO_NOMBRE - len(firma)]}{firma}"


def _es_alerta(clave: str) -> bool:
    return bool(
        almacen.consultar(
            "select 1 as uno from mart_seguimiento__alertas where alerta_clave = $clave limit 1", {"clave": clave}
        )
    )


def evento_hecho(situacion: Situacion | None, secuencia: str | None) -> Evento | None:
    """El acto recién registrado, si es de esta alerta."""
    eventos = situacion.eventos if situacion else ()
    return next((e for e in eventos if str(e.secuencia) == secuencia), None)


def anotar(quien: str, accion: str, objeto: str, detalle: object = "") -> bool:
    """Deja rastro de un acto que ya tiene su propia constancia (un recibo, una negativa); falso si la base no abre.

    No deshace el acto: quien entrega a tiempo no pierde su recibo porque la base no abra. Queda en el registro.
    """
    try:
        auditoria.anotar(base_operativa.al_dia(), quien, accion, objeto, detalle)
    except (base.BaseOperativaInaccesible, SQLAlchemyError) as error:
        registro.error("Sin rastro de %s %s: %s", accion, objeto, error)
        return False
    return True

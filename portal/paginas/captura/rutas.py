"""Rutas de la captura fuera de Dash: plantillas, entrega, recibo y libro anotado. Negadas si no vienen de aquí."""

from __future__ import annotations

import errno
import io
import logging
from collections.abc import Callable
from datetime import date
from typing import IO, Any

import flask

from dominio.capturas import deposito, recibos
from dominio.capturas.contexto import limite_en_bytes
from dominio.capturas.plantilla import Plantilla, empaquetar, escribir
from dominio.capturas.recibos import Recibo
from dominio.configuracion import Configuracion, cargar
from portal import mismo_origen, operacion
from portal.alcance import quien_captura
from portal.paginas.captura import consultas, directa, entrega, plantillas

registro = logging.getLogger("mirador.captura")
TIPO_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_ENVOLTURA = 64 * 1024
_PARTES = 4
_NEGADA = "La entrega debe hacerse desde la página Captura. Recárguela e intente de nuevo."


def registrar(servidor: flask.Flask) -> None:
    """Da de alta las rutas."""
    servidor.add_url_rule("/descargas/captura/plantillas/<mes>/<area>.xlsx", "captura_plantilla", _plantilla)
    servidor.add_url_rule("/descargas/captura/plantillas/<mes>.zip", "captura_plantillas", _todas)
    servidor.add_url_rule("/captura/entregas", "captura_entregas", _entregar, methods=["POST"])
    servidor.add_url_rule("/captura/practica", "captura_practica", _practicar, methods=["POST"])
    servidor.add_url_rule("/captura/directa/<mes>/<area>.json", "captura_renglones", _renglones)
    servidor.add_url_rule("/captura/directa", "captura_directa", _capturar, methods=["POST"])
    servidor.add_url_rule("/captura/recibos/<folio>.json", "captura_recibo", _recibo)
    servidor.add_url_rule("/descargas/captura/recibos/<folio>/anotado.xlsx", "captura_anotado", _anotado)


def _periodo(mes: str) -> date:
    """El mes de la dirección, si hay programa para él."""
    existentes: dict[str, date] = {f"{r['periodo']:%Y-%m}": r["periodo"] for r in consultas.periodos()}
    if mes not in existentes:
        flask.abort(404)
    return existentes[mes]


def _adjunto(contenido: bytes, nombre: str, tipo: str) -> flask.Response:
    respuesta = flask.Response(contenido, mimetype=tipo)
    respuesta.headers["Content-Disposition"] = f'attachment; filename="{nombre}"'
    return respuesta


def _una(periodo: date, area: str) -> Plantilla:
    """La plantilla de un área; ajena, inexistente o sin metas se contestan igual: 404."""
    claves = {renglon["area_clave"] for renglon in consultas.areas()}
    hechas = plantillas.de_las_areas(periodo, [area]) if area in claves and quien_captura().puede(area) else []
    if not hechas:
        flask.abort(404)
    return hechas[0]


def _plantilla(mes: str, area: str) -> flask.Response:
    plantilla = _una(_periodo(mes), area)
    return _adjunto(escribir(plantilla), plantilla.nombre_de_archivo, TIPO_EXCEL)


def _todas(mes: str) -> flask.Response:
    periodo, alcance = _periodo(mes), quien_captura()
    areas = [renglon["area_clave"] for renglon in consultas.areas() if alcance.puede(renglon["area_clave"])]
    hechas = plantillas.de_las_areas(periodo, areas)
    if not hechas:
        flask.abort(404)
    return _adjunto(empaquetar(hechas), f"plantillas_{periodo:%Y-%m}.zip", "application/zip")


def _negar(codigo: int, mensaje: str) -> flask.Response:
    respuesta = flask.jsonify(error=mensaje)
    respuesta.status_code = codigo
    return respuesta


def _viene_de_aqui(peticion: flask.Request) -> bool:
    if mismo_origen.es_mismo_origen(peticion) and mismo_origen.trae_ficha(peticion):
        return True
    registro.warning("Entrega negada: no viene de la página (%s)", peticion.headers.get("Origin"))
    return False


def _renglones(mes: str, area: str) -> flask.Response:
    """Lo que se debe capturar, para hacerlo en la página sin Excel."""
    return flask.jsonify(directa.renglones(_una(_periodo(mes), area)))


def _capturar() -> flask.Response:
    """Lo escrito en la página se vuelve el mismo libro de siempre y sigue el mismo camino: regla, recibo y celda."""
    if not _viene_de_aqui(flask.request):
        return _negar(403, _NEGADA)
    pedido = directa.leer_pedido(flask.request.get_json(silent=True))
    if pedido is None:
        return _negar(400, "La captura no tiene la forma esperada. Recargue la página e intente de nuevo.")
    plantilla = _una(_periodo(pedido.mes), pedido.area)
    contenido = directa.libro(plantilla, pedido)
    if contenido is None:
        return _negar(400, "Hay metas que no se capturan en ese mes. Recargue la página e intente de nuevo.")
    return _recibir(io.BytesIO(contenido), f"captura directa {pedido.area} {pedido.mes}.xlsx")


def _entregar(*, es_practica: bool = False) -> flask.Response:
    peticion = flask.request
    if not _viene_de_aqui(peticion):
        return _negar(403, _NEGADA)
    limite = limite_en_bytes()
    # Solo aquí se acepta un cuerpo grande; lo que pasa de medio megabyte va a disco, no a memoria.
    peticion.max_content_length = limite + _ENVOLTURA
    peticion.max_form_parts = _PARTES
    archivo = peticion.files.get("archivo")
    if archivo is None:
        return _negar(400, "La entrega no trae ningún archivo.")
    return (_de_practica if es_practica else _recibir)(archivo.stream, archivo.filename)


def _practicar() -> flask.Response:
    """Equivocarse sin consecuencias: la misma revisión y el mismo libro anotado, sin recibo ni depósito."""
    return _entregar(es_practica=True)


def _recibir(contenido: IO[bytes], nombre: str | None) -> flask.Response:
    return _atender(lambda cfg: entrega.respuesta(cfg, entrega.recibir(cfg, contenido, nombre, quien_captura())))


def _de_practica(contenido: IO[bytes], nombre: str | None) -> flask.Response:
    return _atender(lambda cfg: entrega.practicar(cfg, contenido, nombre, quien_captura()))


def _atender(hacer: Callable[[Configuracion], dict[str, Any]]) -> flask.Response:
    try:
        datos = hacer(cargar())
    except entrega.SinTurno:
        respuesta = _negar(503, "Hay otras entregas revisándose. Se intenta de nuevo en un momento.")
        respuesta.headers["Retry-After"] = "1"
        return respuesta
    except deposito.ArchivoGrande as grande:
        return _negar(413, f"{grande} Quite hojas o imágenes y entréguelo otra vez.")
    except OSError as error:
        if error.errno not in (errno.ENOSPC, errno.EDQUOT):
            raise
        registro.error("Sin espacio para recibir capturas: %s", error)
        return _negar(507, "No hay espacio para recibir el archivo y no se dio recibo. Avise al equipo de datos.")
    return flask.jsonify(datos)


def _buscar(folio: str) -> Recibo:
    """Ausente y ajeno se contestan igual: 404."""
    recibo, alcance = recibos.buscar(cargar(), folio), quien_captura()
    if recibo is None or not alcance.puede(recibo.area):
        if recibo is not None:
            operacion.anotar(alcance.quien, "captura:recibo_ajeno", recibo.folio)
        flask.abort(404)
    return recibo


def _recibo(folio: str) -> flask.Response:
    datos: dict[str, Any] = entrega.respuesta(cargar(), _buscar(folio))
    return flask.jsonify(datos)


def _anotado(folio: str) -> flask.Response:
    recibo = _buscar(folio)
    ruta = deposito.ruta_del_anotado(cargar(), recibo.sha256)
    if not ruta.is_file():
        flask.abort(404)
    return _adjunto(ruta.read_bytes(), f"por_corregir_{recibo.folio}.xlsx", TIPO_EXCEL)

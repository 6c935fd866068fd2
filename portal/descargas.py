"""Descargas en CSV y Excel de lo que cada página declara, seguras de abrir.

Una página ofrece ``DESCARGAS = {"nombre": funcion}``; la función recibe los filtros de la
dirección y devuelve renglones (``list[dict]``). Quedan en ``/descargas/<modulo>/<nombre>.csv``
y ``.xlsx``, con la misma versión de datos que la pantalla. Con ``FICHAS = {"nombre": funcion}`` el
libro lleva además una hoja ``ficha`` con los renglones que dé esa función.
"""

from __future__ import annotations

import csv
import importlib
import inspect
import io
from collections.abc import Callable, Iterator
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import flask
import xlsxwriter

from portal import almacen, direccion, vistas
from portal.paginas import INDICE

Renglon = dict[str, Any]
Fuente = Callable[..., list[Renglon] | bytes]
"""Da renglones, o los bytes de un libro de Excel ya armado."""

TOPE_DE_RENGLONES = 50_000
_PELIGROSOS = ("=", "+", "-", "@", "|", "%", "\t", "\r")
_TIPO_EXCEL = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


def destino(modulo: str, nombre: str, formato: str = "xlsx") -> str:
    """Dirección de una descarga con los filtros de la pantalla: ``destino("seguimiento.ranking", "areas")``."""
    return direccion.armar(f"/descargas/{modulo}/{nombre}.{formato}", dict(direccion.actual().parametros))


def registrar(servidor: flask.Flask) -> None:
    """Da de alta la ruta de descargas."""
    servidor.add_url_rule("/descargas/<modulo>/<nombre>.<formato>", "descargas", _descargar)


def _fuente(modulo: str, nombre: str) -> Fuente:
    if modulo not in {pagina.modulo for pagina in INDICE}:
        flask.abort(404)
    ofrecidas = getattr(importlib.import_module(f"portal.paginas.{modulo}.pagina"), "DESCARGAS", {})
    if nombre not in ofrecidas:
        flask.abort(404)
    fuente: Fuente = ofrecidas[nombre]
    return fuente


def _descargar(modulo: str, nombre: str, formato: str) -> flask.Response:
    if formato not in ("csv", "xlsx"):
        flask.abort(404)
    fuente = _fuente(modulo, nombre)
    parametros = direccion.depurar({clave: flask.request.args.getlist(clave) for clave in flask.request.args})
    elegida = vistas.elegir(modulo, parametros)
    firma = inspect.signature(fuente).parameters
    if not any(p.kind is inspect.Parameter.VAR_KEYWORD for p in firma.values()):
        parametros = {clave: valor for clave, valor in parametros.items() if clave in firma}
    version = almacen.version()
    datos = fuente(**parametros)
    if isinstance(datos, bytes):
        if formato != "xlsx":
            flask.abort(404)
        contenido = datos
    else:
        renglones = datos[:TOPE_DE_RENGLONES]
        if formato == "csv":
            contenido = en_csv(renglones)
        else:
            contenido = en_excel(renglones, _leyenda(version, elegida), _ficha(modulo, nombre, parametros))
    respuesta = flask.Response(contenido, mimetype="text/csv; charset=utf-8" if formato == "csv" else _TIPO_EXCEL)
    respuesta.headers["Content-Disposition"] = f'attachment; filename="mirador_{nombre}_{version.version}.{formato}"'
    return respuesta


def _ficha(modulo: str, nombre: str, parametros: dict[str, Any]) -> list[Renglon]:
    """Renglones de la hoja ``ficha``, si la página la ofrece para esta descarga."""
    ofrecidas = getattr(importlib.import_module(f"portal.paginas.{modulo}.pagina"), "FICHAS", {})
    if nombre not in ofrecidas:
        return []
    firma = inspect.signature(ofrecidas[nombre]).parameters
    renglones: list[Renglon] = ofrecidas[nombre](**{c: v for c, v in parametros.items() if c in firma})
    return renglones


def _leyenda(version: almacen.Version, elegida: Any) -> str:
    corte = f", corte {version.corte.isoformat()}" if version.corte else ""
    demostracion = ". Datos sintéticos de demostración" if version.es_demostracion else ""
    return f"Mirador, versión {version.version}{corte}{vistas.leyenda(elegida)}{demostracion}"


def sin_formula(valor: object) -> object:
    """Texto que una hoja de cálculo tomaría por fórmula, con apóstrofo al frente; los números quedan igual."""
    if not isinstance(valor, str):
        return valor
    if not valor.lstrip().startswith(_PELIGROSOS) and not valor.startswith(("\t", "\r")):
        return valor
    try:
        float(valor.replace(",", ""))
    except ValueError:
        return f"'{valor}"
    return valor


def _columnas(renglones: list[Renglon]) -> list[str]:
    return list(renglones[0]) if renglones else ["sin_datos"]


def en_csv(renglones: list[Renglon]) -> bytes:
    """CSV en UTF-8 con marca de orden (Excel lo abre con acentos)."""
    salida = io.StringIO()
    escritor = csv.writer(salida, lineterminator="\r\n")
    columnas = _columnas(renglones)
    escritor.writerow(columnas)
    escritor.writerows(_celdas(renglon, columnas) for renglon in renglones)
    return salida.getvalue().encode("utf-8-sig")


def _celdas(renglon: Renglon, columnas: list[str]) -> Iterator[object]:
    for columna in columnas:
        valor = renglon.get(columna)
        if isinstance(valor, bool):
            yield "si" if valor else "no"
        elif isinstance(valor, date | datetime):
            yield valor.isoformat(sep=" ") if isinstance(valor, datetime) else valor.isoformat()
        else:
            yield "" if valor is None else sin_formula(valor)


def en_excel(renglones: list[Renglon], leyenda: str, ficha: list[Renglon] | None = None) -> bytes:
    """Libro con una hoja de datos, la ficha si la hay, y otra que dice versión y corte; nunca escribe fórmulas."""
    salida = io.BytesIO()
    opciones = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(salida, opciones) as libro:
        _hoja(libro, "datos", renglones)
        if ficha:
            _hoja(libro, "ficha", ficha)
        libro.add_worksheet("acerca_de").write_string(0, 0, leyenda)
    return salida.getvalue()


def _hoja(libro: Any, nombre: str, renglones: list[Renglon]) -> None:
    hoja = libro.add_worksheet(nombre)
    negrita = libro.add_format({"bold": True, "bottom": 1})
    dia = libro.add_format({"num_format": "yyyy-mm-dd"})
    columnas = _columnas(renglones)
    for indice, columna in enumerate(columnas):
        hoja.write_string(0, indice, columna, negrita)
    for fila, renglon in enumerate(renglones, start=1):
        for indice, columna in enumerate(columnas):
            _escribir(hoja, fila, indice, renglon.get(columna), dia)
    hoja.freeze_panes(1, 1)
    hoja.autofilter(0, 0, max(len(renglones), 1), len(columnas) - 1)
    hoja.set_column(0, len(columnas) - 1, 18)


def _escribir(hoja: Any, fila: int, columna: int, valor: object, dia: Any) -> None:
    if valor is None:
        return
    if isinstance(valor, bool):
        hoja.write_string(fila, columna, "si" if valor else "no")
    elif isinstance(valor, int | float | Decimal):
        hoja.write_number(fila, columna, float(valor))
    elif isinstance(valor, datetime):
        hoja.write_string(fila, columna, valor.isoformat(sep=" ", timespec="seconds"))
    elif isinstance(valor, date):
        hoja.write_datetime(fila, columna, datetime(valor.year, valor.month, valor.day), dia)
    else:
        hoja.write_string(fila, columna, str(valor))

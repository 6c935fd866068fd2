"""Registra en Dash cada línea del ÍNDICE y dibuja la pantalla de una dirección.

Una dirección se dibuja entera —armazón y contenido— en una sola petición.
"""

from __future__ import annotations

import importlib
import inspect
import logging
import uuid
from collections.abc import Callable, Iterator
from types import ModuleType
from typing import Any

import dash
import flask
from dash import html

from portal import almacen, consultas, direccion, respuestas, vistas
from portal.acceso import cuenta
from portal.componentes.arbol import ramificar
from portal.componentes.armazon import Contexto, Pantalla, armazon
from portal.componentes.basicos import enlace
from portal.componentes.vacio import aviso
from portal.paginas import INDICE, Pagina

registro = logging.getLogger("mirador.portal")
Disposicion = Callable[..., Any]


def registrar_paginas(app: dash.Dash) -> None:
    """Da de alta las páginas del ÍNDICE y la de «no encontrada»."""
    modulos: dict[str, ModuleType] = {}
    for orden, pagina in enumerate(INDICE):
        modulo = importlib.import_module(f"portal.paginas.{pagina.modulo}.pagina")
        con_variables = "<" in pagina.ruta
        dash.register_page(
            f"portal.{pagina.modulo}.{orden}",
            path=None if con_variables else pagina.ruta,
            path_template=pagina.ruta if con_variables else None,
            title=f"{pagina.titulo} · Mirador",
            name=pagina.titulo,
            order=orden,
            layout=_dibujante(pagina, modulo.disposicion),
        )
        if pagina.modulo not in modulos and hasattr(modulo, "registrar"):
            modulo.registrar(app)
        modulos[pagina.modulo] = modulo
    dash.register_page(
        "portal.not_found_404", path="/no-encontrada", title="No encontrada · Mirador", layout=_no_encontrada
    )


def _dibujante(pagina: Pagina, disposicion: Disposicion) -> Callable[..., Any]:
    def dibujar_pagina(**crudos: Any) -> Any:
        quien = cuenta.actual()
        if quien is None or pagina.modulo not in quien.modulos:
            return _no_encontrada()  # vedada y ausente se contestan igual
        parametros = direccion.depurar(crudos)
        parametros.pop("tema", None)
        variables = {nombre for nombre in parametros if f"<{nombre}>" in pagina.ruta}
        ruta = pagina.ruta
        for nombre in variables:
            ruta = ruta.replace(f"<{nombre}>", parametros[nombre])
        filtros = {nombre: valor for nombre, valor in parametros.items() if nombre not in variables}
        with direccion.dibujando(direccion.Direccion(ruta, filtros)):
            return ramificar(dibujar(pagina, disposicion, parametros), _con_callbacks())

    return dibujar_pagina


_identificadores: dict[int, frozenset[str]] = {}


def _con_callbacks() -> frozenset[str]:
    """Identificadores de texto que algún callback de la aplicación lee o escribe."""
    callbacks = dash.get_app()._callback_list
    if len(callbacks) not in _identificadores:
        _identificadores[len(callbacks)] = frozenset(_identificadores_de(callbacks))
    return _identificadores[len(callbacks)]


def _identificadores_de(callbacks: list[dict[str, Any]]) -> Iterator[str]:
    for callback in callbacks:
        for entrada in [*callback["inputs"], *callback["state"]]:
            yield entrada["id"]
        for salida in callback["output"].strip(".").split("..."):
            yield salida.rsplit(".", 1)[0]


def dibujar(pagina: Pagina | None, disposicion: Disposicion, parametros: dict[str, str]) -> Any:
    """La pantalla completa; una falla de la página no tumba el armazón y deja número de referencia."""
    try:
        contexto = contexto_de_los_datos()
    except almacen.SinPublicacion:
        return armazon(pagina, Pantalla(_sin_publicacion()), Contexto(modulos=_modulos()))
    try:
        elegida = vistas.elegir(pagina.modulo, parametros) if pagina is not None else None
        pantalla = disposicion(**_aceptados(disposicion, parametros))
        if not isinstance(pantalla, Pantalla):
            pantalla = Pantalla(pantalla)
        if pagina is not None:
            pantalla = vistas.vestir(pagina.modulo, pantalla, elegida, parametros)
    except almacen.ConsultaLenta as lenta:
        respuestas.no_guardar()
        pantalla = Pantalla(_falla("La consulta tardó demasiado y se detuvo.", str(lenta)))
    except Exception:  # noqa: BLE001 (una página rota no tumba el portal: se registra y se muestra su referencia)
        respuestas.no_guardar()
        referencia = nueva_referencia()
        registro.exception(
            "Falla %s al dibujar %s", referencia, flask.request.path if flask.has_request_context() else ""
        )
        pantalla = Pantalla(_falla("Esta página no se pudo mostrar.", _con_referencia(referencia)))
    return armazon(pagina, pantalla, contexto)


def _aceptados(disposicion: Disposicion, parametros: dict[str, str]) -> dict[str, str]:
    """Solo los parámetros que la página declara (o todos, si declara ``**``)."""
    firma = inspect.signature(disposicion).parameters
    if any(parametro.kind is inspect.Parameter.VAR_KEYWORD for parametro in firma.values()):
        return parametros
    return {nombre: valor for nombre, valor in parametros.items() if nombre in firma}


def contexto_de_los_datos() -> Contexto:
    """Corte, versión, captura completa, reglas y avisos de la versión de la petición."""
    version = almacen.version()
    return Contexto(
        version=version.version,
        corte=version.corte,
        publicado_en=version.publicado_en,
        es_demostracion=version.es_demostracion,
        captura=consultas.captura_del_corte(),
        reglas=consultas.reglas_vigentes(),
        num_alertas=consultas.alertas_altas(),
        aviso=almacen.aviso(),
        modulos=_modulos(),
    )


def _modulos() -> frozenset[str]:
    quien = cuenta.actual()
    return frozenset() if quien is None else quien.modulos


def nueva_referencia() -> str:
    """Número corto para hallar en el registro lo que una persona reporta."""
    return uuid.uuid4().hex[:8].upper()


def _con_referencia(referencia: str) -> str:
    return (
        "Lo demás sigue en pie. Intente de nuevo; si se repite, avise al equipo de datos "
        f"con la referencia {referencia}."
    )


def _falla(titulo: str, detalle: str) -> list[Any]:
    return [html.H1(titulo), html.Div(aviso("Qué hacer", detalle), className="mi-hueco")]


def _sin_publicacion() -> list[Any]:
    que_hacer = [
        "Corra ",
        html.Code("make flujo"),
        " en la carpeta del proyecto: lee los archivos recibidos, los prueba y publica. "
        "Esta pantalla se llena sola al recargar.",
    ]
    recuadro = html.Div([html.B("Todavía no hay datos publicados."), html.Br(), *que_hacer], className="vacio")
    return [html.H1("Todavía no hay datos que mostrar"), html.Div(recuadro, className="mi-hueco")]


def _no_encontrada(**_crudos: Any) -> Any:
    def disposicion() -> list[Any]:
        texto = ["La dirección no corresponde a ninguna página. ", enlace("Ir al resumen", "/")]
        return [html.H1("Esa página no existe"), html.P(texto, className="mi-entrada")]

    with direccion.dibujando(direccion.Direccion("/")):
        return ramificar(dibujar(None, disposicion, {}), _con_callbacks())

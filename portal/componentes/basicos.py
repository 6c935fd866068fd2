"""Piezas mínimas: ícono, enlace, sección, fila y textos de apoyo. Datos → componente; no consultan."""

from __future__ import annotations

import functools
from collections.abc import Sequence
from typing import Any, TypeAlias

from dash import html
from dash.development.base_component import Component

from portal.acceso import cuenta
from portal.formato import SIN_DATO

Contenido: TypeAlias = Component | str | int | float | Sequence[Any] | None


@functools.cache
def icono(nombre: str, clase: str = "") -> html.I:
    """Ícono de bootstrap-icons, decorativo (``aria-hidden``): siempre va junto a una palabra.

    Los nombres disponibles son los de ``portal/assets/iconos.css``; para agregar uno, vea ``LEEME.md``.
    """
    return html.I(className=f"i i-{nombre} {clase}".strip(), **{"aria-hidden": "true"})


def enlace(contenido: Contenido, destino: str, clase: str = "", **atributos: Any) -> html.A:
    """Enlace interno: navega sin recargar (lo intercepta ``assets/mirador.js``). A una página vedada, no se ve.

    ``destino`` se arma con ``direccion.aqui(...)`` o ``direccion.hacia(...)``; debe empezar con «/» o «#».
    """
    if not destino.startswith(("/", "#")) or destino.startswith("//"):
        raise ValueError(f"Un enlace interno empieza con «/»: {destino!r}")
    if not cuenta.abre(destino):
        return html.A(hidden=True)
    return html.A(contenido, href=destino, className=clase or None, **atributos)


def oculto(texto: str) -> html.Span:
    """Texto solo para lectores de pantalla."""
    return html.Span(texto, className="oculto")


def sin_dato() -> html.Span:
    """«sin dato» en tinta de apoyo."""
    return html.Span(SIN_DATO, className="sd")


def seccion(
    titulo: Contenido,
    contenido: Contenido,
    *,
    sub: Contenido = None,
    ver: Component | None = None,
    nota: Contenido = None,
    ident: str | None = None,
) -> html.Section:
    """Sección de la maqueta: raya de 2 px, ``h2``, subtítulo, enlace a la derecha y nota al pie."""
    encabezado: list[Any] = [html.H2(titulo)]
    if sub is not None:
        encabezado.append(html.Span(sub, className="sub"))
    if ver is not None:
        ver.className = f"ver {getattr(ver, 'className', None) or ''}".strip()
        encabezado.append(ver)
    cuerpo: list[Any] = list(contenido) if isinstance(contenido, list | tuple) else [contenido]
    pie: list[Any] = [] if nota is None else [html.P(nota, className="nota")]
    argumentos = {} if ident is None else {"id": ident}
    return html.Section([html.Header(encabezado), *cuerpo, *pie], className="mi-sec", **argumentos)


def fila(*columnas: tuple[int, Contenido] | Component) -> html.Div:
    """Fila de la retícula de 12: ``fila((7, izquierda), (5, derecha))``.

    Un contenido que sea lista se apila con la separación entre secciones.
    """
    return html.Div([_columna(columna) for columna in columnas], className="fila")


def _columna(columna: tuple[int, Contenido] | Component) -> Component:
    if isinstance(columna, Component):
        return html.Div(columna, className="c12")
    ancho, contenido = columna
    es_pila = isinstance(contenido, list | tuple)
    return html.Div(contenido, className=f"c{ancho} pila" if es_pila else f"c{ancho}")


def titular(texto: Contenido, entrada: Contenido = None, migas: Contenido = None) -> html.Div:
    """El ``h1`` de la página (la respuesta, con su número), con migas y entrada opcionales."""
    partes: list[Any] = [] if migas is None else [html.P(migas, className="mi-migas")]
    partes.append(html.H1(texto))
    if entrada is not None:
        partes.append(html.P(entrada, className="mi-entrada"))
    return html.Div(partes, className="mi-titular")


def boton_enlace(texto: str, destino: str, nombre_icono: str | None = None, *, lleno: bool = False) -> html.A:
    """Enlace con forma de botón: verbo + objeto («Abrir el Excel»). A una página vedada, no se ve."""
    if not cuenta.abre(destino):
        return html.A(hidden=True)
    contenido = [icono(nombre_icono), texto] if nombre_icono else [texto]
    return html.A(contenido, href=destino, className="boton lleno" if lleno else "boton")


def ficha(pares: Sequence[tuple[Contenido, Contenido]]) -> html.Dl:
    """Lista de definición de dos columnas: ``[(término, valor), …]``."""
    return html.Dl(
        [pieza for termino, valor in pares for pieza in (html.Dt(termino), html.Dd(valor))], className="ficha"
    )


def pestanas(elementos: Sequence[tuple[str, str, bool]], nombre: str) -> html.Nav:
    """Pestañas que son enlaces: ``[(texto, destino, es_actual), …]``."""
    enlaces = [
        enlace(texto, destino, **({"aria-current": "page"} if es_actual else {}))
        for texto, destino, es_actual in elementos
    ]
    return html.Nav(enlaces, className="pestanas", **{"aria-label": nombre})

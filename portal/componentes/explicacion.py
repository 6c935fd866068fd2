"""Cajón «Explica este color»: vive en ``?explica=``, Esc lo cierra y devuelve el foco."""

from __future__ import annotations

from collections.abc import Sequence

from dash import html

from portal import direccion
from portal.componentes.basicos import Contenido, enlace, icono


def enlace_explica(contenido: Contenido, que: str, clase: str = "", etiqueta: str | None = None) -> html.A:
    """Enlace que abre el cajón sobre esta misma pantalla: ``?explica=<que>``."""
    atributos = {"aria-label": etiqueta} if etiqueta else {}
    clases = f"mi-explica {clase}".strip()
    return enlace(contenido, direccion.aqui(explica=que), clases, id=f"explica-{que}", **atributos)


def cajon(titulo: str, partes: Sequence[tuple[str | None, Contenido]], sub: Contenido = None) -> html.Aside:
    """El cajón: título y secciones ``[(subtítulo o None, contenido), …]`` en el orden de la maqueta.

    Orden fijo: escala con la cifra → qué falta para cambiar de clase → la cuenta → la regla →
    archivo, hoja y celda por mes → abrir el Excel.
    """
    cierre = enlace(
        [icono("x-lg"), html.Span("Cerrar", className="oculto")], direccion.aqui(explica=None), "mi-icono cerrar"
    )
    encabezado = html.Header([html.Div([html.H2(titulo, id="cajon-titulo"), sub]), cierre])
    cuerpo: list[Contenido] = []
    for subtitulo, contenido in partes:
        if subtitulo:
            cuerpo.append(html.H3(subtitulo))
        cuerpo += list(contenido) if isinstance(contenido, list | tuple) else [contenido]
    atributos = {"aria-labelledby": "cajon-titulo", "data-cajon": "1"}
    return html.Aside([encabezado, *cuerpo], className="mi-cajon", role="dialog", tabIndex="-1", **atributos)

"""Estados sin datos, de aviso y de carga. Datos → componente."""

from __future__ import annotations

from dash import html

from portal.componentes.basicos import Contenido, enlace, icono


def vacio(titulo: str, que_hacer: Contenido = None, *, enlazar: bool = True) -> html.Div:
    """Recuadro «sin datos»: qué falta, quién lo entrega y enlace a lo recibido.

    Ejemplo: ``vacio("Sin datos de Google en octubre.", "Lo entrega Comunicación Social en google_ads/.")``.
    """
    piezas: list[Contenido] = [html.B(titulo)]
    if que_hacer is not None:
        piezas += [html.Br(), *(que_hacer if isinstance(que_hacer, list) else [que_hacer])]
    if enlazar:
        piezas += [" ", enlace("Ver qué se recibió", "/datos")]
    return html.Div(piezas, className="vacio")


def pagina_sin_datos(titular_texto: str, titulo: str, que_hacer: Contenido = None) -> html.Div:
    """Página completa de un asunto sin datos: su ``h1`` y el recuadro."""
    return html.Div([html.H1(titular_texto), html.Div(vacio(titulo, que_hacer), className="mi-hueco")])


def aviso(titulo: str, detalle: Contenido = None, *, informativo: bool = False) -> html.Div:
    """Aviso: qué pasó, qué sigue en pie y qué hacer. ``informativo`` en azul; si no, ámbar."""
    piezas: list[Contenido] = [html.B(titulo)]
    if detalle is not None:
        piezas += [html.Br(), *(detalle if isinstance(detalle, list) else [detalle])]
    return html.Div(piezas, className="avisos info" if informativo else "avisos", role="status")


def nota_con_icono(nombre_icono: str, texto: Contenido) -> html.P:
    """Renglón de nota con ícono al frente."""
    return html.P([icono(nombre_icono), " ", *(texto if isinstance(texto, list) else [texto])], className="peq med")

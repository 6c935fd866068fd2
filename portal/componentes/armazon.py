"""El armazón de toda página: menú, cintillo, filtros, contenido, pie y barras de teléfono. No consulta."""

from __future__ import annotations

import uuid
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

import dash_bootstrap_components as dbc
from dash import html
from dash.development.base_component import Component

from portal import direccion, formato
from portal.componentes.basicos import Contenido, enlace, icono, oculto
from portal.componentes.quien import Quien
from portal.componentes.vacio import aviso
from portal.paginas import INDICE, Pagina


@dataclass(frozen=True)
class Pantalla:
    """Lo que devuelve ``disposicion`` cuando quiere algo más que su contenido.

    Attributes:
        contenido: el cuerpo (empieza por ``titular(...)`` o un ``h1``).
        filtros: controles de ``componentes.filtros``, en orden; en teléfono, detrás del botón «Filtros».
        derecha: control que va a la derecha de los filtros (``filtros.segmentos``).
        cajon: cajón de explicación, si ``?explica=`` está presente.
        descargas: ``[(texto, destino)]`` para el menú «Descargar» del cintillo.
        titulo: título del documento; sin él, el del ÍNDICE.
        escrito: filtros activos en palabras, para la impresión.
    """

    contenido: Contenido
    filtros: Sequence[Component] = ()
    derecha: Component | None = None
    cajon: Component | None = None
    descargas: Sequence[tuple[str, str]] = ()
    titulo: str | None = None
    escrito: str | None = None


@dataclass(frozen=True)
class Contexto:
    """Lo que el armazón dice de los datos; lo llena ``portal.app`` en cada petición."""

    version: str | None = None
    corte: date | None = None
    publicado_en: str | None = None
    es_demostracion: bool = False
    captura: Mapping[str, Any] | None = None
    reglas: Sequence[Mapping[str, Any]] = ()
    num_alertas: int = 0
    aviso: str | None = None
    modulos: frozenset[str] | None = None
    """Los que puede abrir quien mira; ``None`` = todos."""

    def abre(self, modulo: str) -> bool:
        """¿Quien mira puede abrir esa página?"""
        return self.modulos is None or modulo in self.modulos


def armazon(pagina: Pagina | None, pantalla: Pantalla, contexto: Contexto) -> html.Div:
    """La pantalla completa. Se dibuja entera en cada cambio de dirección."""
    cajon = [pantalla.cajon] if pantalla.cajon is not None else []
    cuerpo = html.Div(
        [
            _barra_telefono(pagina, pantalla, contexto),
            _cabecera(pantalla, contexto),
            html.Main(_contenido(pantalla, contexto), id="contenido", className="mi-contenido", tabIndex="-1"),
            _pie(contexto),
        ],
        className="mi-cuerpo",
    )
    app = html.Div([_lateral(pagina, contexto), cuerpo], className="mi-app")
    clase = "mi-pantalla mi-con-cajon" if cajon else "mi-pantalla"
    saltar = html.A("Saltar al contenido", href="#contenido", className="mi-saltar")
    piezas = [saltar, app, *cajon, _inferior(pagina, contexto), _panel_mas(pagina, contexto)]
    titulo = pantalla.titulo or (pagina.titulo if pagina else "No encontrada")
    return html.Div(piezas, className=clase, **{"data-titulo": f"{titulo} · Mirador", "data-dibujo": uuid.uuid4().hex})


def _contenido(pantalla: Pantalla, contexto: Contexto) -> list[Any]:
    piezas: list[Any] = []
    if contexto.aviso:
        piezas.append(
            html.Div(aviso("No se muestra lo último publicado.", contexto.aviso), className="mi-aviso-version")
        )
    if pantalla.escrito:
        piezas.append(html.P(pantalla.escrito, className="solo-impresion peq med"))
    contenido = pantalla.contenido
    return [*piezas, *contenido] if isinstance(contenido, list | tuple) else [*piezas, contenido]


def logo() -> html.I:
    """La marca, en dos tintas del tema."""
    return html.I(
        [html.I(className="capa arco"), html.I(className="capa sierra")], className="logo", **{"aria-hidden": "true"}
    )


def _marca(contexto: Contexto) -> html.A:
    lema = "Alcaldía · datos sintéticos" if contexto.es_demostracion else "Alcaldía"
    texto = html.Span([html.B("Mirador"), html.Small(lema)])
    return enlace([logo(), texto], direccion.hacia("/"), "mi-marca")


def _es_actual(pagina: Pagina | None, candidata: Pagina) -> bool:
    if pagina is None:
        return False
    raiz = pagina.ruta.split("/<")[0]
    return candidata.ruta == raiz or (raiz == "/metas" and candidata.ruta == "/tableros")


def _vinculo(pagina: Pagina | None, destino: Pagina, contexto: Contexto) -> html.A:
    contenido: list[Any] = [icono(destino.icono), destino.titulo]
    if destino.ruta == "/alertas" and contexto.num_alertas:
        contenido.append(html.Span([str(contexto.num_alertas), oculto(" requieren atención")], className="cta"))
    atributos = {"aria-current": "page"} if _es_actual(pagina, destino) else {}
    return enlace(contenido, direccion.hacia(destino.ruta), **atributos)


def _menu(pagina: Pagina | None, contexto: Contexto) -> list[Any]:
    piezas: list[Any] = []
    grupo = ""
    for destino in INDICE:
        if not destino.en_menu or not contexto.abre(destino.modulo):
            continue
        if destino.grupo != grupo:
            grupo = destino.grupo
            piezas.append(html.H2(grupo))
        piezas.append(_vinculo(pagina, destino, contexto))
    return piezas


def _lateral(pagina: Pagina | None, contexto: Contexto) -> html.Nav:
    menu = html.Div(_menu(pagina, contexto), className="mi-nav")
    return html.Nav(html.Div([_marca(contexto), menu, Quien()]), className="mi-lateral", **{"aria-label": "Principal"})


def _barra_telefono(pagina: Pagina | None, pantalla: Pantalla, contexto: Contexto) -> html.Div:
    corte = f"Corte {formato.fecha(contexto.corte)}" if contexto.corte else "Sin datos publicados"
    titulo = html.Span([html.B(pagina.titulo if pagina else "Mirador"), html.Small(corte)])
    piezas: list[Any] = [enlace(logo(), direccion.hacia("/"), **{"aria-label": "Ir al resumen"}), titulo]
    if pantalla.filtros or pantalla.derecha is not None:
        atributos = {"data-accion": "filtros", "aria-controls": "filtros", "aria-expanded": "false"}
        piezas.append(html.Button([icono("sliders"), "Filtros"], className="filtrar", type="button", **atributos))
    return html.Div(piezas, className="mi-barra-tel")


def _cabecera(pantalla: Pantalla, contexto: Contexto) -> html.Header:
    piezas: list[Any] = [_cintillo(pantalla, contexto)]
    controles: list[Any] = list(pantalla.filtros)
    if pantalla.derecha is not None:
        controles.append(html.Div(pantalla.derecha, className="der"))
    clase = "mi-filtros" if controles else "mi-filtros sin"
    piezas.append(html.Div(controles, id="filtros", className=clase, role="group", **{"aria-label": "Filtros"}))
    return html.Header(piezas, className="mi-cabecera")


def _cintillo(pantalla: Pantalla, contexto: Contexto) -> html.Div:
    piezas: list[Any] = []
    if contexto.corte:
        piezas.append(html.Span(["Corte ", html.B(formato.fecha(contexto.corte))]))
    if contexto.version:
        cuando = formato.hora_local(contexto.publicado_en)
        publicada = f", publicada el {formato.fecha_sin_anio(cuando)} a las {cuando:%H:%M}" if cuando else ""
        piezas.append(html.Span(["Versión ", html.B(contexto.version), publicada]))
    if contexto.captura:
        texto = f"{contexto.captura['num_completas']} de {contexto.captura['num_areas']} áreas con captura completa"
        piezas.append(html.Span(enlace(texto, "/datos") if contexto.abre("calidad") else texto))
    if not piezas:
        piezas.append(html.Span("Sin datos publicados"))
    return html.Div([*piezas, _acciones(pantalla)], className="mi-cintillo")


def _accion(ident: str, nombre_icono: str, texto: str, *, visible: bool = True) -> html.Button:
    contenido = [icono(nombre_icono), html.Span(texto, className=None if visible else "oculto")]
    return html.Button(contenido, className="mi-icono", type="button", **{"data-accion": ident})


def _acciones(pantalla: Pantalla) -> html.Span:
    piezas: list[Any] = [_accion("copiar-enlace", "link-45deg", "Copiar enlace"), _descargar(pantalla)]
    piezas.append(_accion("cambiar-tema", "circle-half", "Cambiar tema", visible=False))
    return html.Span(piezas, className="acc")


def _descargar(pantalla: Pantalla) -> Component:
    opciones: list[Any] = [
        html.A(texto, href=destino, download="", **{"data-descarga": "1"}) for texto, destino in pantalla.descargas
    ]
    opciones.append(html.Button("Imprimir o guardar en PDF", type="button", **{"data-accion": "imprimir"}))
    resumen = html.Summary([icono("download"), html.Span("Descargar")], className="mi-icono")
    return html.Details([resumen, html.Div(opciones, className="mi-desplegable")], className="mi-descargar")


def _pie(contexto: Contexto) -> html.Footer:
    piezas: list[Any] = []
    if contexto.es_demostracion:
        piezas.append(html.Span("Datos sintéticos de demostración."))
    partes = []
    if contexto.corte:
        partes.append(f"Corte {formato.fecha(contexto.corte)}")
    if contexto.version:
        partes.append(f"versión {contexto.version}")
    reglas = _reglas(contexto.reglas)
    if reglas:
        partes.append(reglas)
    if partes:
        piezas.append(html.Span(" · ".join(partes)))
    piezas.append(html.Span(enlace("Cómo se lee y cómo se calcula", "/guia")))
    return html.Footer(piezas, className="mi-pie")


def _reglas(reglas: Sequence[Mapping[str, Any]]) -> str:
    """«reglas 2026-01 (cumplida ≥ 100, buen desempeño ≥ 90, regular ≥ 70)»."""
    valores = {regla["regla_clave"]: regla["valor"] for regla in reglas}
    nombres = (("cumplida", "cumplida"), ("buen_desempeno", "buen desempeño"), ("regular", "regular"))
    umbrales = [f"{texto} ≥ {formato.numero(float(valores[clave]))}" for clave, texto in nombres if clave in valores]
    if not umbrales:
        return ""
    desde = max(regla["vigente_desde"] for regla in reglas)
    return f"reglas {formato.periodo_clave(desde)} ({', '.join(umbrales)})"


def _inferior(pagina: Pagina | None, contexto: Contexto) -> html.Nav:
    piezas: list[Any] = []
    for destino in INDICE:
        if not destino.en_telefono or not contexto.abre(destino.modulo):
            continue
        contenido: list[Any] = [icono(destino.icono), destino.titulo]
        if destino.ruta == "/alertas" and contexto.num_alertas:
            contenido.append(html.Em([str(contexto.num_alertas), oculto(" altas")]))
        atributos = {"aria-current": "page"} if _es_actual(pagina, destino) else {}
        piezas.append(enlace(contenido, direccion.hacia(destino.ruta), **atributos))
    piezas.append(html.Button([icono("three-dots"), "Más"], id="abrir-mas", type="button"))
    return html.Nav(piezas, className="mi-inferior", **{"aria-label": "Secciones"})


def _panel_mas(pagina: Pagina | None, contexto: Contexto) -> dbc.Offcanvas:
    sin_contexto = Contexto(modulos=contexto.modulos)
    acciones = [
        _accion("copiar-enlace", "link-45deg", "Copiar enlace"),
        _accion("imprimir", "printer", "Imprimir"),
        _accion("cambiar-tema", "circle-half", "Cambiar tema"),
    ]
    cuerpo = [
        html.Div(_menu(pagina, sin_contexto), className="mi-nav"),
        html.Div(acciones, className="mi-panel-acciones"),
        Quien(),
    ]
    return dbc.Offcanvas(cuerpo, id="panel-mas", title="Todas las secciones", placement="bottom", is_open=False)

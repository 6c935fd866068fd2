"""Celdas y tarjetas del tablero: un renglón de meta → lo que se ve. No consultan."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from dash import html

from portal import formato
from portal.componentes.basicos import enlace
from portal.componentes.dibujo import Dibujo, dibujo
from portal.componentes.semaforo import chip
from portal.paginas.seguimiento import piezas
from portal.paginas.seguimiento.plan import prolongar
from portal.paginas.seguimiento.tableros import graficas

Renglon = Mapping[str, Any]
_MESES = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
_SENTIDO = {"descendente": "menos es mejor", "constante": "debe mantenerse", "rango": "dentro de un rango"}


def porcentaje(valor: float | None) -> Any:
    """«91.2 %» o «sin dato»."""
    return html.Span(formato.SIN_DATO, className="sd") if valor is None else formato.porcentaje(valor)


def lugar(valor: int | None) -> Any:
    """El lugar, o «sin lugar»."""
    return html.Span("sin lugar", className="sd") if valor is None else str(valor)


def linea_de_accion(meta: Renglon) -> str:
    """«Línea 1.1.2 · Vialidades secundarias en buen estado»."""
    return f"Línea {meta['linea_clave']} · {meta['linea_nombre'] or 'sin nombre en el programa'}"


def bajo_el_nombre(meta: Renglon) -> str:
    """Clave, unidad y, si no es obvio, hacia dónde mejora."""
    partes = [meta["meta_clave"], meta["unidad"], _SENTIDO.get(meta["sentido"])]
    return " · ".join(p for p in partes if p)


def contra_anterior(meta: Renglon) -> Any:
    """Puntos contra el mes previo."""
    return _puntos(meta["cumplimiento"], meta["cumplimiento_anterior"])


def contra_anio_previo(meta: Renglon) -> Any:
    """Puntos contra el mismo mes del año previo."""
    return _puntos(meta["cumplimiento"], meta["cumplimiento_anio_previo"])


def _puntos(ahora: float | None, antes: float | None) -> Any:
    if ahora is None or antes is None:
        return html.Span("—", className="sd")
    return formato.diferencia(round(ahora, 1) - round(antes, 1), 1)


def bala(meta: Renglon, ancho: int = 128) -> Dibujo | html.Span:
    """Barra de bala; si no hay nada que dibujar, un guion."""
    svg = graficas.bala(meta["realizado_acumulado"], meta["programado_acumulado"], meta["meta_anual"], ancho)
    return dibujo(svg) if svg else html.Span("—", className="sd")


def minilinea(meta: Renglon, ancho: int = 92, alto: int = 26) -> Dibujo | html.Span:
    """Realizado y programado acumulados, de enero a diciembre."""
    realizado = graficas.hasta_el_corte(meta["serie_realizado"], meta["serie_estado"])
    plan = prolongar(
        meta["serie_programado"], meta["serie_mensual_programado"], meta["serie_estado"], meta["acumulacion"]
    )
    svg = graficas.minilinea(plan, realizado, ancho, alto)
    return dibujo(svg) if svg else html.Span("—", className="sd")


def captura(meta: Renglon) -> html.Span:
    """Doce marcas, una por mes; el rótulo dice en palabras cuáles faltan o llegaron tarde."""
    estados = meta["serie_estado"]
    marcas = [
        html.I(
            className=graficas.MARCA_DE_CAPTURA.get(e, "f"),
            title=f"{mes}: {graficas.PALABRA_DE_CAPTURA.get(e, 'por venir')}",
        )
        for mes, e in zip(_MESES, estados, strict=False)
    ]
    return html.Span(marcas, className="meses", role="img", **{"aria-label": resumen_de_captura(estados)})


def resumen_de_captura(estados: list[str]) -> str:
    """«10 meses capturados, 2 extemporáneos, 1 sin captura»."""
    a_tiempo = sum(e in ("CAPTURADA", "EXTEMPORANEA") for e in estados)
    partes = [formato.cuenta(a_tiempo, "mes capturado", "meses capturados")]
    tarde, faltan = estados.count("EXTEMPORANEA"), estados.count("SIN_CAPTURA")
    if tarde:
        partes.append(formato.cuenta(tarde, "extemporáneo", "extemporáneos"))
    if faltan:
        partes.append(f"{faltan} sin captura")
    return ", ".join(partes)


def leyenda() -> html.Div:
    """Qué es cada dibujo, en una línea."""
    muestra = graficas.bala(55, 73, 100, 44, 14)
    marcas = (
        ("", "Capturada"),
        ("x", "Extemporánea"),
        ("s", "Sin captura"),
        ("n", "No programada"),
        ("f", "Por venir"),
    )
    piezas_de_leyenda = [
        html.Span([dibujo(muestra), "Realizado, meta anual y ", html.B("dónde deberíamos ir")]),
        html.Span([dibujo(graficas.muestra_de_lineas()), "Realizado y programado"]),
    ]
    piezas_de_leyenda += [
        html.Span([html.Span(html.I(className=clase), className="meses"), palabra], className="solo-esc")
        for clase, palabra in marcas
    ]
    return html.Div(piezas_de_leyenda, className="leyenda")


def tarjeta(meta: Renglon) -> html.Article:
    """La meta en teléfono: nombre, clase, las cuatro cifras juntas y sus dibujos."""
    nombre: list[Any] = [enlace(meta["indicador_nombre"], piezas.ruta_de_meta(meta["meta_clave"]))]
    if meta["es_critica"]:
        nombre += [" ", piezas.bandera_critica()]
    return html.Article(
        [
            html.Div([html.H3(nombre), chip(meta["clase"])], className="cabeza"),
            html.P(bajo_el_nombre(meta), className="mic mut pie"),
            piezas.las_cuatro(meta),
            html.Div([bala(meta, 200), minilinea(meta, 104, 28)], className="dibujos"),
            html.Div(captura(meta), className="dibujos"),
        ],
        className="tarjeta",
    )

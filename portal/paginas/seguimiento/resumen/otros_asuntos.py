"""Otros asuntos: una cifra honesta de difusión, encuestas y contratos, o «sin datos»."""

from __future__ import annotations

from typing import Any

from dash import html

from portal import almacen, formato
from portal.componentes.basicos import enlace, seccion
from portal.componentes.tarjeta import kpi, kpis
from portal.paginas.seguimiento.resumen import consultas_otros
from portal.paginas.seguimiento.seleccion import Seleccion


def seccion_de_otros(sel: Seleccion) -> html.Section:
    """Cuatro cifras con su contexto; la que no tiene fuente lo dice."""
    cifras = [_alcance(sel), _gasto(sel), _encuesta(), _entregables()]
    return seccion("Otros asuntos", kpis(cifras), sub="al mismo corte")


def _ver(destino: str) -> Any:
    return enlace("Ver", destino)


def _sin_datos(rotulo: str, destino: str) -> html.Div:
    return kpi(rotulo, html.Span("sin datos", className="sd"), ["No se ha recibido nada. ", _ver(destino)])


def _alcance(sel: Seleccion) -> html.Div:
    rotulo = f"Difusión · alcance de {formato.mes(sel.periodo)}"
    filas = consultas_otros.alcance(sel.periodo) if almacen.hay("mart_difusion__alcance") else []
    return _sin_datos(rotulo, "/difusion") if not filas else kpi(rotulo, "—", _ver("/difusion"))


def _gasto(sel: Seleccion) -> html.Div:
    return _sin_datos("Difusión · gasto del contrato", "/difusion")


def _encuesta() -> html.Div:
    return _sin_datos("Encuestas · satisfacción", "/encuestas")


def _entregables() -> html.Div:
    return _sin_datos("Contratos · entregables", "/contratos")

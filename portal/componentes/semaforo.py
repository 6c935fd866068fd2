"""Semáforo: color + forma + palabra, siempre los tres. Datos → componente."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dash import html
from dash.development.base_component import Component

from portal.componentes.basicos import icono, oculto


@dataclass(frozen=True)
class Aspecto:
    """Cómo se ve una clase: sufijo CSS, ícono y palabra."""

    css: str
    icono: str
    palabra: str


CLASES: dict[str, Aspecto] = {
    "CUMPLIDA": Aspecto("cumplida", "check-circle-fill", "Cumplida"),
    "BUEN_DESEMPENO": Aspecto("buen", "check-square", "Buen desempeño"),
    "REGULAR": Aspecto("regular", "exclamation-triangle-fill", "Regular"),
    "DEFICIENTE": Aspecto("deficiente", "x-octagon-fill", "Deficiente"),
    "SIN_CAPTURA": Aspecto("estado", "file-earmark-x", "Sin captura"),
    "NO_EVALUABLE": Aspecto("estado", "question-diamond", "No evaluable"),
    "NO_PROGRAMADA": Aspecto("estado", "calendar-minus", "No programada"),
    "NO_APLICA": Aspecto("estado", "slash-circle", "No aplica"),
    "PENDIENTE": Aspecto("estado", "clock", "Pendiente"),
}
EVALUABLES = ("CUMPLIDA", "BUEN_DESEMPENO", "REGULAR", "DEFICIENTE")
SEVERIDADES: dict[str, tuple[str, str]] = {
    "critica": ("exclamation-octagon-fill", "alta"),
    "alta": ("exclamation-octagon-fill", "alta"),
    "media": ("exclamation-triangle-fill", "media"),
    "baja": ("info-circle", "baja"),
}
_DESCONOCIDA = Aspecto("estado", "question-diamond", "Sin clase")


def aspecto(clase: str | None) -> Aspecto:
    """CSS, ícono y palabra de una clase; lo desconocido se ve neutro, nunca de color."""
    return CLASES.get(clase or "", _DESCONOCIDA)


def chip(clase: str | None, *, plano: bool = False, palabra: str | None = None) -> html.Span:
    """Chip del semáforo. ``plano`` quita el fondo (para tablas). ``palabra`` cambia solo el texto."""
    visto = aspecto(clase)
    css = f"sem {visto.css} plano" if plano else f"sem {visto.css}"
    return html.Span([icono(visto.icono), palabra or visto.palabra], className=css)


def cuadro(clase: str | None) -> html.I:
    """Cuadrito de relleno para leyendas."""
    return html.I(className=f"cuadro b-{aspecto(clase).css}", **{"aria-hidden": "true"})


def severidad(nivel: str) -> html.Span:
    """Ícono de severidad de una alerta con su palabra para lectores de pantalla."""
    nombre, css = SEVERIDADES.get(nivel, SEVERIDADES["baja"])
    palabra = {"critica": "crítica"}.get(nivel, nivel)
    return html.Span([icono(nombre), oculto(f"Severidad {palabra}")], className=f"sev {css}")


def apilada(conteos: Mapping[str, int], *, alto: int = 12, etiqueta: str | None = None) -> Component:
    """Barra apilada de metas por clase, en orden fijo; las que no tienen clase van al final, sin relleno."""
    piezas, partes = [], []
    for clase, visto in CLASES.items():
        cuantas = int(conteos.get(clase) or 0)
        if cuantas:
            titulo = f"{visto.palabra}: {cuantas}"
            piezas.append(html.I(className=f"b-{visto.css}", style={"flex": cuantas}, title=titulo))
            partes.append(titulo)
    atributos = {"role": "img", "aria-label": etiqueta or (", ".join(partes) or "Sin metas")}
    return html.Div(piezas, className="apil", style={"height": alto}, **atributos)


def conteos_de(renglon: Mapping[str, object]) -> dict[str, int]:
    """Conteos por clase de un renglón con columnas ``num_cumplida``, ``num_buen_desempeno``…"""
    return {clase: int(str(renglon.get(f"num_{clase.lower()}") or 0)) for clase in CLASES}

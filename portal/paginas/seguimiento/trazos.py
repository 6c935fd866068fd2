"""Trazo de SVG a mano: escalas, rutas y textos. Puro: números → texto.

Las gráficas del seguimiento se dibujan en SVG con las clases del estilo (`l1` realizado, `l2` programado, `ba1`–`ba4`
bandas de clase) para que sigan el tema, se impriman nítidas y no obliguen a cargar Plotly en la primera pantalla.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from html import escape

from dominio.seguimiento.cambio_de_clase import Umbrales
from portal import formato

BANDA = {"CUMPLIDA": "ba1", "BUEN_DESEMPENO": "ba2", "REGULAR": "ba3", "DEFICIENTE": "ba4"}
Punto = tuple[float, float]


def n(valor: float) -> str:
    """Coordenada con un decimal."""
    return f"{valor:.1f}".rstrip("0").rstrip(".") if valor else "0"


def ruta(puntos: Iterable[Punto], clase: str, estilo: str = "", cerrar: bool = False) -> str:
    """Polilínea; con `cerrar`, polígono."""
    trazo = "L".join(f"{n(x)} {n(y)}" for x, y in puntos)
    if not trazo:
        return ""
    return f'<path class="{clase}"{_estilo(estilo)} d="M{trazo}{"Z" if cerrar else ""}"/>'


def texto(x: float, y: float, contenido: str, clase: str = "tm", ancla: str = "start", estilo: str = "") -> str:
    """Rótulo; `ancla` es start, middle o end."""
    return (
        f'<text x="{n(x)}" y="{n(y)}" text-anchor="{ancla}" class="{clase}"{_estilo(estilo)}>{escape(contenido)}</text>'
    )


def rectangulo(x: float, y: float, ancho: float, alto: float, clase: str, extra: str = "") -> str:
    """Rectángulo de ancho y alto no negativos."""
    return (
        f'<rect class="{clase}" x="{n(x)}" y="{n(y)}" width="{n(max(ancho, 0))}" height="{n(max(alto, 0))}"'
        f"{f' {extra}' if extra else ''}/>"
    )


def circulo(x: float, y: float, radio: float, clase: str, estilo: str = "") -> str:
    """Punto."""
    return f'<circle class="{clase}"{_estilo(estilo)} cx="{n(x)}" cy="{n(y)}" r="{n(radio)}"/>'


def lienzo(ancho: float, alto: float, partes: Iterable[str], rotulo: str = "", estilo: str = "") -> str:
    """El SVG completo: con rótulo es una imagen que se lee; sin él, adorno oculto para el lector de pantalla."""
    papel = f'role="img" aria-label="{escape(rotulo, quote=True)}"' if rotulo else 'aria-hidden="true"'
    return f'<svg class="g"{_estilo(estilo)} viewBox="0 0 {n(ancho)} {n(alto)}" {papel}>{"".join(partes)}</svg>'


def tramos(puntos: Sequence[Punto | None]) -> list[list[Punto]]:
    """Parte una serie en tramos sin huecos: un mes sin dato corta la línea, no la baja a cero."""
    salida: list[list[Punto]] = [[]]
    for punto in puntos:
        if punto is None:
            salida.append([])
        else:
            salida[-1].append(punto)
    return [tramo for tramo in salida if tramo]


def marcas_de_eje(minimo: float, maximo: float, cuantas: int = 4) -> list[float]:
    """Marcas redondas (1, 2, 2.5 o 5 × 10ⁿ) entre mínimo y máximo."""
    if maximo <= minimo:
        return [minimo]
    bruto = (maximo - minimo) / cuantas
    base = 10 ** math.floor(math.log10(bruto))
    paso = next(base * m for m in (1, 2, 2.5, 5, 10) if base * m >= bruto * 0.999)
    inicio = math.ceil(minimo / paso - 1e-9)
    return [round(paso * i, 10) for i in range(inicio, math.floor(maximo / paso + 1e-9) + 1)]


def escala(desde: float, hasta: float, inicio: float, fin: float) -> tuple[float, float]:
    """(pendiente, ordenada) de la escala lineal que lleva [desde, hasta] a [inicio, fin]."""
    pendiente = (fin - inicio) / (hasta - desde) if hasta != desde else 0.0
    return pendiente, inicio - pendiente * desde


def columna_con_globo(x: float, ancho: float, alto: float, renglones: Sequence[str], limite: float) -> str:
    """Zona sensible de un mes: al pasar el cursor muestra su guía y sus valores, sin guiones ni esperas."""
    largo = max((len(r) for r in renglones), default=0) * 6.4 + 16
    izquierda = x + 8 if x + 8 + largo <= limite else x - 8 - largo
    caja = rectangulo(max(izquierda, 0), 6, largo, 15 * len(renglones) + 8, "globo", 'rx="4"')
    lineas = "".join(
        texto(max(izquierda, 0) + 8, 21 + 15 * i, r, "tt" if i == 0 else "") for i, r in enumerate(renglones)
    )
    guia = f'<path class="eje" d="M{n(x)} 0V{n(alto)}"/>'
    sensible = rectangulo(x - ancho / 2, 0, ancho, alto, "sensible")
    return f'<g class="mes">{sensible}<g class="al-pasar">{guia}{caja}{lineas}</g></g>'


def escala_de_color(cumplimiento: float | None, limites: Umbrales, ancho: int = 404) -> str:
    """La escala de clases con la cifra encima: desde un poco antes de Regular, o antes si la cifra es más baja."""
    tope = max(limites.cumplida * 1.15, min(cumplimiento or 0, limites.cumplida * 1.5) + 4)
    desde_donde = max(0.0, min(limites.regular - 25, (cumplimiento if cumplimiento is not None else 100) - 6))
    m, b = escala(desde_donde, tope, 2, ancho - 2.0)
    cortes = [
        ("deficiente", "Deficiente", desde_donde, limites.regular),
        ("regular", "Regular", limites.regular, limites.buen_desempeno),
        ("buen", "Buen d.", limites.buen_desempeno, limites.cumplida),
        ("cumplida", "Cumplida", limites.cumplida, tope),
    ]
    partes = []
    for clave, nombre, desde, hasta in cortes:
        x = m * desde + b
        partes.append(rectangulo(x, 26, m * (hasta - desde) - 1, 18, f"k-{clave}"))
        partes.append(texto(m * (desde + hasta) / 2 + b, 60, nombre, "tm", "middle"))
        if clave != "deficiente":
            partes.append(texto(x, 76, formato.numero(desde), "tm", "middle"))
    if cumplimiento is not None:
        x = m * min(max(cumplimiento, 0), tope) + b
        partes.append(f'<path class="ft" d="M{n(x - 6)} 16h12l-6 8z"/>')
        partes.append(
            texto(min(max(x, 18), ancho - 18.0), 12, formato.numero(cumplimiento, 1), "tt", "middle", "font-size:14px")
        )
    rotulo = f"Escala de clases; la meta está en {formato.porcentaje(cumplimiento)}"
    return lienzo(ancho, 80, partes, rotulo)


def _estilo(estilo: str) -> str:
    return f' style="{estilo}"' if estilo else ""

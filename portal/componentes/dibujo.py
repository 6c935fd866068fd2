"""Dibujos SVG en línea con las clases de la maqueta (tokens del tema, imprimibles). Datos → componente.

Dash no trae elementos SVG y una imagen ``data:`` no sigue el tema: este componente (su mitad en
``assets/dibujo.js``) inserta el SVG en el documento. Solo recibe marcado armado por el portal,
que escapa los rótulos; nunca texto de un archivo recibido. Clases útiles: ``l1`` (realizado), ``l2``
(programado), ``l3``, ``f1``–``f4`` (rellenos de serie), ``rej``, ``eje``, ``tm`` (texto tenue),
``tt`` (texto fuerte), ``k-cumplida``…, ``ba1``–``ba4`` (bandas), ``int``, ``conf``, ``tk``.
"""

from __future__ import annotations

import functools
from collections.abc import Sequence
from html import escape
from typing import Any

from dash.development.base_component import Component

Punto = tuple[float, float | None]


class Dibujo(Component):
    """SVG en línea. ``svg``: el texto completo del ``<svg>``; ``className`` y ``style``: del contenedor."""

    _namespace = "mirador"
    _type = "Dibujo"
    _children_props: list[str] = []  # noqa: RUF012 (así lo declara Dash)
    _base_nodes = ["children"]  # noqa: RUF012
    _prop_names = ["id", "svg", "className", "style"]  # noqa: RUF012
    available_properties = _prop_names
    _valid_wildcard_attributes: list[str] = []  # noqa: RUF012
    available_wildcard_properties: list[str] = []  # noqa: RUF012

    def __init__(self, svg: str, className: str = "", style: dict[str, Any] | None = None) -> None:  # noqa: N803
        # La base revisa cada propiedad intentando importar el paquete del componente, que aquí no existe:
        # costaba la quinta parte de dibujar un tablero. Las propiedades ya las acota esta firma.
        self.svg = svg
        self.className = className
        if style is not None:
            self.style = style


def dibujo(svg: str, clase: str = "") -> Dibujo:
    """El SVG completo de una función de ``graficas.py``, listo para ponerse en la página."""
    return Dibujo(svg, className=f"dibujo {clase}".strip())


@functools.lru_cache(maxsize=8192)
def _n(valor: float) -> str:
    return f"{valor:.1f}".rstrip("0").rstrip(".")


def rectangulo(
    x: float, y: float, ancho: float, alto: float, clase: str, titulo: str | None = None, radio: float = 0
) -> str:
    """Rectángulo; ``titulo`` sale al pasar el cursor."""
    esquina = f' rx="{_n(radio)}"' if radio else ""
    medida = f'width="{_n(max(ancho, 0))}" height="{_n(max(alto, 0))}"'
    base = f'<rect class="{escape(clase)}" x="{_n(x)}" y="{_n(y)}" {medida}{esquina}'
    return f"{base}/>" if titulo is None else f"{base}><title>{escape(titulo)}</title></rect>"


def recta(x1: float, y1: float, x2: float, y2: float, clase: str) -> str:
    """Segmento."""
    return f'<line class="{escape(clase)}" x1="{_n(x1)}" y1="{_n(y1)}" x2="{_n(x2)}" y2="{_n(y2)}"/>'


def linea(puntos: Sequence[Punto], clase: str) -> str:
    """Serie de puntos unida; se corta donde falta el valor (``None``), nunca baja a cero."""
    orden, abierta = [], False
    for x, y in puntos:
        if y is None:
            abierta = False
            continue
        orden.append(f"{'L' if abierta else 'M'}{_n(x)} {_n(y)}")
        abierta = True
    return f'<path class="{escape(clase)}" d="{" ".join(orden)}"/>' if orden else ""


def figura(orden: str, clase: str, titulo: str | None = None) -> str:
    """Trazo libre (atributo ``d`` de un ``path``)."""
    base = f'<path class="{escape(clase)}" d="{escape(orden)}"'
    return f"{base}/>" if titulo is None else f"{base}><title>{escape(titulo)}</title></path>"


def circulo(x: float, y: float, radio: float, clase: str, titulo: str | None = None) -> str:
    """Círculo; ``titulo`` sale al pasar el cursor."""
    base = f'<circle class="{escape(clase)}" cx="{_n(x)}" cy="{_n(y)}" r="{_n(radio)}"'
    return f"{base}/>" if titulo is None else f"{base}><title>{escape(titulo)}</title></circle>"


def texto(
    x: float, y: float, contenido: str, clase: str = "", ancla: str = "start", tamano: float | None = None
) -> str:
    """Texto; ``ancla``: start, middle o end. ``tamano`` en px si no es el de ejes (12)."""
    atributos = f' class="{escape(clase)}"' if clase else ""
    estilo = f' style="font-size:{_n(tamano)}px"' if tamano else ""
    return f'<text x="{_n(x)}" y="{_n(y)}" text-anchor="{escape(ancla)}"{atributos}{estilo}>{escape(contenido)}</text>'


def ligado(destino: str, etiqueta: str, *piezas: str) -> str:
    """Agrupa piezas en un enlace interno."""
    return f'<a href="{escape(destino)}" aria-label="{escape(etiqueta)}">{"".join(piezas)}</a>'


def grupo(*piezas: str, clase: str = "", mover: tuple[float, float] | None = None) -> str:
    """Grupo con clase y traslado opcionales."""
    traslado = f' transform="translate({_n(mover[0])} {_n(mover[1])})"' if mover else ""
    return f'<g class="{escape(clase)}"{traslado}>{"".join(piezas)}</g>'


def lamina(
    ancho: float,
    alto: float,
    piezas: Sequence[str],
    etiqueta: str | None,
    *,
    clase: str = "",
    fijo: bool = False,
    interactivo: bool = False,
) -> Dibujo:
    """Un SVG en línea armado con las piezas de este módulo.

    Args:
        ancho: ancho del ``viewBox``; el dibujo se adapta a su contenedor salvo ``fijo``.
        alto: alto del ``viewBox``.
        piezas: marcado hecho con las funciones de este módulo (nunca texto suelto).
        etiqueta: el hallazgo en palabras (``aria-label``); ``None`` si es decorativo.
        clase: clase CSS adicional del contenedor.
        fijo: respeta el tamaño en px (minilíneas en celda).
        interactivo: contiene enlaces; se presenta como grupo y no como una sola imagen.
    """
    rol = 'aria-hidden="true"'
    if etiqueta is not None:
        rol = f'role="{"group" if interactivo else "img"}" aria-label="{escape(etiqueta)}"'
    medida = f' width="{_n(ancho)}" height="{_n(alto)}"' if fijo else ""
    marcado = (
        f'<svg xmlns="http://www.w3.org/2000/svg" class="g{" fijo" if fijo else ""}" '
        f'viewBox="0 0 {_n(ancho)} {_n(alto)}"{medida} {rol} focusable="false">{"".join(piezas)}</svg>'
    )
    if fijo:
        return Dibujo(marcado, className=f"dibujo {clase}".strip(), style={"width": ancho, "height": alto})
    # Las medidas van también como variables: al imprimir limitan el dibujo a su letra y a una hoja.
    estilo: dict[str, Any] = {"aspectRatio": f"{_n(ancho)} / {_n(alto)}", "--ancho": _n(ancho), "--alto": _n(alto)}
    return Dibujo(marcado, className=f"dibujo {clase}".strip(), style=estilo)


def minilinea(
    realizado: Sequence[float | None],
    programado: Sequence[float | None] | None,
    etiqueta: str,
    *,
    ancho: float = 96,
    alto: float = 28,
) -> Dibujo:
    """Minilínea de tabla: realizado continuo con punto final, programado punteado, mismo eje en cero."""
    series = [realizado, programado or []]
    valores = [valor for serie in series for valor in serie if valor is not None]
    techo, piso = max(valores, default=1.0), min(0.0, min(valores, default=0.0))
    tramo = (techo - piso) or 1.0
    paso = (ancho - 8) / max(len(realizado) - 1, 1)

    def puntos(serie: Sequence[float | None]) -> list[Punto]:
        return [
            (3 + indice * paso, None if valor is None else 3 + (alto - 6) * (1 - (float(valor) - piso) / tramo))
            for indice, valor in enumerate(serie)
        ]

    propios = puntos(realizado)
    con_valor = [punto for punto in propios if punto[1] is not None]
    final = [circulo(con_valor[-1][0], con_valor[-1][1] or 0, 2.5, "f1")] if con_valor else []
    piezas = [linea(puntos(programado or []), "l2"), linea(propios, "l1"), *final]
    return lamina(ancho, alto, piezas, etiqueta, fijo=True, clase="mini")


def bala(
    realizado: float | None,
    programado: float | None,
    clase: str,
    etiqueta: str,
    *,
    ancho: float = 140,
    alto: float = 16,
) -> Dibujo:
    """Bala: la barra es lo realizado (tono de su clase: cumplida, buen…) y la raya, dónde deberíamos ir."""
    techo = max(float(realizado or 0), float(programado or 0), 0.0) * 1.06 or 1.0
    piezas = [rectangulo(0, 3, ancho, alto - 6, "fh")]
    if realizado is not None:
        piezas.append(rectangulo(0, 3, ancho * max(float(realizado), 0) / techo, alto - 6, f"k-{clase}"))
    if programado is not None:
        marca = ancho * max(float(programado), 0) / techo
        piezas.append(recta(marca, 0, marca, alto, "tk"))
    return lamina(ancho, alto, piezas, etiqueta, fijo=True, clase="mini")

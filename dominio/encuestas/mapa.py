"""Polígonos en grados → trazos de un mapa plano, en unidades de pantalla."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

ANCHO = 1000.0
Anillo = Sequence[tuple[float, float]]
Poligono = Sequence[Anillo]
"""Anillo exterior y huecos, cada uno de pares (longitud, latitud)."""


@dataclass(frozen=True)
class Trazo:
    """Una colonia dibujada: su trazo SVG y dónde va su cifra."""

    orden: str
    x: float
    y: float


@dataclass(frozen=True)
class Mapa:
    """Todas las colonias en la misma lámina."""

    ancho: float
    alto: float
    trazos: Mapping[str, Trazo]


def dibujar(colonias: Mapping[str, Sequence[Poligono]]) -> Mapa:
    """Proyecta (equirrectangular local, sin deformar a esta escala) y redondea a una décima.

    Args:
        colonias: clave → sus polígonos.

    Raises:
        ValueError: no hay colonias, o todas caben en un punto.
    """
    puntos = [p for poligonos in colonias.values() for poligono in poligonos for anillo in poligono for p in anillo]
    if not puntos:
        raise ValueError("no hay polígonos")
    oeste, este = min(lon for lon, _ in puntos), max(lon for lon, _ in puntos)
    sur, norte = min(lat for _, lat in puntos), max(lat for _, lat in puntos)
    estira = math.cos(math.radians((sur + norte) / 2))
    if este == oeste or norte == sur:
        raise ValueError("los polígonos no tienen superficie")
    escala = ANCHO / ((este - oeste) * estira)

    def plano(anillo: Anillo) -> list[tuple[float, float]]:
        return [((lon - oeste) * estira * escala, (norte - lat) * escala) for lon, lat in anillo]

    trazos = {}
    for clave, poligonos in colonias.items():
        planos = [[plano(anillo) for anillo in poligono] for poligono in poligonos]
        mayor = max((p[0] for p in planos), key=lambda anillo: abs(_area(anillo)))
        x, y = _interior(mayor)
        orden = "".join(_orden(anillo) for poligono in planos for anillo in poligono)
        trazos[clave] = Trazo(orden, round(x, 1), round(y, 1))
    return Mapa(ANCHO, round((norte - sur) * escala, 1), trazos)


def _orden(anillo: Anillo) -> str:
    """``M0 0L10 0L10 10Z``, sin repetir puntos que al redondear caen en el mismo lugar."""
    partes: list[str] = []
    for x, y in anillo:
        punto = f"{x:.1f}".rstrip("0").rstrip(".") + " " + f"{y:.1f}".rstrip("0").rstrip(".")
        if not partes or partes[-1] != punto:
            partes.append(punto)
    if len(partes) > 1 and partes[0] == partes[-1]:
        partes.pop()
    return "M" + "L".join(partes) + "Z"


def _area(anillo: Anillo) -> float:
    """Área con signo del anillo."""
    lados = zip(anillo, [*anillo[1:], anillo[0]], strict=True)
    return math.fsum(x1 * y2 - x2 * y1 for (x1, y1), (x2, y2) in lados) / 2


def _interior(anillo: Anillo) -> tuple[float, float]:
    """El centroide o, si cae fuera, el medio del tramo más ancho a su altura."""
    area = _area(anillo)
    if not area:
        return anillo[0]
    lados = list(zip(anillo, [*anillo[1:], anillo[0]], strict=True))
    x = math.fsum((x1 + x2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in lados) / (6 * area)
    y = math.fsum((y1 + y2) * (x1 * y2 - x2 * y1) for (x1, y1), (x2, y2) in lados) / (6 * area)
    cruces = sorted(x1 + (y - y1) * (x2 - x1) / (y2 - y1) for (x1, y1), (x2, y2) in lados if (y1 > y) != (y2 > y))
    tramos = list(zip(cruces[::2], cruces[1::2], strict=False))
    if not tramos or any(a <= x <= b for a, b in tramos):
        return x, y
    a, b = max(tramos, key=lambda tramo: tramo[1] - tramo[0])
    return (a + b) / 2, y

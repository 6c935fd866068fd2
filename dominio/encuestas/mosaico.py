"""Mosaico esquemático: cada colonia en una casilla, cerca de su lugar real.

Se reparten las casillas para que la suma de distancias (al cuadrado) entre centroide y casilla
sea la menor posible; las coordenadas se mezclan con su rango para abrir lo denso y cerrar huecos.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from scipy.optimize import linear_sum_assignment

FILAS, COLUMNAS = 10, 13
_MEZCLA_DE_RANGO = 0.55


def _escalar(valores: np.ndarray, casillas: int) -> np.ndarray:
    lineal = (valores - valores.min()) / (valores.max() - valores.min())
    rango = np.argsort(np.argsort(valores, kind="stable"), kind="stable") / (len(valores) - 1)
    mezcla = (1 - _MEZCLA_DE_RANGO) * lineal + _MEZCLA_DE_RANGO * rango
    return np.asarray(mezcla * (casillas - 1))


def acomodar(
    puntos: Sequence[tuple[float, float]], filas: int = FILAS, columnas: int = COLUMNAS
) -> list[tuple[int, int]]:
    """(longitud, latitud) de cada colonia → (fila, columna), desde arriba a la izquierda y en 1.

    Raises:
        ValueError: hay más colonias que casillas.
    """
    if len(puntos) > filas * columnas:
        raise ValueError("hay más colonias que casillas")
    lon, lat = (np.array(eje, dtype=float) for eje in zip(*puntos, strict=True))
    x, y = _escalar(lon, columnas), _escalar(-lat, filas)
    casillas = [(f, c) for f in range(filas) for c in range(columnas)]
    costo = np.array([[(x[i] - c) ** 2 + (y[i] - f) ** 2 for f, c in casillas] for i in range(len(puntos))])
    _, elegidas = linear_sum_assignment(np.round(costo, 9))
    return [(casillas[k][0] + 1, casillas[k][1] + 1) for k in elegidas]

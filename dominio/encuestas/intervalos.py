"""Intervalo de una proporción con diseño muestral, sin depender de ningún paquete de encuestas."""

from __future__ import annotations

import math
from collections.abc import Sequence

import numpy as np
from scipy import special

ALFA = 0.05
CASI_CERO = 1e-9


def korn_graubard(
    proporciones: Sequence[float], errores: Sequence[float], bases: Sequence[int], grados: Sequence[int]
) -> list[tuple[float | None, float | None]]:
    """Intervalo Korn-Graubard como lo fija NCHS: n efectiva ajustada por grados de libertad y con tope en n.

    En 0 y 1 la n efectiva es n y el intervalo es de un lado. Sin grados de libertad no hay intervalo.
    """
    p = np.clip(np.array(proporciones), 0.0, 1.0)
    error, n, gl = (np.array(valores, dtype=float) for valores in (errores, bases, grados))
    cola = ALFA / 2
    en_cero, en_uno = p <= CASI_CERO, p >= 1 - CASI_CERO
    with np.errstate(all="ignore"):
        efectiva = np.where(en_cero | en_uno, n, p * (1 - p) / error**2)
        ajuste = np.where(n > 1, (special.stdtrit(n - 1, 1 - cola) / special.stdtrit(gl, 1 - cola)) ** 2, 1.0)
        efectiva = np.minimum(n, efectiva * ajuste)
        x = efectiva * np.where(en_cero, 0.0, np.where(en_uno, 1.0, p))
        inferior = np.where(en_cero, 0.0, special.betaincinv(x, efectiva - x + 1, cola))
        superior = np.where(en_uno, 1.0, special.betaincinv(x + 1, efectiva - x, 1 - cola))
    puntual = (error <= CASI_CERO) & ~en_cero & ~en_uno
    inferior, superior = np.where(puntual, p, inferior), np.where(puntual, p, superior)
    pares = zip(np.where(gl <= 0, np.nan, inferior), np.where(gl <= 0, np.nan, superior), strict=True)
    return [(_finito(a), _finito(b)) for a, b in pares]


def _finito(valor: float) -> float | None:
    return float(valor) if math.isfinite(valor) else None

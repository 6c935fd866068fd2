"""Qué se publica y con qué advertencia (REGLAS §9, a partir de NCHS, Parker et al. 2017)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

Precision = Literal["confiable", "base_pequena", "suprimido", "sin_margen"]

N_EFECTIVA_MINIMA = 30
GRADOS_MINIMOS = 8
ANCHO_MAXIMO = 0.30
BASE_PEQUENA = 100


@dataclass(frozen=True)
class Dictamen:
    """Clase de precisión y, si se suprime, la causa en palabras."""

    precision: Precision
    motivo: str | None = None


def dictaminar(
    *,
    num_base: int,
    n_efectiva: float | None,
    grados_libertad: float | None,
    ancho: float | None,
    es_probabilistica: bool = True,
    es_proporcion: bool = True,
) -> Dictamen:
    """Clasifica una estimación.

    Args:
        num_base: entrevistas sin ponderar en la base.
        n_efectiva: entrevistas efectivas (base entre efecto de diseño, nunca más que la base).
        grados_libertad: UPM menos estratos con alguien del grupo.
        ancho: ancho del intervalo del 95 %, en proporción (0.30 = 30 puntos).
        es_probabilistica: si es falso no hay margen; solo se mira el tamaño.
        es_proporcion: el límite de ancho no aplica a medias.
    """
    if num_base == 0:
        return Dictamen("suprimido", "nadie en este grupo contestó la pregunta")
    if n_efectiva is None or n_efectiva < N_EFECTIVA_MINIMA:
        return Dictamen("suprimido", f"menos de {N_EFECTIVA_MINIMA} entrevistas efectivas")
    if not es_probabilistica:
        return Dictamen("sin_margen")
    if grados_libertad is None or grados_libertad < GRADOS_MINIMOS:
        return Dictamen("suprimido", f"menos de {GRADOS_MINIMOS} grados de libertad: muy pocos puntos de muestreo")
    if es_proporcion and (ancho is None or ancho >= ANCHO_MAXIMO):
        return Dictamen("suprimido", "intervalo de 30 puntos o más")
    return Dictamen("base_pequena" if num_base < BASE_PEQUENA else "confiable")

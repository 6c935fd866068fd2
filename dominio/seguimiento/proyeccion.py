"""A dónde llegaría la meta en diciembre si siguiera como va, y cuánto se ha equivocado antes esa cuenta.

Método: al realizado se le suma lo que falta del programa, al ritmo con que se ha cumplido (realizado ÷ programado a la
fecha); es la misma cuenta de la alerta A2 (REGLAS §6). El intervalo es empírico: la cuenta se repite parados en cada
mes anterior y se compara con lo que de verdad pasó después. Sin tres meses evaluados no hay proyección.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

MESES_PARA_PROYECTAR = 3


@dataclass(frozen=True)
class Corte:
    """Acumulados de un mes ya evaluado."""

    programado: float
    realizado: float


@dataclass(frozen=True)
class Proyeccion:
    """Cierre esperado, entre qué valores, y con qué se probó."""

    cierre: float
    bajo: float
    alto: float
    error_medio: float | None
    """Error absoluto medio, en % de lo realizado al corte, de haberlo proyectado desde cada mes anterior."""
    num_meses: int
    num_pruebas: int


def proyectar(cortes: Sequence[Corte], meta_anual: float) -> Proyeccion | None:
    """La proyección parada en el último de `cortes` (en orden de mes); None si no hay con qué hacerla.

    El intervalo va del peor al mejor desempeño observado por unidad programada; nunca deja fuera al cierre, y su
    extremo bajo no es menor que lo ya realizado salvo que el propio cierre lo sea.
    """
    if len(cortes) < MESES_PARA_PROYECTAR or cortes[-1].programado <= 0:
        return None
    ultimo = cortes[-1]
    cierre = ultimo.realizado / ultimo.programado * meta_anual
    falta = max(meta_anual - ultimo.programado, 0.0)
    desvios = _desvios(cortes)
    if not desvios:
        return None
    bajo = cierre + falta * min(0.0, *desvios)
    alto = cierre + falta * max(0.0, *desvios)
    errores = _errores(cortes)
    return Proyeccion(
        cierre=cierre,
        bajo=min(cierre, max(bajo, ultimo.realizado)),
        alto=alto,
        error_medio=sum(errores) / len(errores) if errores else None,
        num_meses=len(cortes),
        num_pruebas=len(errores),
    )


def ritmo_requerido(falta: float, meses_restantes: int) -> float | None:
    """Cuánto por mes para llegar; 0 si ya se llegó, None si no quedan meses."""
    if falta <= 0:
        return 0.0
    return falta / meses_restantes if meses_restantes > 0 else None


def _desvios(cortes: Sequence[Corte]) -> list[float]:
    """Por unidad programada: lo que pasó entre dos cortes menos lo que el ritmo del primero anunciaba."""
    desvios = []
    for i, origen in enumerate(cortes):
        if origen.programado <= 0:
            continue
        for destino in cortes[i + 1 :]:
            tramo = destino.programado - origen.programado
            if tramo > 0:
                ritmo = origen.realizado / origen.programado
                desvios.append((destino.realizado - origen.realizado) / tramo - ritmo)
    return desvios


def _errores(cortes: Sequence[Corte]) -> list[float]:
    """Error (%) de haber proyectado el último corte desde cada uno de los anteriores."""
    ultimo = cortes[-1]
    if ultimo.realizado == 0:
        return []
    previos = [c for c in cortes[:-1] if 0 < c.programado < ultimo.programado]
    anunciados = [c.realizado / c.programado * ultimo.programado for c in previos]
    return [100 * abs(a - ultimo.realizado) / abs(ultimo.realizado) for a in anunciados]

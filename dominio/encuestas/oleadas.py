"""Cambio entre dos oleadas independientes: su error, su prueba y lo menor que se alcanzaría a distinguir."""

from __future__ import annotations

import math
from dataclasses import dataclass

from scipy import special

from dominio.encuestas.estimacion import MuestraInvalida
from dominio.encuestas.intervalos import ALFA


@dataclass(frozen=True)
class Diferencia:
    """Cambio entre dos muestras independientes."""

    diferencia: float
    error_estandar: float
    ic_inferior: float
    ic_superior: float
    valor_p: float
    minima_detectable: float
    """La menor diferencia que se podría afirmar al 95 % con estos dos errores."""

    @property
    def es_distinguible(self) -> bool:
        """El intervalo de la diferencia no incluye el cero."""
        return self.valor_p < ALFA


def diferencia(antes: tuple[float, float, float | None], despues: tuple[float, float, float | None]) -> Diferencia:
    """Cambio entre dos oleadas independientes, con t de Welch-Satterthwaite.

    Args:
        antes: (estimación, error estándar, grados de libertad).
        despues: igual, de la oleada posterior.

    Raises:
        MuestraInvalida: los dos errores son cero, así que no hay con qué probar.
    """
    (a, ea, ga), (b, eb, gb) = antes, despues
    error = math.hypot(ea, eb)
    if error == 0:
        raise MuestraInvalida("Sin error estándar no se puede probar la diferencia.")
    grados = error**4 / (ea**4 / max(ga or 1e9, 1) + eb**4 / max(gb or 1e9, 1))
    critico = float(special.stdtrit(grados, 1 - ALFA / 2))
    cambio = b - a
    valor_p = float(2 * special.stdtr(grados, -abs(cambio) / error))
    return Diferencia(cambio, error, cambio - critico * error, cambio + critico * error, valor_p, critico * error)

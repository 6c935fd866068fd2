"""Reloj de servicio del contrato de difusión (REGLAS §8).

Corre de lunes a viernes de 9:00 a 21:00, hora de la Ciudad de México (sin horario de verano), y
se detiene fuera. Si los inhábiles también lo detienen es un parámetro; por omisión no.
El modelo hace la misma cuenta en SQL; una prueba compara las dos.
"""

from __future__ import annotations

from collections.abc import Set
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta


@dataclass(frozen=True)
class Horario:
    """Horas de servicio. ``inhabiles`` son los días que detienen el reloj; vacío si no descansa."""

    abre: time = time(9)
    cierra: time = time(21)
    inhabiles: Set[date] = frozenset()

    def es_de_servicio(self, dia: date) -> bool:
        """Lunes a viernes que no sea inhábil."""
        return dia.weekday() < 5 and dia not in self.inhabiles


HORARIO_DEL_CONTRATO = Horario()


def segundos_de_servicio(desde: datetime, hasta: datetime, horario: Horario = HORARIO_DEL_CONTRATO) -> int:
    """Segundos de servicio entre dos momentos locales; 0 si ``hasta`` no es posterior."""
    total = timedelta()
    dia = desde.date()
    while dia <= hasta.date():
        if horario.es_de_servicio(dia):
            inicio = max(desde, datetime.combine(dia, horario.abre))
            fin = min(hasta, datetime.combine(dia, horario.cierra))
            total += max(fin - inicio, timedelta())
        dia += timedelta(days=1)
    return int(total.total_seconds())


def vencimiento(desde: datetime, minutos: int, horario: Horario = HORARIO_DEL_CONTRATO) -> datetime:
    """Momento en que se cumplen ``minutos`` de servicio: viernes 20:30 + 90 → lunes 10:00.

    Si se cumplen justo al cierre, vence al cierre (viernes 19:30 + 90 → viernes 21:00).

    Raises:
        ValueError: ``minutos`` no es positivo.
    """
    if minutos <= 0:
        raise ValueError("los minutos deben ser positivos")
    faltan = timedelta(minutes=minutos)
    dia = desde.date()
    while True:
        if horario.es_de_servicio(dia):
            inicio = max(desde, datetime.combine(dia, horario.abre))
            disponible = datetime.combine(dia, horario.cierra) - inicio
            if disponible >= faltan:
                return inicio + faltan
            faltan -= max(disponible, timedelta())
        dia += timedelta(days=1)

"""Días de atraso y pena convencional de un entregable (REGLAS §10), en decimal exacto.

El almacén la calcula en SQL; aquí está la misma regla para responder «¿y si se entrega el día X?»
y como segunda cuenta de las pruebas. Siempre es una estimación, no una determinación jurídica.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import Literal

BaseDePena = Literal["monto_total", "no_prestado_sin_iva", "sin_clausula"]
ROTULO = "Estimación, no determinación jurídica"
_DIA = timedelta(days=1)
_CENTAVO = Decimal("0.01")
_SIN_COMPLETAR = frozenset({"parcial", "rechazado"})


@dataclass(frozen=True)
class Evento:
    """Lo que pasó con un entregable. ``proporcion`` (0–1) solo cuenta en parcial y rechazado."""

    fecha: date
    estado: str
    proporcion: Decimal | None = None

    @property
    def prestada(self) -> Decimal:
        """Proporción prestada acumulada que deja el evento."""
        return (self.proporcion or Decimal(0)) if self.estado in _SIN_COMPLETAR else Decimal(1)


@dataclass(frozen=True)
class Clausula:
    """Cláusula de pena. ``porcentaje_diario``: 1 = uno por ciento. Importes en pesos, antes de IVA."""

    base: BaseDePena
    monto_total: Decimal
    porcentaje_diario: Decimal | None = None
    tope_porcentaje: Decimal | None = None

    @property
    def tope(self) -> Decimal | None:
        """Tope de la pena en pesos, o ``None``."""
        if self.tope_porcentaje is None:
            return None
        return _centavos(self.monto_total * self.tope_porcentaje / 100)


@dataclass(frozen=True)
class Tramo:
    """Días de atraso seguidos con la misma proporción prestada al cerrar el día anterior."""

    desde: date
    hasta: date
    prestada: Decimal

    @property
    def num_dias(self) -> int:
        """Días naturales del tramo."""
        return (self.hasta - self.desde).days + 1


@dataclass(frozen=True)
class Pena:
    """Resultado: días, tramos e importe (``None`` si el contrato no tiene cláusula)."""

    dias: int
    tramos: tuple[Tramo, ...]
    sin_tope: Decimal | None
    importe: Decimal | None


def _centavos(importe: Decimal) -> Decimal:
    return importe.quantize(_CENTAVO, ROUND_HALF_UP)


def _cierres(eventos: Iterable[Evento], hoy: date) -> dict[date, Decimal]:
    """Proporción al cierre de cada día con eventos: manda el último del día, en el orden dado."""
    vistos = sorted((e for e in eventos if e.fecha <= hoy), key=lambda evento: evento.fecha)
    return {evento.fecha: evento.prestada for evento in vistos}


def tramos_de_atraso(comprometida: date, eventos: Iterable[Evento], hoy: date) -> tuple[Tramo, ...]:
    """Tramos de días de atraso: los posteriores al comprometido cuyo cierre anterior era menor que 1."""
    cierres = _cierres(eventos, hoy)
    prestada = Decimal(0)
    tramos: list[Tramo] = []
    desde = comprometida + _DIA
    for fecha, nueva in [*cierres.items(), (hoy, None)]:
        # Lo que deja un evento rige desde el día siguiente; hasta ese día, inclusive, cuenta lo anterior.
        hasta = min(fecha, hoy)
        if prestada < 1 and desde <= hasta:
            if tramos and tramos[-1].prestada == prestada and tramos[-1].hasta + _DIA == desde:
                tramos[-1] = Tramo(tramos[-1].desde, hasta, prestada)
            else:
                tramos.append(Tramo(desde, hasta, prestada))
        desde = max(desde, hasta + _DIA)
        prestada = prestada if nueva is None else nueva
    return tuple(tramos)


def calcular(comprometida: date, importe: Decimal, eventos: Sequence[Evento], clausula: Clausula, hoy: date) -> Pena:
    """Días de atraso y pena estimada a la fecha de referencia.

    Args:
        comprometida: último día para entregar sin atraso; el siguiente es el primero de atraso.
        importe: el de la parcialidad del entregable, antes de IVA.
        eventos: en el orden en que se registraron; los posteriores a ``hoy`` no cuentan.
        clausula: base, porcentaje y tope del contrato.
        hoy: fecha de referencia.
    """
    tramos = tramos_de_atraso(comprometida, eventos, hoy)
    dias = sum(tramo.num_dias for tramo in tramos)
    if clausula.base == "sin_clausula" or clausula.porcentaje_diario is None:
        return Pena(dias, tramos, None, None)
    tasa = clausula.porcentaje_diario / 100
    if clausula.base == "monto_total":
        exacta = sum((clausula.monto_total * tasa * t.num_dias for t in tramos), Decimal(0))
    else:
        exacta = sum((importe * tasa * (1 - t.prestada) * t.num_dias for t in tramos), Decimal(0))
    sin_tope = _centavos(exacta)
    return Pena(dias, tramos, sin_tope, sin_tope if clausula.tope is None else min(sin_tope, clausula.tope))


def si_se_entrega(
    dia: date, comprometida: date, importe: Decimal, eventos: Sequence[Evento], clausula: Clausula, hoy: date
) -> Pena:
    """La pena si el entregable se completa ese día (no antes de ``hoy``)."""
    dia = max(dia, hoy)
    ocurridos = [evento for evento in eventos if evento.fecha <= hoy]
    return calcular(comprometida, importe, [*ocurridos, Evento(dia, "entregado")], clausula, dia)

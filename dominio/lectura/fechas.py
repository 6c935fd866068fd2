"""Fechas: ISO o día/mes/año, por contrato. Lo ambiguo no se adivina: lo decide el contrato de la fuente."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

MESES = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
_ISO = re.compile(r"^(\d{4})-(\d{1,2})-(\d{1,2})(?:[T ].*)?$")
_DIA_MES_ANIO = re.compile(r"^(\d{1,2})/(\d{1,2})/(\d{4})$")
_PERIODO = re.compile(r"^(\d{4})-(\d{1,2})(?:-\d{1,2})?$")
ANIO_MINIMO, ANIO_MAXIMO = 2000, 2100


class FechaIlegible(ValueError):
    """La celda no es una fecha posible según el contrato."""


def _legible(valor: Any) -> str:
    """El valor como lo ve la persona en su celda: 202606, no 202606.0."""
    return str(int(valor)) if isinstance(valor, float) and valor.is_integer() else str(valor)


def _construir(anio: int, mes: int, dia: int, original: Any) -> date:
    if not ANIO_MINIMO <= anio <= ANIO_MAXIMO:
        raise FechaIlegible(f"«{original}» tiene un año fuera de {ANIO_MINIMO}–{ANIO_MAXIMO}")
    try:
        return date(anio, mes, dia)
    except ValueError as error:
        raise FechaIlegible(f"«{original}» no es una fecha posible") from error


def a_fecha(valor: Any) -> date | None:
    """Convierte una celda a fecha: celda con formato de fecha, ``AAAA-MM-DD`` o ``dd/mm/aaaa``.

    Un número suelto se rechaza: sin formato de fecha no se sabe si cuenta desde 1900 o 1904.

    Raises:
        FechaIlegible: el valor no es una fecha posible.
    """
    if valor is None or (isinstance(valor, str) and not valor.strip()):
        return None
    if isinstance(valor, datetime | date):
        return _construir(valor.year, valor.month, valor.day, valor)
    if isinstance(valor, str):
        texto = valor.strip()
        if hallada := _ISO.match(texto):
            anio, mes, dia = map(int, hallada.groups())
            return _construir(anio, mes, dia, texto)
        if hallada := _DIA_MES_ANIO.match(texto):
            dia, mes, anio = map(int, hallada.groups())
            return _construir(anio, mes, dia, texto)
    raise FechaIlegible(f"«{_legible(valor)}» no es una fecha")


def a_momento(valor: Any) -> datetime | None:
    """Convierte una celda a fecha y hora local (ISO o celda con formato de fecha y hora).

    Raises:
        FechaIlegible: el valor no es un momento posible.
    """
    if isinstance(valor, datetime):
        _construir(valor.year, valor.month, valor.day, valor)
        return valor.replace(tzinfo=None)
    if isinstance(valor, str) and valor.strip():
        try:
            return datetime.fromisoformat(valor.strip()).replace(tzinfo=None)
        except ValueError:
            pass
    dia = a_fecha(valor)
    return None if dia is None else datetime(dia.year, dia.month, dia.day)


def a_periodo(valor: Any) -> date | None:
    """Convierte ``AAAA-MM`` (o una fecha) al primer día de ese mes.

    Raises:
        FechaIlegible: el valor no es un mes posible.
    """
    if isinstance(valor, str) and (hallada := _PERIODO.match(valor.strip())):
        return _construir(int(hallada.group(1)), int(hallada.group(2)), 1, valor)
    try:
        dia = a_fecha(valor)
    except FechaIlegible as error:
        raise FechaIlegible(f"«{_legible(valor)}» no es un mes") from error
    return None if dia is None else dia.replace(day=1)

"""Fechas de exportaciones: ISO, con el mes en letra (español o inglés), o con diagonales.

Con diagonales, ``3/4/2026`` no dice si es marzo o abril: se decide con todas las fechas del
archivo, y si todas caben en las dos lecturas se apartan con su motivo; nunca se adivina.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any, Literal

from etl.lectura.encabezados import normalizar
from etl.lectura.fechas import FechaIlegible, a_fecha
from etl.lectura.resultado import ArchivoRechazado

Orden = Literal["dia_mes", "mes_dia"]
_MESES = (
    ("enero", "january"), ("febrero", "february"), ("marzo", "march"), ("abril", "april"),
    ("mayo", "may"), ("junio", "june"), ("julio", "july"), ("agosto", "august"),
    ("septiembre", "september", "setiembre"), ("octubre", "october"), ("noviembre", "november"),
    ("diciembre", "december"),
)  # fmt: skip
_POR_MES = {nombre[:largo]: mes for mes, nombres in enumerate(_MESES, 1) for nombre in nombres
            for largo in (3, 4, len(nombre))}  # fmt: skip
_CON_DIAGONAL = re.compile(r"^(\d{1,2})[/\-.](\d{1,2})[/\-.](\d{4})$")
_DIA_EN_LETRA = re.compile(r"^(?:[a-z]+\.?,? )?(\d{1,2})(?: de|-)? ?([a-z]+)\.?(?: de|,|-)? ?(\d{4})$")
_MES_EN_LETRA = re.compile(r"^([a-z]+)\.? (\d{1,2}),? (\d{4})$")
_SOLO_MES = re.compile(r"^([a-z]+)\.?(?: de)? (\d{4})$")
_SOLO_MES_ISO = re.compile(r"^(\d{4})-(\d{2})$")
_SEPARADORES = (" - ", " – ", " — ", " a ", "---")


class FechaAmbigua(FechaIlegible):
    """La fecha con diagonales cabe en día/mes y en mes/día, y nada en el archivo lo decide."""


def orden_de_fechas(valores: Iterable[Any]) -> Orden | None:
    """Lectura de las fechas con diagonales de un archivo; ``None`` si ninguna la decide.

    Raises:
        ArchivoRechazado: unas solo caben como día/mes y otras solo como mes/día.
    """
    ordenes: dict[Orden, str] = {}
    for valor in valores:
        hallada = _CON_DIAGONAL.match(valor.strip()) if isinstance(valor, str) else None
        if hallada is None:
            continue
        primero, segundo = int(hallada.group(1)), int(hallada.group(2))
        if primero > 12:
            ordenes.setdefault("dia_mes", str(valor))
        elif segundo > 12:
            ordenes.setdefault("mes_dia", str(valor))
    if len(ordenes) > 1:
        raise ArchivoRechazado(
            f"Las fechas mezclan día/mes («{ordenes['dia_mes']}») y mes/día («{ordenes['mes_dia']}»).",
            "Expórtelo otra vez con fechas AAAA-MM-DD.",
            regla="fechas_mezcladas",
        )
    return next(iter(ordenes), None)


def _mes(nombre: str) -> int:
    mes = _POR_MES.get(nombre) or _POR_MES.get(nombre[:4]) or _POR_MES.get(nombre[:3])
    if mes is None:
        raise FechaIlegible(f"«{nombre}» no es un mes")
    return mes


def a_dia(valor: Any, orden: Orden | None = None) -> date | None:
    """Convierte una celda a día.

    Raises:
        FechaAmbigua: con diagonales y sin orden conocido.
        FechaIlegible: no es una fecha posible.
    """
    if not isinstance(valor, str):
        return a_fecha(valor)
    texto = valor.replace("\u00a0", " ").strip().strip('"')
    if texto in {"", "--", "-"}:
        return None
    if hallada := _CON_DIAGONAL.match(texto):
        primero, segundo, anio = map(int, hallada.groups())
        if orden is None and primero != segundo:
            raise FechaAmbigua(f"«{texto}» puede ser día/mes o mes/día y ninguna fecha del archivo lo decide")
        dia, mes = (segundo, primero) if orden == "mes_dia" else (primero, segundo)
        return a_fecha(f"{anio:04d}-{mes:02d}-{dia:02d}")
    forma = normalizar(texto)
    if hallada := _DIA_EN_LETRA.match(forma):
        return a_fecha(f"{hallada.group(3)}-{_mes(hallada.group(2)):02d}-{int(hallada.group(1)):02d}")
    if hallada := _MES_EN_LETRA.match(forma):
        return a_fecha(f"{hallada.group(3)}-{_mes(hallada.group(1)):02d}-{int(hallada.group(2)):02d}")
    return a_fecha(texto)


def a_rango(valor: Any, orden: Orden | None = None) -> tuple[date, date] | None:
    """Lee «1 de julio de 2026 - 31 de julio de 2026» y sus formas en inglés; ``None`` si no es un rango."""
    if not isinstance(valor, str):
        return None
    for separador in _SEPARADORES:
        partes = valor.strip().strip('"').split(separador)
        if len(partes) != 2:
            continue
        try:
            inicio, fin = a_dia(partes[0], orden), a_dia(partes[1], orden)
        except FechaIlegible:
            continue
        if inicio and fin and inicio <= fin:
            return inicio, fin
    return None


def a_mes(valor: Any) -> tuple[date, date] | None:
    """Primer y último día de «julio de 2026», «2026-07», ``2026-07-01`` o un rango; ``None`` si no es un mes."""
    if isinstance(valor, str) and (rango := a_rango(valor)):
        return rango
    texto = normalizar(valor) if isinstance(valor, str) else ""
    if hallada := _SOLO_MES_ISO.match(texto):
        primero = date(int(hallada.group(1)), int(hallada.group(2)), 1)
    elif hallada := _SOLO_MES.match(texto):
        primero = date(int(hallada.group(2)), _mes(hallada.group(1)), 1)
    else:
        try:
            dia = a_dia(valor)
        except FechaIlegible:
            return None
        if dia is None:
            return None
        primero = dia.replace(day=1)
    return primero, ultimo_dia_del_mes(primero)


def ultimo_dia_del_mes(dia: date) -> date:
    """Último día del mes de ``dia``."""
    return (dia.replace(day=28) + timedelta(days=4)).replace(day=1) - timedelta(days=1)


def grano(inicio: date, fin: date) -> str:
    """``dia``, ``semana``, ``mes`` (de calendario, completo) o ``periodo``."""
    if inicio == fin:
        return "dia"
    if inicio.day == 1 and fin == ultimo_dia_del_mes(inicio):
        return "mes"
    if (fin - inicio).days == 6 and inicio.weekday() in (0, 6):
        return "semana"
    return "periodo"

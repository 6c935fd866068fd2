"""Formato de cifras y fechas para lectura en español de México.

Funciones puras: reciben un valor (o ``None``) y devuelven texto. Lo que no llegó se
escribe ``sin dato``; nunca es 0 ni una celda vacía. Signo menos tipográfico «−»,
coma de miles, punto decimal y espacio duro antes de «%».
"""

from __future__ import annotations

import functools
import math
from datetime import UTC, date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation
from zoneinfo import ZoneInfo

SIN_DATO = "sin dato"
GUION = "—"
DURO = "\u00a0"
MILLON = Decimal(1_000_000)
ZONA = ZoneInfo("America/Mexico_City")

_MESES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
_DIAS = ("lunes", "martes", "miércoles", "jueves", "viernes", "sábado", "domingo")
_NUMEROS = ("cero", "una", "dos", "tres", "cuatro", "cinco", "seis", "siete", "ocho", "nueve")

Numero = int | float | Decimal
Fecha = date | datetime | str


def _decimal(valor: Numero | None) -> Decimal | None:
    """El valor exacto, o ``None`` si no hay dato o no es finito."""
    if valor is None or isinstance(valor, bool):
        return None
    if isinstance(valor, float) and not math.isfinite(valor):
        return None
    try:
        exacto = Decimal(str(valor))
    except InvalidOperation:
        return None
    return exacto if exacto.is_finite() else None


def _escribir(exacto: Decimal, decimales: int, *, signo: bool = False) -> str:
    redondo = exacto.quantize(Decimal(1).scaleb(-decimales), rounding=ROUND_HALF_UP)
    if redondo == 0:
        redondo = abs(redondo)
    texto = f"{abs(redondo):,.{decimales}f}"
    if redondo < 0:
        return f"−{texto}"
    return f"+{texto}" if signo and redondo > 0 else texto


@functools.lru_cache(maxsize=8192, typed=True)
def numero(valor: Numero | None, decimales: int | None = None) -> str:
    """«1,234» o «1,234.5»: sin ``decimales``, hasta dos y solo los que hagan falta."""
    exacto = _decimal(valor)
    if exacto is None:
        return SIN_DATO
    if decimales is not None:
        return _escribir(exacto, decimales)
    texto = _escribir(exacto, 2)
    return texto.rstrip("0").rstrip(".") if "." in texto else texto


@functools.lru_cache(maxsize=8192, typed=True)
def porcentaje(valor: Numero | None, decimales: int = 1) -> str:
    """«91.2 %» a partir de un valor en 0–100 (así vienen ``cumplimiento`` y ``avance_anual``)."""
    exacto = _decimal(valor)
    return SIN_DATO if exacto is None else f"{_escribir(exacto, decimales)}{DURO}%"


def proporcion(valor: Numero | None, decimales: int = 1) -> str:
    """«94.2 %» a partir de una proporción en 0–1 (así vienen ``cobertura`` y ``proporcion_*``)."""
    exacto = _decimal(valor)
    return SIN_DATO if exacto is None else porcentaje(exacto * 100, decimales)


def puntos(valor: Numero | None, decimales: int = 1) -> str:
    """«−0.9 puntos»: diferencia entre dos porcentajes, con signo explícito."""
    exacto = _decimal(valor)
    if exacto is None:
        return SIN_DATO
    texto = _escribir(exacto, decimales, signo=True)
    return f"{texto}{DURO}{'punto' if texto in ('+1', '−1', '1') else 'puntos'}"


def diferencia(valor: Numero | None, decimales: int | None = None) -> str:
    """«+1,200» o «−3.5»: diferencia con signo explícito."""
    exacto = _decimal(valor)
    if exacto is None:
        return SIN_DATO
    if decimales is not None:
        return _escribir(exacto, decimales, signo=True)
    texto = _escribir(exacto, 2, signo=True)
    return texto.rstrip("0").rstrip(".") if "." in texto else texto


def pesos(valor: Numero | None) -> str:
    """«2,400 pesos»; desde un millón, «3.59 millones de pesos»."""
    exacto = _decimal(valor)
    if exacto is None:
        return SIN_DATO
    if abs(exacto) >= MILLON:
        millones = _escribir(exacto / MILLON, 2)
        return f"{millones}{DURO}{'millón' if millones in ('1.00', '−1.00') else 'millones'} de pesos"
    entero = exacto == exacto.to_integral_value()
    texto = _escribir(exacto, 0 if entero else 2)
    return f"{texto}{DURO}{'peso' if texto in ('1', '−1') else 'pesos'}"


def importe(valor: Numero | None, decimales: int = 0) -> str:
    """«1,234,567»: importe para tabla, con la unidad en el encabezado."""
    exacto = _decimal(valor)
    return SIN_DATO if exacto is None else _escribir(exacto, decimales)


def con_unidad(valor: Numero | None, unidad: str | None, decimales: int | None = None) -> str:
    """«1,234 luminarias»; si la unidad es porcentaje, «58.1 %»."""
    if _decimal(valor) is None:
        return SIN_DATO
    if (unidad or "").strip().lower() in ("%", "porcentaje", "por ciento"):
        return porcentaje(valor, 1 if decimales is None else decimales)
    cifra = numero(valor, decimales)
    return f"{cifra}{DURO}{unidad.strip()}" if unidad and unidad.strip() else cifra


def intervalo(minimo: Numero | None, maximo: Numero | None, decimales: int = 0) -> str:
    """«128,400 a 238,100»; un solo número si los extremos coinciden."""
    bajo, alto = _decimal(minimo), _decimal(maximo)
    if bajo is None and alto is None:
        return SIN_DATO
    if bajo is None:
        return f"hasta {numero(maximo, decimales)}"
    if alto is None:
        return f"{numero(minimo, decimales)} o más"
    if bajo == alto:
        return numero(minimo, decimales)
    return f"{numero(minimo, decimales)} a {numero(maximo, decimales)}"


def con_margen(valor: Numero | None, margen: Numero | None, decimales: int = 1) -> str:
    """«58.4 % ± 4.6», ambos en 0–100; sin margen, solo el porcentaje."""
    if _decimal(valor) is None or _decimal(margen) is None:
        return porcentaje(valor, decimales)
    return f"{porcentaje(valor, decimales)}{DURO}±{DURO}{numero(margen, decimales)}"


def bytes_legibles(valor: int | None) -> str:
    """«12.3 KB», «4.0 MB»."""
    if valor is None:
        return SIN_DATO
    cantidad = float(valor)
    for unidad in ("B", "KB", "MB", "GB"):
        if cantidad < 1024 or unidad == "GB":
            return f"{cantidad:,.0f}{DURO}{unidad}" if unidad == "B" else f"{cantidad:,.1f}{DURO}{unidad}"
        cantidad /= 1024
    return SIN_DATO


def cuenta(cantidad: int | None, singular: str, plural: str) -> str:
    """«1 meta», «1,024 metas»."""
    if cantidad is None:
        return SIN_DATO
    return f"{numero(cantidad, 0)} {singular if cantidad == 1 else plural}"


def en_palabras(cantidad: int, *, masculino: bool = False) -> str:
    """Del cero al nueve en palabras («cinco», «una» o «un»); desde diez, en cifras."""
    if not 0 <= cantidad <= 9:
        return numero(cantidad, 0)
    return "un" if masculino and cantidad == 1 else _NUMEROS[cantidad]


def lista(partes: list[str]) -> str:
    """«a», «a y b», «a, b y c» (con «e» ante sonido i)."""
    if len(partes) < 2:
        return partes[0] if partes else ""
    ultimo = partes[-1]
    inicio = ultimo.lstrip("«").lower()
    nexo = "e" if inicio.startswith(("i", "hi")) and not inicio.startswith(("hie", "hia")) else "y"
    return f"{', '.join(partes[:-1])} {nexo} {ultimo}"


def _fecha(valor: Fecha | None) -> date | None:
    if isinstance(valor, datetime):
        return valor.date()
    if isinstance(valor, str):
        try:
            return date.fromisoformat(valor[:10] if len(valor) > 7 else f"{valor}-01")
        except ValueError:
            return None
    return valor


def fecha(valor: Fecha | None) -> str:
    """«31 oct 2026»."""
    dia = _fecha(valor)
    return SIN_DATO if dia is None else f"{dia.day} {mes_corto(dia)} {dia.year}"


def fecha_sin_anio(valor: Fecha | None) -> str:
    """«31 oct»."""
    dia = _fecha(valor)
    return SIN_DATO if dia is None else f"{dia.day} {mes_corto(dia)}"


def fecha_con_dia(valor: Fecha | None) -> str:
    """«viernes 20 nov»."""
    dia = _fecha(valor)
    return SIN_DATO if dia is None else f"{_DIAS[dia.weekday()]} {dia.day} {mes_corto(dia)}"


def momento(valor: datetime | str | None) -> str:
    """«17 nov 2026 a las 06:12», hora de la Ciudad de México; sin zona se entiende UTC."""
    local = hora_local(valor)
    return SIN_DATO if local is None else f"{fecha(local)} a las {local:%H:%M}"


def hora_local(valor: datetime | str | None) -> datetime | None:
    """El momento en hora de la Ciudad de México; lo que no trae zona se entiende UTC."""
    if isinstance(valor, str):
        try:
            valor = datetime.fromisoformat(valor)
        except ValueError:
            return None
    if valor is None:
        return None
    con_zona = valor if valor.tzinfo else valor.replace(tzinfo=UTC)
    return con_zona.astimezone(ZONA)


def mes(valor: Fecha | None) -> str:
    """«octubre»."""
    dia = _fecha(valor)
    return SIN_DATO if dia is None else _MESES[dia.month - 1]


def mes_corto(valor: Fecha | None) -> str:
    """«oct»."""
    dia = _fecha(valor)
    return SIN_DATO if dia is None else _MESES[dia.month - 1][:3]


def periodo(valor: Fecha | None) -> str:
    """«Octubre 2026», de una fecha o de «2026-10»."""
    dia = _fecha(valor)
    return SIN_DATO if dia is None else f"{_MESES[dia.month - 1].capitalize()} {dia.year}"


def periodo_clave(valor: Fecha | None) -> str:
    """«2026-10», como viaja en la dirección."""
    dia = _fecha(valor)
    return "" if dia is None else f"{dia:%Y-%m}"

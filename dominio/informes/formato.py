"""Cómo se escribe cada valor en PDF y Word: español de México, «sin dato» para lo que no llegó."""

from __future__ import annotations

from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from dominio.informes.modelo import Formula, Tipo, Valor

SIN_DATO = "sin dato"
DURO = "\u00a0"
MESES = (
    "enero", "febrero", "marzo", "abril", "mayo", "junio",
    "julio", "agosto", "septiembre", "octubre", "noviembre", "diciembre",
)  # fmt: skip
CLASES = {
    "CUMPLIDA": "Cumplida",
    "BUEN_DESEMPENO": "Buen desempeño",
    "REGULAR": "Regular",
    "DEFICIENTE": "Deficiente",
    "SIN_CAPTURA": "Sin captura",
    "NO_EVALUABLE": "No evaluable",
    "NO_PROGRAMADA": "No programada",
    "NO_APLICA": "No aplica",
    "PENDIENTE": "Pendiente",
}


def clase(valor: str | None) -> str:
    """La clase como se lee."""
    return SIN_DATO if valor is None else CLASES.get(valor, valor)


def mes(periodo: date) -> str:
    """«octubre de 2026»."""
    return f"{MESES[periodo.month - 1]} de {periodo.year}"


def fecha(valor: date | None) -> str:
    """«31 de octubre de 2026»."""
    return SIN_DATO if valor is None else f"{valor.day} de {mes(valor)}"


def numero(valor: float | int | Decimal | None, decimales: int | None = None, *, signo: bool = False) -> str:
    """«1,234.5»: sin ``decimales``, hasta dos y solo los que hagan falta; menos tipográfico."""
    if valor is None:
        return SIN_DATO
    redondo = Decimal(str(valor)).quantize(
        Decimal(1).scaleb(-(2 if decimales is None else decimales)), rounding=ROUND_HALF_UP
    )
    texto = f"{abs(redondo):,}"
    if decimales is None and "." in texto:
        texto = texto.rstrip("0").rstrip(".")
    if redondo < 0:
        return f"−{texto}"
    return f"+{texto}" if signo and redondo > 0 else texto


def porcentaje(valor: float | None) -> str:
    """«91.2 %» de un valor en 0–100."""
    return SIN_DATO if valor is None else f"{numero(valor, 1)}{DURO}%"


def recortar(texto: str, largo: int) -> str:
    """El texto, o su comienzo hasta una palabra completa y «…»."""
    if len(texto) <= largo:
        return texto
    return f"{texto[: largo - 1].rsplit(' ', 1)[0].rstrip(' ,;')}…"


def cuenta(cuantos: int, singular: str, plural: str) -> str:
    """«1 meta», «3 metas»."""
    return f"{numero(cuantos)} {singular if cuantos == 1 else plural}"


def escribir(valor: Valor, tipo: Tipo) -> str:
    """El valor de una celda como texto."""
    if isinstance(valor, Formula):
        valor = valor.valor
    if valor is None:
        return SIN_DATO
    if isinstance(valor, str):
        return valor
    if isinstance(valor, date):
        return valor.isoformat()
    if tipo == "porcentaje":
        return porcentaje(valor)
    if tipo == "proporcion":
        return porcentaje(float(Decimal(str(valor)) * 100))
    if tipo == "puntos":
        return numero(valor, 1, signo=True)
    if tipo == "importe":
        return numero(valor, 2)
    return numero(valor)

"""Números: por contrato, nunca adivinados celda por celda."""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import Any, Literal

Formato = Literal["mx", "es"]

_MX = re.compile(r"^[-−+]?(?:\d{1,3}(?:,\d{3})+|\d+)?(?:\.\d+)?$")
_ES = re.compile(r"^[-−+]?(?:\d{1,3}(?:\.\d{3})+|\d+)?(?:,\d+)?$")


class NumeroIlegible(ValueError):
    """El texto no es un número según el formato del archivo."""


def a_numero(valor: Any, formato: Formato = "mx") -> float | None:
    """Convierte una celda a número.

    Args:
        valor: celda tal como la entrega el lector (número, texto o vacío).
        formato: ``mx`` = coma de miles y punto decimal; ``es`` = punto de miles y coma decimal.

    Returns:
        El número, o ``None`` si la celda está vacía.

    Raises:
        NumeroIlegible: hay texto que no es un número en ese formato, infinito o booleano.
    """
    if valor is None or (isinstance(valor, str) and not valor.strip()):
        return None
    if isinstance(valor, bool):
        raise NumeroIlegible(f"{valor} no es un número")
    if isinstance(valor, int | float | Decimal):
        numero = float(valor)
        if not math.isfinite(numero):
            raise NumeroIlegible(f"{valor} no es un número finito")
        return numero
    if not isinstance(valor, str):
        raise NumeroIlegible(f"{valor} no es un número")
    texto = valor.replace("\u00a0", " ").strip()
    patron, miles, decimal = (_MX, ",", ".") if formato == "mx" else (_ES, ".", ",")
    if not patron.match(texto) or not any(c.isdigit() for c in texto):
        raise NumeroIlegible(f"«{texto}» no es un número")
    numero = float(texto.replace(miles, "").replace(decimal, ".").replace("−", "-"))
    if not math.isfinite(numero):
        raise NumeroIlegible(f"«{texto}» no es un número finito")
    return numero

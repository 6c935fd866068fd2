"""Lo que llega de un formulario como texto, limpio y acotado; cada asunto dice con qué error se rechaza."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any


def texto(datos: Mapping[str, Any], nombre: str, largo: int, error: type[ValueError]) -> str:
    """El campo sin espacios a los lados ni caracteres de control (los renglones se conservan); vacío si no vino.

    Raises:
        error: pasa de ``largo`` caracteres.
    """
    valor = "".join(c for c in str(datos.get(nombre) or "").strip() if c == "\n" or c.isprintable())
    if len(valor) > largo:
        raise error(f"El texto pasa de {largo} caracteres. Acórtelo.")
    return valor


def fecha(datos: Mapping[str, Any], nombre: str, error: type[ValueError]) -> date | None:
    """El campo como fecha; ``None`` si no vino.

    Raises:
        error: no es una fecha AAAA-MM-DD.
    """
    escrita = texto(datos, nombre, 10, error)
    try:
        return date.fromisoformat(escrita) if escrita else None
    except ValueError as fallo:
        raise error(f"«{escrita}» no es una fecha. Escríbala como AAAA-MM-DD.") from fallo

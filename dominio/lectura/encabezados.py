"""Encabezados: comparar «Área », «AREA» y «área» como la misma palabra."""

from __future__ import annotations

import re
import unicodedata

_MONEDA = re.compile(r"\(([A-Z]{3})\)\s*$")
_ESPACIOS = re.compile(r"\s+")


def normalizar(encabezado: str) -> str:
    """Quita acentos, mayúsculas, espacios repetidos y la moneda entre paréntesis del final."""
    limpio = _MONEDA.sub("", _ESPACIOS.sub(" ", encabezado.replace("\u00a0", " ")).strip())
    descompuesto = unicodedata.normalize("NFD", limpio)
    sin_acentos = "".join(c for c in descompuesto if unicodedata.category(c) != "Mn")
    return sin_acentos.casefold().replace("_", " ").strip()


def moneda(encabezado: str) -> str | None:
    """Devuelve la moneda ISO escrita al final del encabezado: «Importe gastado (MXN)» → ``MXN``."""
    hallada = _MONEDA.search(encabezado.strip())
    return hallada.group(1) if hallada else None


def letra_de_columna(indice: int) -> str:
    """Índice desde 0 → letra de Excel (0 → A, 26 → AA)."""
    letras = ""
    indice += 1
    while indice:
        indice, resto = divmod(indice - 1, 26)
        letras = chr(65 + resto) + letras
    return letras

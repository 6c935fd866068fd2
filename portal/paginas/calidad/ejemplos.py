"""Consultas de ejemplo para analistas: viven en ``ejemplos.sql`` y las pruebas las corren."""

from __future__ import annotations

import functools
import re
from dataclasses import dataclass
from pathlib import Path

ARCHIVO = Path(__file__).with_name("ejemplos.sql")
_TITULO = re.compile(r"^-- ## (.+)$", re.M)


@dataclass(frozen=True)
class Ejemplo:
    """Una pregunta y la consulta que la contesta."""

    pregunta: str
    sql: str


@functools.cache
def leer() -> tuple[Ejemplo, ...]:
    """Los ejemplos, en su orden."""
    partes = _TITULO.split(ARCHIVO.read_text(encoding="utf-8"))[1:]
    return tuple(Ejemplo(p.strip(), s.strip()) for p, s in zip(partes[::2], partes[1::2], strict=True))

"""Quién captura y sobre qué áreas. El único lugar que lo dice: las cuentas se ponen aquí, sin tocar la captura."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Alcance:
    """Quién está frente al portal. ``areas`` nula = todas."""

    quien: str
    areas: frozenset[str] | None = None

    def puede(self, area: str | None) -> bool:
        """¿Puede ver y entregar lo de esa área?"""
        return self.areas is None or (area is not None and area in self.areas)


def quien_captura() -> Alcance:
    """Mientras no haya cuentas, quien use el portal en esta máquina captura por cualquier área."""
    return Alcance("sin cuenta")

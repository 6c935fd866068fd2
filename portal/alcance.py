"""Quién captura y sobre qué áreas: la cuenta de la petición, dicha como la captura la necesita."""

from __future__ import annotations

from dataclasses import dataclass

from portal.acceso import cuenta


@dataclass(frozen=True)
class Alcance:
    """Quién está frente al portal. ``areas`` nula = todas."""

    quien: str
    areas: frozenset[str] | None = None
    entrega_cerrados: bool = True
    """Puede entregar de un mes ya cerrado."""

    def puede(self, area: str | None) -> bool:
        """¿Puede ver y entregar lo de esa área?"""
        return self.areas is None or (area is not None and area in self.areas)


def quien_captura() -> Alcance:
    """La cuenta de la petición y sus áreas; sin cuenta, ninguna."""
    quien = cuenta.actual()
    return (
        Alcance("sin cuenta", frozenset(), entrega_cerrados=False)
        if quien is None
        else Alcance(quien.clave, quien.areas, quien.puede("entregar_cerrado"))
    )

"""El rango que pide la dirección: dos fechas, o una y el límite de los datos. No consulta."""

from __future__ import annotations

import datetime as dt

Rango = tuple[dt.date, dt.date]


def leer(texto: str | None) -> dt.date | None:
    """AAAA-MM-DD; lo que no se entiende se ignora."""
    try:
        return dt.date.fromisoformat(texto) if texto else None
    except ValueError:
        return None


def elegir(desde: str | None, hasta: str | None, primero: dt.date | None, ultimo: dt.date | None) -> Rango | None:
    """El rango acotado a los días con entrega; ``None`` si no se pidió, está al revés o cae fuera."""
    inicio, fin = leer(desde), leer(hasta)
    if (inicio is None and fin is None) or primero is None or ultimo is None:
        return None
    fin = min(fin or ultimo, ultimo)
    inicio = max(inicio or fin.replace(day=1), primero)
    return (inicio, fin) if inicio <= fin else None

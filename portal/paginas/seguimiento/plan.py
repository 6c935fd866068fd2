"""Dónde deberíamos ir en los meses que aún no vencen.

El mart acumula lo programado solo hasta lo exigible (REGLAS §2: un mes PENDIENTE no cuenta). Para dibujar el plan hasta
diciembre, aquí se prolonga con el mismo calendario y la misma acumulación; no califica nada.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any


def prolongar(
    acumulado: Sequence[float | None], mensual: Sequence[float | None], estados: Sequence[str], acumulacion: str
) -> list[float | None]:
    """El programado acumulado de los doce meses: el del mart hasta lo exigible y, después, el del calendario."""
    plan: list[float | None] = []
    ya_pendiente = False
    for i, estado in enumerate(estados):
        ya_pendiente = ya_pendiente or estado == "PENDIENTE"
        if not ya_pendiente:
            plan.append(acumulado[i])
        elif mensual[i] is None:
            plan.append(plan[-1] if plan else None)
        else:
            plan.append(_siguiente(plan[-1] if plan else None, mensual[: i + 1], acumulacion))
    return plan


def con_plan(meses: Sequence[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """Los doce renglones de una meta con `programado_acumulado` prolongado hasta diciembre."""
    plan = prolongar(
        [m["programado_acumulado"] for m in meses],
        [m["programado"] for m in meses],
        [m["estado_captura"] for m in meses],
        meses[0]["acumulacion"] if meses else "suma",
    )
    return [{**m, "programado_acumulado": p} for m, p in zip(meses, plan, strict=True)]


def _siguiente(previo: float | None, hasta_aqui: Sequence[float | None], acumulacion: str) -> float | None:
    programados = [v for v in hasta_aqui if v is not None]
    if acumulacion == "suma":
        return (previo or 0.0) + programados[-1]
    if acumulacion == "ultimo":
        return programados[-1]
    return sum(programados) / len(programados)

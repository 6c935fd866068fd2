"""Las metas que la casa se puso, y si lo medido las cumple."""

from __future__ import annotations

from dataclasses import dataclass

FACTOR_DE_CONSULTAS = 1.5
MARGEN_SOBRE_CONSULTAS_MS = 15.0
P95_CON_PAUSAS_MS = 100.0
SIN_CAMBIOS_S = 5.0
UN_ARCHIVO_S = 30.0
EN_FRIO_S = 90.0


@dataclass(frozen=True)
class Veredicto:
    """Una meta, lo medido y si se cumple."""

    meta: str
    medido: float
    limite: float
    unidad: str

    @property
    def se_cumple(self) -> bool:
        """Lo medido no pasa del límite."""
        return self.medido <= self.limite


def limite_de_pagina(consultas_ms: float) -> float:
    """Lo más que puede tardar una página completa: máx(1.5 × consultas, consultas + 15 ms)."""
    return max(FACTOR_DE_CONSULTAS * consultas_ms, consultas_ms + MARGEN_SOBRE_CONSULTAS_MS)


def de_pagina(ruta: str, servidor_ms: float, consultas_ms: float) -> Veredicto:
    """La meta de una página, que depende de lo que tardan sus consultas solas."""
    return Veredicto(f"página {ruta}", servidor_ms, limite_de_pagina(consultas_ms), "ms")


def de_flujo(frio_s: float, sin_cambios_s: float, un_archivo_s: float) -> list[Veredicto]:
    """Las tres metas del flujo."""
    return [
        Veredicto("flujo en frío", frio_s, EN_FRIO_S, "s"),
        Veredicto("flujo sin cambios", sin_cambios_s, SIN_CAMBIOS_S, "s"),
        Veredicto("un archivo nuevo hasta publicado", un_archivo_s, UN_ARCHIVO_S, "s"),
    ]


def de_concurrencia(p95_con_pausas_ms: float) -> Veredicto:
    """50 usuarios con pausas de 0 a 6 s."""
    return Veredicto("50 usuarios con pausas, p95", p95_con_pausas_ms, P95_CON_PAUSAS_MS, "ms")

"""Las tablas que se imprimen, y el JSON que se guarda."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass, field
from typing import Any

from rendimiento import metas
from rendimiento.concurrencia import MedidaDeConcurrencia
from rendimiento.flujo import MedidaDeFlujo
from rendimiento.metas import Veredicto
from rendimiento.paginas import MedidaDePagina


@dataclass
class MedidaDeEscala:
    """Todo lo medido a una escala de datos."""

    escala: int
    archivos: int
    paginas: list[MedidaDePagina] = field(default_factory=list)
    concurrencia: list[MedidaDeConcurrencia] = field(default_factory=list)
    flujo: list[MedidaDeFlujo] = field(default_factory=list)


def tabla(encabezados: Sequence[str], filas: Sequence[Sequence[Any]]) -> str:
    """Columnas alineadas: la primera a la izquierda; los números, a la derecha."""
    textos = [[str(v) for v in fila] for fila in [encabezados, *filas]]
    anchos = [max(len(fila[i]) for fila in textos) for i in range(len(encabezados))]
    lineas = [
        "  ".join(v.ljust(anchos[i]) if i == 0 else v.rjust(anchos[i]) for i, v in enumerate(fila)) for fila in textos
    ]
    return "\n".join([lineas[0], "─" * len(lineas[0]), *lineas[1:]])


def de_paginas(medidas: list[MedidaDePagina]) -> str:
    """(a) Una fila por página, con la razón contra sus consultas y si cumple su meta."""
    filas = []
    for m in medidas:
        veredicto = metas.de_pagina(m.direccion, m.servidor_ms, m.consultas_ms)
        razon = m.servidor_ms / m.consultas_ms if m.consultas_ms else 0
        filas.append(
            [m.direccion, m.num_consultas, f"{m.consultas_ms:.1f}", f"{m.servidor_ms:.1f}", f"{razon:.2f}",
             f"{veredicto.limite:.1f}", f"{m.guardada_ms:.2f}", f"{m.bytes_en_la_red / 1024:.1f}",
             f"{m.bytes_sin_comprimir / 1024:.0f}", _marca(veredicto)]
        )  # fmt: skip
    encabezados = [
        "página",
        "consultas",
        "solas ms",
        "servidor ms",
        "razón",
        "meta ms",
        "guardada ms",
        "KB red",
        "KB",
        "",
    ]
    return tabla(encabezados, filas)


def de_concurrencia(medidas: list[MedidaDeConcurrencia]) -> str:
    """(b) Una fila por número de usuarios."""
    filas = [
        [f"{m.usuarios} usuarios" + (f", pausas 0–{m.pausa_maxima_s:.0f} s" if m.pausa_maxima_s else ""), m.peticiones,
         m.por_segundo, m.p50_ms, m.p95_ms, m.maximo_ms, m.errores]
        for m in medidas
    ]  # fmt: skip
    return tabla(["usuarios", "peticiones", "por s", "p50 ms", "p95 ms", "máx ms", "errores"], filas)


def de_flujo(medidas: list[MedidaDeFlujo]) -> str:
    """(c) Una fila por caso, con sus estaciones."""
    nombres = list(dict.fromkeys(n for m in medidas for n in m.estaciones))
    filas = [
        [m.caso, f"{m.segundos:.1f}", f"{m.pico_mb:,.0f}", *(f"{m.estaciones.get(n, 0):.1f}" for n in nombres)]
        for m in medidas
    ]
    return tabla(["flujo", "segundos", "pico MB", *nombres], filas)


def de_crecimiento(escalas: list[MedidaDeEscala]) -> str:
    """(d) Cómo crecen el flujo y el portal con los datos."""
    filas = []
    for e in escalas:
        frio = e.flujo[0]
        servidor = [m.servidor_ms for m in e.paginas]
        filas.append(
            [f"×{e.escala}", f"{e.archivos:,}", f"{frio.segundos:.1f}", f"{frio.pico_mb:,.0f}",
             f"{sum(servidor) / max(len(servidor), 1):.1f}", f"{max(servidor, default=0):.1f}"]
        )  # fmt: skip
    encabezados = ["escala", "archivos", "flujo en frío s", "pico MB", "página media ms", "página más lenta ms"]
    return tabla(encabezados, filas)


def veredictos(base: MedidaDeEscala) -> list[Veredicto]:
    """Las metas, sobre los datos ×1."""
    hallados = [metas.de_pagina(m.direccion, m.servidor_ms, m.consultas_ms) for m in base.paginas]
    hallados += [metas.de_concurrencia(m.p95_ms) for m in base.concurrencia if m.pausa_maxima_s]
    if len(base.flujo) == 3:
        hallados += metas.de_flujo(*(m.segundos for m in base.flujo))
    return hallados


def de_metas(hallados: list[Veredicto]) -> str:
    """Cuántas se cumplen, y las que no, con ambos números."""
    fallidas = [v for v in hallados if not v.se_cumple]
    lineas = [f"Metas cumplidas: {len(hallados) - len(fallidas)} de {len(hallados)}."]
    lineas += [f"  ✗ {v.meta}: {v.medido:.1f} {v.unidad}; la meta es {v.limite:.1f} {v.unidad}" for v in fallidas]
    return "\n".join(lineas)


def como_json(escalas: list[MedidaDeEscala], entorno: dict[str, Any]) -> dict[str, Any]:
    """Todo lo medido, con sus metas."""
    hallados = veredictos(escalas[0])
    return {
        "entorno": entorno,
        "escalas": [asdict(e) for e in escalas],
        "metas": [asdict(v) | {"se_cumple": v.se_cumple} for v in hallados],
    }


def _marca(veredicto: Veredicto) -> str:
    return "✓" if veredicto.se_cumple else "✗"

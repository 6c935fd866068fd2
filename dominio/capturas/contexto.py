"""Lo que hay que saber del programa para juzgar una captura, y lo que se contesta. No lee archivos ajenos."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import yaml

from dominio.configuracion import RAIZ

FUENTE_YML = RAIZ / "etl" / "fuentes" / "capturas" / "fuente.yml"


def limite_en_bytes() -> int:
    """Lo más que puede pesar una captura, según ``fuente.yml``."""
    return int(yaml.safe_load(FUENTE_YML.read_text(encoding="utf-8"))["limite_mb"]) << 20


@dataclass(frozen=True)
class MetaDelPrograma:
    """Lo que las reglas necesitan de una meta en el mes capturado.

    ``programado`` nulo = no programada; ``capturado`` es el valor ya publicado del mes, si lo hay.
    """

    area: str
    acumulacion: str
    programado: float | None = None
    capturado: float | None = None


@dataclass(frozen=True)
class Contexto:
    """El programa visto desde un mes: ``metas`` de todas las áreas, por clave. ``hoy`` es la fecha de referencia."""

    hoy: date
    areas: frozenset[str] = frozenset()
    metas: Mapping[str, MetaDelPrograma] = field(default_factory=dict)
    hay_programa: bool = True


def area_del_programa(escrita: str, areas: frozenset[str]) -> str | None:
    """La clave como está en el programa: «dgo» es DGO mientras no haya otra que se escriba igual."""
    if escrita in areas:
        return escrita
    parecidas = [area for area in areas if area.upper() == escrita.upper()]
    return parecidas[0] if len(parecidas) == 1 else None


@dataclass
class Revision:
    """Qué pasó con un archivo. ``estado``: ``aceptado``, ``parcial`` o ``rechazado`` (nada entra)."""

    estado: str
    area: str | None = None
    periodo: str | None = None
    fecha_captura: str | None = None
    entraron: list[dict[str, Any]] = field(default_factory=list)
    no_entraron: list[dict[str, Any]] = field(default_factory=list)
    avisos: list[dict[str, Any]] = field(default_factory=list)
    num_no_entraron: int = 0
    motivo: str | None = None
    remedio: str | None = None
    celda: str | None = None

"""Hechos públicos (áreas, indicadores, inhábiles) y los parámetros sintéticos del programa."""

from __future__ import annotations

import csv
import functools
from dataclasses import dataclass
from datetime import date
from pathlib import Path

CATALOGOS = Path(__file__).parent / "catalogos"
EJERCICIO = 2026
MESES = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")


@dataclass(frozen=True)
class Area:
    """Un área de la alcaldía."""

    clave: str
    nombre: str

    @property
    def responsable(self) -> str:
        """Puesto de quien la encabeza; nunca una persona."""
        if self.clave.startswith("CSC"):
            return "Titular de la Comisión de Seguridad Ciudadana"
        return f"Titular de la {self.nombre}"


@dataclass(frozen=True)
class Indicador:
    """Una meta con lo público de su indicador y los parámetros sintéticos de su programa."""

    meta: str
    area: str
    datos: dict[str, str]
    parametros: dict[str, str]

    def numero(self, nombre: str) -> float | None:
        """Parámetro numérico, o ``None`` si va vacío."""
        texto = self.parametros[nombre]
        return float(texto) if texto else None

    @property
    def decimales(self) -> int:
        """Decimales con los que el área captura."""
        return int(self.parametros["decimales"])

    @property
    def metodo(self) -> str:
        """Método de cumplimiento, con el de su sentido si va vacío."""
        por_sentido = {"ascendente": "directo", "descendente": "inverso", "constante": "tolerancia"}
        sentido = self.parametros["sentido"]
        return self.parametros["metodo"] or por_sentido.get(sentido, sentido)


def leer(nombre: str) -> list[dict[str, str]]:
    """Renglones de ``catalogos/<nombre>.csv``."""
    with (CATALOGOS / f"{nombre}.csv").open(encoding="utf-8", newline="") as archivo:
        return list(csv.DictReader(archivo))


def _copia(clave: str, numero: int) -> str:
    """La copia 1 es el conjunto original; las demás llevan su número."""
    return clave if numero == 1 else f"{clave}{numero}"


def areas(escala: int = 1) -> list[Area]:
    """Las 13 áreas, repetidas ``escala`` veces con clave propia."""
    return [
        Area(_copia(r["clave"], numero), r["area"].split(" (")[0])
        for numero in range(1, escala + 1)
        for r in leer("areas")
    ]


@functools.cache
def indicadores(escala: int = 1) -> tuple[Indicador, ...]:
    """Las 72 metas (por ``escala``), numeradas dentro de su área: DESU-01, DESU-02…"""
    parametros = {r["id"]: r for r in leer("parametros")}
    salida: list[Indicador] = []
    for numero in range(1, escala + 1):
        cuenta: dict[str, int] = {}
        for fila in leer("indicadores"):
            area = _copia(fila["area"], numero)
            cuenta[area] = cuenta.get(area, 0) + 1
            meta = f"{area}-{cuenta[area]:02d}"
            salida.append(Indicador(meta, area, fila, parametros[fila["id"].removeprefix("IND-")]))
    return tuple(salida)


@functools.cache
def inhabiles() -> dict[date, str]:
    """Días inhábiles del ejercicio."""
    return {date.fromisoformat(r["fecha"]): r["nombre"].split(" (")[0] for r in leer("inhabiles")}


def es_habil(dia: date) -> bool:
    """Lunes a viernes fuera de los inhábiles."""
    return dia.weekday() < 5 and dia not in inhabiles()

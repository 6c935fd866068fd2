"""(c) El flujo: en frío, sin cambios y con un archivo nuevo; por estación y con su pico de memoria."""

from __future__ import annotations

import re
from dataclasses import dataclass
from pathlib import Path

import openpyxl

from rendimiento.instalacion import Instalacion

_ESTACION = re.compile(r"(\w+) ([\d.]+) s(?: ·|\)\.)")
_FECHA = "09/11/2026"


@dataclass(frozen=True)
class MedidaDeFlujo:
    """Una corrida de ``python -m etl``."""

    caso: str
    segundos: float
    pico_mb: float
    publico: bool
    estaciones: dict[str, float]


def estaciones_de(salida: str) -> dict[str, float]:
    """Segundos por estación, de la última línea que imprime el flujo."""
    publicada = [linea for linea in salida.splitlines() if linea.startswith("Publicada la versión")]
    return {nombre: float(segundos) for nombre, segundos in _ESTACION.findall(publicada[-1])} if publicada else {}


def _correr(instalacion: Instalacion, caso: str) -> MedidaDeFlujo:
    corrida = instalacion.orden("etl")
    estaciones = estaciones_de(corrida.salida)
    return MedidaDeFlujo(caso, round(corrida.segundos, 2), round(corrida.pico_mb), bool(estaciones), estaciones)


def _corregir_una_captura(instalacion: Instalacion) -> Path:
    """Un archivo nuevo de verdad: la última captura de un área, con un valor más y fecha posterior."""
    original = sorted(r for r in (instalacion.datos_crudos / "capturas").rglob("*.xlsx") if "correccion" not in r.name)[
        0
    ]
    libro = openpyxl.load_workbook(original)
    hoja = libro["captura"]
    hoja["B3"] = _FECHA
    fila = next(f for f in range(6, hoja.max_row + 1) if isinstance(hoja.cell(f, 5).value, int | float))
    hoja.cell(fila, 5).value += 1
    destino = original.with_name(f"{original.stem}_medicion.xlsx")
    libro.save(destino)
    return destino


def medir(instalacion: Instalacion, *, completo: bool = True) -> list[MedidaDeFlujo]:
    """Frío, sin cambios y un archivo nuevo; con ``completo=False``, solo en frío.

    Raises:
        RuntimeError: una corrida falló o no hizo lo que debía.
    """
    medidas = [_correr(instalacion, "en frío")]
    if not completo:
        return medidas
    quietas = sorted((_correr(instalacion, "sin cambios") for _ in range(3)), key=lambda m: m.segundos)
    _corregir_una_captura(instalacion)
    medidas += [quietas[1], _correr(instalacion, "un archivo nuevo")]
    if [m.publico for m in medidas] != [True, False, True]:
        raise RuntimeError(f"El flujo publicó cuando no debía, o al revés: {medidas}")
    return medidas

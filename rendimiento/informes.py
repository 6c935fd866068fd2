"""``python -m rendimiento.informes``: cuánto tarda cada formato del informe mensual, y cómo crece con diez veces metas.

Mide el informe de las 13 áreas y sus metas tal como lo hace el portal: de la versión publicada a los bytes. Para ×10 no
hace falta otro flujo: se replican en memoria los renglones que se leyeron, con claves propias.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

from dominio.configuracion import cargar
from dominio.informes import consulta, evaluacion, excel, pdf, word
from dominio.informes.consulta import DatosDeEvaluacion
from dominio.informes.evaluacion import periodo_de
from dominio.informes.modelo import Documento

METAS_S = {"pdf": 10.0, "docx": 5.0, "xlsx": 5.0}
RENDERIZADORES: dict[str, Callable[[Documento], bytes]] = {"pdf": pdf.hacer, "docx": word.hacer, "xlsx": excel.hacer}
_CON_AREA = ("areas", "metas", "ranking", "alertas", "captura", "tecnicas", "agregados")


def replicar(datos: DatosDeEvaluacion, veces: int) -> DatosDeEvaluacion:
    """Los mismos datos con ``veces`` áreas y metas, cada copia con sus claves."""
    if veces == 1:
        return datos
    cambios: dict[str, Any] = {
        campo: [_copia(fila, numero) for numero in range(veces) for fila in getattr(datos, campo)]
        for campo in _CON_AREA
    }
    return replace(datos, **cambios)


def _copia(fila: dict[str, Any], numero: int) -> dict[str, Any]:
    if numero == 0:
        return fila
    copia = dict(fila)
    for campo in ("area_clave", "meta_clave", "clave"):
        if isinstance(copia.get(campo), str):
            copia[campo] = f"{chr(64 + numero)}{copia[campo]}"
    return copia


def medir(archivo: Path, periodo: date, veces: int, repeticiones: int) -> tuple[int, dict[str, list[float]]]:
    """Segundos de cada repetición por formato, leer y armar incluidos, y cuántas metas lleva."""
    tiempos: dict[str, list[float]] = {formato: [] for formato in RENDERIZADORES}
    metas = 0
    for _ in range(repeticiones):
        for formato, hacer in RENDERIZADORES.items():
            inicio = time.monotonic()
            with consulta.Publicacion(archivo) as publicacion:
                datos = consulta.evaluacion(publicacion, periodo)
            datos = replicar(datos, veces)
            metas = len(datos.metas)
            hacer(evaluacion.documento(datos))
            tiempos[formato].append(time.monotonic() - inicio)
    return metas, tiempos


def main() -> int:
    """Mide sobre la versión publicada de la configuración; termina con error si una mediana pasa de su meta."""
    analizador = argparse.ArgumentParser(prog="python -m rendimiento.informes", description=__doc__)
    analizador.add_argument("--periodo", default="2026-10")
    analizador.add_argument("--repeticiones", type=int, default=5)
    analizador.add_argument("--veces", type=int, nargs="+", default=[1, 10])
    opciones = analizador.parse_args()
    cfg = cargar()
    archivo = cfg.publicado / str(json.loads(cfg.apuntador.read_text(encoding="utf-8"))["archivo"])
    base: dict[str, float] = {}
    cumple = True
    for veces in opciones.veces:
        metas, tiempos = medir(archivo, periodo_de(opciones.periodo), veces, opciones.repeticiones)
        medianas = {formato: statistics.median(segundos) for formato, segundos in tiempos.items()}
        for formato, mediana in medianas.items():
            linea = f"×{veces:<3} {metas:>4} metas  {formato:<4} mediana {mediana:6.2f} s"
            if veces == opciones.veces[0]:
                base[formato] = mediana
                bien = mediana <= METAS_S[formato]
                cumple = cumple and bien
                linea += f"  (meta {METAS_S[formato]:.0f} s: {'sí' if bien else 'NO'})"
            else:
                por_meta = mediana / base[formato] / (veces / opciones.veces[0])
                linea += f"  ({mediana / base[formato]:.1f} veces el tiempo; {por_meta:.2f} por meta)"
            sys.stdout.write(f"{linea}\n")
    return 0 if cumple else 1


if __name__ == "__main__":
    sys.exit(main())

"""``python -m rendimiento``: mide, compara con las metas, imprime y guarda ``almacen/rendimiento.json``."""

from __future__ import annotations

import argparse
import json
import os
import platform
import tempfile
import time
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import duckdb

from dominio.configuracion import cargar
from rendimiento import concurrencia, flujo, informe, paginas
from rendimiento.direcciones import variadas
from rendimiento.informe import MedidaDeEscala
from rendimiento.instalacion import Instalacion, portal, preparar

USUARIOS = (1, 16, 50)


def _opciones() -> argparse.Namespace:
    analizador = argparse.ArgumentParser(prog="python -m rendimiento", description=__doc__)
    analizador.add_argument("--escalas", type=int, nargs="+", default=[1, 10], help="tamaños de datos (×1 ×10 ×100)")
    analizador.add_argument("--repeticiones", type=int, default=15, help="por página; se informa la mediana")
    analizador.add_argument("--segundos", type=float, default=8, help="por número de usuarios")
    analizador.add_argument("--sin-carga", action="store_true", help="omite la medición de concurrencia")
    analizador.add_argument("--salida", type=Path, help="por omisión, almacen/rendimiento.json")
    return analizador.parse_args()


def _concurrencia(instalacion: Instalacion, segundos: float) -> list[concurrencia.MedidaDeConcurrencia]:
    direcciones = variadas(instalacion)
    with portal(instalacion) as puerto:
        galleta = instalacion.galleta()
        # Un par de vueltas para que la medición no sea la del arranque.
        concurrencia.medir(puerto, galleta, direcciones, 2, 2)
        medidas = [concurrencia.medir(puerto, galleta, direcciones, usuarios, segundos) for usuarios in USUARIOS]
        return [*medidas, concurrencia.medir(puerto, galleta, direcciones, 50, max(segundos * 3, 20), pausa=6)]


def _medir_escala(base: Path, escala: int, opciones: argparse.Namespace, *, es_base: bool) -> MedidaDeEscala:
    print(f"\n══ Datos ×{escala} ══", flush=True)
    instalacion = preparar(base / f"x{escala}", escala)
    medida = MedidaDeEscala(escala, sum(r.is_file() for r in instalacion.datos_crudos.rglob("*")))
    print("· Flujo…", flush=True)
    medida.flujo = flujo.medir(instalacion, completo=es_base)
    print(informe.de_flujo(medida.flujo), flush=True)
    print("\n· Páginas, dibujadas desde cero…", flush=True)
    medida.paginas = paginas.medir(instalacion, opciones.repeticiones)
    print(informe.de_paginas(medida.paginas), flush=True)
    if es_base:
        print("\n· Acceso: la puerta, y negar a quien existe y a quien no…", flush=True)
        print(instalacion.orden("rendimiento.acceso").salida, flush=True)
    if es_base and not opciones.sin_carga:
        print("\n· Mucha gente a la vez…", flush=True)
        medida.concurrencia = _concurrencia(instalacion, opciones.segundos)
        print(informe.de_concurrencia(medida.concurrencia), flush=True)
    return medida


def _entorno(segundos: float) -> dict[str, Any]:
    return {
        "medido_en": datetime.now(UTC).isoformat(timespec="seconds"),
        "nucleos": os.cpu_count(),
        "python": platform.python_version(),
        "duckdb": duckdb.__version__,
        "duracion_s": round(segundos),
    }


def main() -> None:
    """Mide todo en una carpeta temporal; el repositorio no se toca, salvo el JSON final."""
    opciones = _opciones()
    inicio = time.monotonic()
    with tempfile.TemporaryDirectory(prefix="mirador_rendimiento_") as temporal:
        escalas = [
            _medir_escala(Path(temporal), escala, opciones, es_base=orden == 0)
            for orden, escala in enumerate(opciones.escalas)
        ]
    if len(escalas) > 1:
        print(f"\n· Crecimiento\n{informe.de_crecimiento(escalas)}")
    print(f"\n{informe.de_metas(informe.veredictos(escalas[0]))}")
    salida = opciones.salida or cargar().almacen / "rendimiento.json"
    salida.parent.mkdir(parents=True, exist_ok=True)
    contenido = informe.como_json(escalas, _entorno(time.monotonic() - inicio))
    salida.write_text(json.dumps(contenido, ensure_ascii=False, indent=1), encoding="utf-8")
    print(f"Guardado en {salida.name} ({time.monotonic() - inicio:.0f} s).")


if __name__ == "__main__":
    main()

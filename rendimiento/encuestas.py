"""``python -m rendimiento.encuestas``: el explorador de encuestas al mover un filtro, y sus vistas ya calculadas.

Mide, con medianas y desde cero (pantallas y consultas olvidadas): la primera petición del proceso, las preguntas sin
filtro contra sus consultas solas, y las mismas con filtros de persona, cruce y corrección, que se estiman en vivo.
El tiempo de procesador acompaña al de pared: con la máquina ocupada por otros, es el que dice lo que cuesta.
"""

from __future__ import annotations

import argparse
import json
import statistics
import sys
import tempfile
import time
from pathlib import Path
from typing import Any

import psutil

from rendimiento.concurrencia import percentil
from rendimiento.instalacion import Instalacion, preparar
from rendimiento.metas import Veredicto, limite_de_pagina

FILTRO_EN_VIVO_MS = 150.0
_FILTROS = ("sexo=Mujer", "zona=Lomas", "sexo=Hombre&grupo_edad=30 a 44", "escolaridad=Superior",
            "sexo=Mujer&cruce=zona", "cruce=zona&fdr=1")  # fmt: skip
_ESTUDIOS = ("vivienda-2", "telefonica-3")


def _mediana(tiempos: list[float]) -> str:
    return f"mediana {statistics.median(tiempos):.1f} ms · p95 {percentil(tiempos, 95):.1f} · máximo {max(tiempos):.1f}"


def _rss_mb() -> float:
    return psutil.Process().memory_info().rss / (1 << 20)


def medir_en_este_proceso(base: Path) -> dict[str, Any]:
    """Lado del proceso aparte: una instalación ya publicada → tiempos en milisegundos."""
    from portal.calentamiento import calentar
    from portal.paginas.encuestas import consultas
    from rendimiento.direcciones import peticion
    from rendimiento.paginas import _Portal

    inicio, antes = time.perf_counter(), _rss_mb()
    portal = _Portal()
    arranque = (time.perf_counter() - inicio) * 1000

    procesador: list[float] = []

    def _pedir(direccion: str) -> float:
        portal.olvidar()
        desde, ocupado = time.perf_counter(), time.process_time()
        portal.pedir(peticion(direccion))
        procesador.append((time.process_time() - ocupado) * 1000)
        return (time.perf_counter() - desde) * 1000

    desde = time.perf_counter()
    calentar()
    tibio = (time.perf_counter() - desde) * 1000
    primera = _pedir("/encuestas")
    primer_filtro = _pedir("/encuestas?estudio=vivienda-2&sexo=Mujer")
    publicadas, en_vivo, en_vivo_procesador, vistas = [], [], [], []
    for estudio in _ESTUDIOS:
        for pregunta in consultas.preguntas(estudio):
            direccion = f"/encuestas?estudio={estudio}&pregunta={pregunta['pregunta']}"
            servidor = statistics.median([_pedir(direccion) for _ in range(3)])
            solas = portal.consultas_solas(list(portal.anotadas), 3)
            publicadas.append(servidor)
            vistas.append((direccion, servidor, solas))
            en_vivo += [_pedir(f"{direccion}&{filtro}") for filtro in _FILTROS]
            en_vivo_procesador += procesador[-len(_FILTROS) :]
    return {
        "arranque_ms": arranque, "calentar_ms": tibio, "primera_ms": primera, "primer_filtro_ms": primer_filtro,
        "publicadas_ms": publicadas, "en_vivo_ms": en_vivo, "vistas": vistas,
        "en_vivo_procesador_ms": en_vivo_procesador,
        "memoria_mb": _rss_mb(), "memoria_antes_mb": antes,
    }  # fmt: skip


def informe(medida: dict[str, Any]) -> str:
    """Lo medido y las dos metas, en renglones."""
    holguras = [servidor - limite_de_pagina(solas) for _, servidor, solas in medida["vistas"]]
    servidor = statistics.median(v[1] for v in medida["vistas"])
    solas = statistics.median(v[2] for v in medida["vistas"])
    metas = [
        Veredicto("filtro en vivo, mediana", statistics.median(medida["en_vivo_ms"]), FILTRO_EN_VIVO_MS, "ms"),
        Veredicto("vista ya calculada, mediana", servidor, limite_de_pagina(solas), "ms"),
    ]
    renglones = [
        f"· Arranque {medida['arranque_ms']:.0f} ms, calentamiento {medida['calentar_ms']:.0f} ms; memoria"
        f" {medida['memoria_mb']:.0f} MB",
        f"· Primera petición {medida['primera_ms']:.0f} ms; primer filtro {medida['primer_filtro_ms']:.0f} ms",
        f"· Sin filtro: {_mediana(medida['publicadas_ms'])}; consultas solas {solas:.1f} ms, razón"
        f" {servidor / solas:.2f}; cumplen {sum(h <= 0 for h in holguras)} de {len(holguras)}",
        f"· En vivo: {_mediana(medida['en_vivo_ms'])} ({len(medida['en_vivo_ms'])} combinaciones);"
        f" procesador, {_mediana(medida['en_vivo_procesador_ms'])}",
    ]
    renglones += [
        f"{'✓' if m.se_cumple else '✗'} {m.meta}: {m.medido:.1f} {m.unidad} (límite {m.limite:.1f})" for m in metas
    ]
    return "\n".join(renglones)


def main() -> None:
    """Prepara una instalación aparte, corre el flujo y mide; con ``--base``, mide una ya publicada."""
    analizador = argparse.ArgumentParser(prog="python -m rendimiento.encuestas")
    analizador.add_argument("--base", type=Path, help="carpeta con almacen/ y estado/ ya publicados")
    analizador.add_argument("--salida", type=Path, help=argparse.SUPPRESS)
    opciones = analizador.parse_args()
    if opciones.salida:
        opciones.salida.write_text(json.dumps(medir_en_este_proceso(opciones.base)), encoding="utf-8")
        return
    with tempfile.TemporaryDirectory(prefix="mirador_encuestas_") as temporal:
        if opciones.base:
            instalacion = Instalacion(opciones.base)
        else:
            instalacion = preparar(Path(temporal) / "x1", 1)
            instalacion.orden("etl")
        salida = Path(temporal) / "medida.json"
        instalacion.orden("rendimiento.encuestas", "--base", str(instalacion.base), "--salida", str(salida))
        sys.stdout.write(f"{informe(json.loads(salida.read_text(encoding='utf-8')))}\n")


if __name__ == "__main__":
    main()

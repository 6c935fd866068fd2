"""Leer archivos ajenos sin riesgo: por lotes en un subproceso acotado.

Un lote que termina bien cuesta un solo arranque. Si muere (memoria, tiempo, un fallo del
lector en C), el archivo que se estaba leyendo se repite solo; si vuelve a morir queda
rechazado con su motivo, y el resto del lote continúa.
"""

from __future__ import annotations

import json
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from dominio.configuracion import RAIZ
from dominio.subprocesos import Limites, entorno_minimo, preparar
from etl import fallas

ORDEN = ["-m", "etl.leer_lote"]
MEMORIA = 3 << 30
ARCHIVOS_POR_LOTE = 400
BYTES_POR_LOTE = 64 << 20
_PROCESOS = 2
_SIN_MEMORIA = 77
_LECTOR_ROTO = 78
SEGUNDOS_DE_ARRANQUE = 30


class LectorRoto(RuntimeError):
    """El código de un lector no se puede cargar: no es culpa de ningún archivo."""


@dataclass(frozen=True)
class Peticion:
    """Un archivo por leer.

    ``acompanante``: ruta del archivo hermano que el lector necesita, o vacío. ``otros``: nombre → ruta de los hermanos
    opcionales. ``llave``: ruta de la llave de la instalación, si el lector la usa; nunca viaja su contenido.
    """

    fuente: str
    sha256: str
    nombre: str
    ruta: str
    acompanante: str
    tamano: int
    segundos: int
    otros: dict[str, str] = field(default_factory=dict)
    llave: str = ""


@dataclass
class ResultadoDeLectura:
    """Lo que pasó con un archivo; ``carpeta`` tiene sus Parquet si se leyó."""

    peticion: Peticion
    carpeta: Path
    datos: dict[str, Any] = field(default_factory=dict)


def _lotes(peticiones: list[Peticion]) -> Iterator[list[Peticion]]:
    lote: list[Peticion] = []
    tamano = 0
    for peticion in sorted(peticiones, key=lambda p: (p.fuente, p.sha256)):
        if lote and (len(lote) >= ARCHIVOS_POR_LOTE or tamano + peticion.tamano > BYTES_POR_LOTE):
            yield lote
            lote, tamano = [], 0
        lote.append(peticion)
        tamano += peticion.tamano
    if lote:
        yield lote


def _esperar(proceso: subprocess.Popen[bytes], resultados: Path, limites: list[int]) -> str | None:
    """Espera al lote; lo mata si un archivo pasa de su tiempo. Devuelve el motivo si murió."""
    leidos, desde = 0, time.monotonic() + SEGUNDOS_DE_ARRANQUE
    pausa = 0.01
    while (codigo := proceso.poll()) is None:
        time.sleep(pausa)
        pausa = min(pausa * 1.5, 0.2)
        ahora = resultados.read_bytes().count(b"\n") if resultados.exists() else 0
        if ahora != leidos:
            leidos, desde = ahora, time.monotonic()
        if time.monotonic() - desde > limites[leidos]:
            proceso.kill()
            proceso.wait()
            return f"excedió el tiempo de lectura ({limites[leidos]} s)"
    if codigo == 0:
        return None
    if codigo == -signal.SIGXCPU:
        return "excedió el tiempo de procesador"
    return (
        "excedió la memoria permitida"
        if codigo in (_SIN_MEMORIA, -signal.SIGABRT, -signal.SIGKILL)
        else (f"hizo fallar al lector (código {codigo})")
    )


def _correr(lote: list[Peticion], carpeta: Path) -> tuple[list[ResultadoDeLectura], str | None]:
    """Un subproceso sobre un lote: los resultados que alcanzó a escribir y, si murió, por qué."""
    carpeta.mkdir(parents=True)
    pedido = carpeta / "peticion.json"
    archivos = [{"fuente": p.fuente, "sha256": p.sha256, "nombre": p.nombre, "ruta": p.ruta,
                 "acompanante": p.acompanante, "otros": p.otros, "llave": p.llave} for p in lote]  # fmt: skip
    pedido.write_text(json.dumps({"salida": str(carpeta), "archivos": archivos}), encoding="utf-8")
    with (carpeta / "errores.txt").open("wb") as errores:
        proceso = subprocess.Popen(
            [sys.executable, *ORDEN, str(pedido)],
            cwd=RAIZ, env=entorno_minimo(**fallas.variables()), stdin=subprocess.DEVNULL, stdout=errores,
            stderr=errores, preexec_fn=preparar(Limites(MEMORIA, sum(p.segundos for p in lote) + 30)),
        )  # fmt: skip
        try:
            motivo = _esperar(
                proceso, carpeta / "resultados.jsonl", [*(p.segundos for p in lote), SEGUNDOS_DE_ARRANQUE]
            )
        finally:
            if proceso.poll() is None:
                proceso.kill()
                proceso.wait()
    if proceso.returncode == _LECTOR_ROTO:
        ultima = (carpeta / "errores.txt").read_text(encoding="utf-8", errors="replace").strip().splitlines()[-1]
        raise LectorRoto(f"Un lector no se puede cargar y nada se publicó: {ultima}")
    return _recoger(lote, carpeta), motivo


def _recoger(lote: list[Peticion], carpeta: Path) -> list[ResultadoDeLectura]:
    archivo = carpeta / "resultados.jsonl"
    lineas = archivo.read_text(encoding="utf-8").split("\n")[:-1] if archivo.exists() else []
    datos = [json.loads(linea) for linea in lineas]
    return [ResultadoDeLectura(lote[d.pop("indice")], carpeta, d) for d in datos]


def _rechazado(peticion: Peticion, carpeta: Path, motivo: str) -> ResultadoDeLectura:
    datos = {"estado": "rechazado", "motivo": f"El archivo {motivo} y se detuvo su lectura.",
             "remedio": "Copie solo los datos a un archivo nuevo con el formato acordado y entréguelo."}  # fmt: skip
    return ResultadoDeLectura(peticion, carpeta, datos)


def _leer_lote(lote: list[Peticion], carpeta: Path) -> Iterator[ResultadoDeLectura]:
    """Lee un lote completo, aislando lo que lo haga morir."""
    intento = 0
    while lote:
        resultados, motivo = _correr(lote, carpeta / f"intento_{intento}")
        intento += 1
        yield from resultados
        lote = lote[len(resultados) :]
        if motivo is None or not lote:
            continue
        solo, motivo_solo = _correr(lote[:1], carpeta / f"solo_{intento}")
        yield from solo or [_rechazado(lote[0], carpeta, motivo_solo or motivo)]
        lote = lote[1:]


def leer(peticiones: list[Peticion], carpeta: Path, recibir: Callable[[list[ResultadoDeLectura]], None]) -> None:
    """Lee todos los archivos y entrega los resultados por lote a ``recibir`` (siempre desde el hilo que llama).

    Args:
        peticiones: archivos por leer.
        carpeta: carpeta privada de la corrida; se vacía.
        recibir: se llama una vez por lote, con los Parquet aún en ``ResultadoDeLectura.carpeta``.
    """
    shutil.rmtree(carpeta, ignore_errors=True)
    lotes = list(_lotes(peticiones))
    if len(lotes) == 1 and len(lotes[0]) > ARCHIVOS_POR_LOTE // 8:
        lotes = [lotes[0][0::2], lotes[0][1::2]]
    with ThreadPoolExecutor(max_workers=_PROCESOS) as hilos:
        tareas = [
            hilos.submit(lambda lote, numero: list(_leer_lote(lote, carpeta / f"lote_{numero}")), lote, numero)
            for numero, lote in enumerate(lotes)
        ]
        for tarea in tareas:
            recibir(tarea.result())
    shutil.rmtree(carpeta, ignore_errors=True)

"""``python -m rendimiento.capturas``: treinta archivos hostiles entran mientras veinte personas navegan.

Ningún trabajador muere, ninguno crece más de 50 MiB y nadie que navega espera más de 2 s.
"""

from __future__ import annotations

import sys
import tempfile
import threading
import time
from collections import Counter
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path

import psutil

from rendimiento import concurrencia, hostiles
from rendimiento.direcciones import variadas
from rendimiento.entregas import Entregador
from rendimiento.instalacion import Instalacion, portal, preparar

ARCHIVOS, USUARIOS, ENTREGAN = 30, 20, 6
MAXIMO_CRECIMIENTO_MIB, MAXIMA_ESPERA_MS = 50.0, 2000.0
_MUESTREO_S = 0.2
_PAUSA_S = 1.0
_VUELTAS, _QUIETO_MIB = 6, 5.0


@dataclass(frozen=True)
class MedidaDeCapturas:
    """Qué pasó mientras entraban los archivos."""

    archivos: int
    contestados: dict[str, int]
    segundos: float
    trabajadores_vivos: bool
    crecimiento_mib: float
    navegacion: concurrencia.MedidaDeConcurrencia

    @property
    def cumple(self) -> bool:
        """¿Sobrevivió todo, sin crecer y sin hacer esperar?"""
        return (
            self.trabajadores_vivos
            and self.crecimiento_mib < MAXIMO_CRECIMIENTO_MIB
            and self.navegacion.errores == 0
            and self.navegacion.maximo_ms < MAXIMA_ESPERA_MS
            and sum(self.contestados.values()) == self.archivos
        )


def trabajadores(puerto: int) -> dict[int, float]:
    """Trabajadores del portal que escucha en ese puerto: pid → memoria residente en MiB."""
    maestro = next(
        p for p in psutil.process_iter(["cmdline"])
        if "gunicorn" in " ".join(p.info["cmdline"] or ()) and f"127.0.0.1:{puerto}" in (p.info["cmdline"] or ())
        and any("gunicorn" in " ".join(h.cmdline()) for h in p.children())
    )  # fmt: skip
    return {h.pid: h.memory_info().rss / (1 << 20) for h in maestro.children() if "gunicorn" in " ".join(h.cmdline())}


def entregar_todos(puerto: int, galleta: str, archivos: Sequence[Path], personas: int) -> Counter[str]:
    """Varias personas entregan los archivos a la vez; cuántos hubo de cada respuesta."""

    def uno(ruta: Path) -> str:
        estado, dicho = Entregador(puerto, galleta).entregar(ruta.name, ruta.read_bytes())
        return str(dicho.get("estado", estado))

    with ThreadPoolExecutor(personas) as hilos:
        return Counter(hilos.map(uno, archivos))


def _entibiar(puerto: int, galleta: str, direcciones: list[str], archivo: Path) -> dict[int, float]:
    """Todos los trabajadores ya dibujaron y ya recibieron: lo que pesa empezar no cuenta como crecer."""
    antes = trabajadores(puerto)
    for _ in range(_VUELTAS):
        concurrencia.medir(puerto, galleta, direcciones, 8, 3)
        entregar_todos(puerto, galleta, [archivo] * 2, 2)
        ahora = trabajadores(puerto)
        if all(memoria - antes.get(pid, 0.0) < _QUIETO_MIB for pid, memoria in ahora.items()):
            break
        antes = ahora
    return trabajadores(puerto)


def medir(
    puerto: int, galleta: str, direcciones: list[str], archivos: Sequence[Path], usuarios: int, personas: int
) -> MedidaDeCapturas:
    """Entrega los archivos mientras otros navegan, con una pausa humana entre pantalla y pantalla."""
    antes = _entibiar(puerto, galleta, direcciones, archivos[0])
    fin, picos, hecho = threading.Event(), dict(antes), {}

    def vigilar() -> None:
        while not fin.wait(_MUESTREO_S):
            for pid, memoria in trabajadores(puerto).items():
                picos[pid] = max(picos.get(pid, 0.0), memoria)

    def entregar() -> None:
        inicio = time.monotonic()
        hecho["contestados"] = entregar_todos(puerto, galleta, archivos, personas)
        hecho["segundos"] = time.monotonic() - inicio

    hilos = [threading.Thread(target=f, daemon=True) for f in (vigilar, entregar)]
    for hilo in hilos:
        hilo.start()
    medidas = []
    while hilos[1].is_alive():
        medidas.append(concurrencia.medir(puerto, galleta, direcciones, usuarios, 3, pausa=_PAUSA_S))
    hilos[1].join()
    fin.set()
    hilos[0].join()
    despues = trabajadores(puerto)
    peor = max(medidas, key=lambda m: (m.errores, m.maximo_ms))
    crecimiento = max(picos[pid] - memoria for pid, memoria in antes.items())
    return MedidaDeCapturas(
        len(archivos), dict(hecho["contestados"]), round(hecho["segundos"], 1), set(antes) == set(despues),
        round(crecimiento, 1), peor,
    )  # fmt: skip


def de_capturas(m: MedidaDeCapturas) -> str:
    """La medida en renglones."""
    return (
        f"{m.archivos} archivos hostiles en {m.segundos} s: {m.contestados}\n"
        f"trabajadores {'vivos' if m.trabajadores_vivos else 'MUERTOS'}, crecieron {m.crecimiento_mib} MiB "
        f"(máximo {MAXIMO_CRECIMIENTO_MIB:.0f})\n"
        f"{m.navegacion.usuarios} personas navegando: mediana {m.navegacion.p50_ms} ms, p95 {m.navegacion.p95_ms} ms, "
        f"peor {m.navegacion.maximo_ms} ms (máximo {MAXIMA_ESPERA_MS:.0f}), {m.navegacion.errores} errores\n"
        f"{'cumple' if m.cumple else 'NO CUMPLE'}"
    )


def main() -> int:
    """Mide en una carpeta temporal; 0 si cumple."""
    with tempfile.TemporaryDirectory(prefix="mirador_capturas_") as temporal:
        instalacion: Instalacion = preparar(Path(temporal) / "x1", 1)
        instalacion.orden("etl")
        archivos = hostiles.fabricar(Path(temporal) / "hostiles", ARCHIVOS)
        with portal(instalacion) as puerto:
            medida = medir(puerto, instalacion.galleta(), variadas(instalacion), archivos, USUARIOS, ENTREGAN)
    sys.stdout.write(f"{de_capturas(medida)}\n")
    return 0 if medida.cumple else 1


if __name__ == "__main__":
    sys.exit(main())

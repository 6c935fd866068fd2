"""(b) Mucha gente a la vez: usuarios que piden páginas distintas contra el portal de producción.

El generador vive en la misma máquina que el portal, así que se mide con él incluido.
"""

from __future__ import annotations

import http.client
import random
import statistics
import threading
import time
from dataclasses import dataclass, field

from rendimiento.direcciones import RUTA_DE_CALLBACKS, peticion

_CABECERAS = {"Content-Type": "application/json", "Accept-Encoding": "br, gzip"}
_SEMILLA = 2026


@dataclass(frozen=True)
class MedidaDeConcurrencia:
    """Latencias en milisegundos vistas por el usuario, y lo que no salió bien."""

    usuarios: int
    pausa_maxima_s: float
    peticiones: int
    p50_ms: float
    p95_ms: float
    maximo_ms: float
    errores: int
    por_segundo: float


@dataclass
class _Cuaderno:
    tiempos: list[float] = field(default_factory=list)
    errores: int = 0
    candado: threading.Lock = field(default_factory=threading.Lock)

    def anotar(self, milisegundos: float, *, salio_bien: bool) -> None:
        with self.candado:
            self.tiempos.append(milisegundos)
            self.errores += not salio_bien


def percentil(valores: list[float], porcentaje: float) -> float:
    """Percentil por rango más cercano; 0 si no hay valores."""
    if not valores:
        return 0.0
    ordenados = sorted(valores)
    return ordenados[max(0, -(-len(ordenados) * porcentaje // 100).__int__() - 1)]


def _usuario(
    numero: int, puerto: int, galleta: str, cuerpos: list[bytes], hasta: float, pausa: float, cuaderno: _Cuaderno
) -> None:
    azar = random.Random(_SEMILLA + numero)  # noqa: S311 — reparte carga, no protege nada
    conexion = http.client.HTTPConnection("127.0.0.1", puerto, timeout=30)
    if pausa:
        time.sleep(azar.uniform(0, pausa))
    while time.monotonic() < hasta:
        inicio = time.perf_counter()
        try:
            conexion.request("POST", RUTA_DE_CALLBACKS, azar.choice(cuerpos), _CABECERAS | {"Cookie": galleta})
            respuesta = conexion.getresponse()
            respuesta.read()
            salio_bien = respuesta.status == 200
        except (OSError, http.client.HTTPException):
            salio_bien = False
            conexion.close()
        cuaderno.anotar((time.perf_counter() - inicio) * 1000, salio_bien=salio_bien)
        if pausa:
            time.sleep(azar.uniform(0, pausa))
    conexion.close()


def medir(
    puerto: int, galleta: str, direcciones: list[str], usuarios: int, segundos: float, pausa: float = 0
) -> MedidaDeConcurrencia:
    """Pone a tantos usuarios a pedir direcciones al azar (siempre el mismo azar) por tantos segundos."""
    cuerpos = [peticion(d) for d in direcciones]
    cuaderno, inicio = _Cuaderno(), time.monotonic()
    comunes = (cuerpos, inicio + segundos, pausa, cuaderno)
    hilos = [
        threading.Thread(target=_usuario, args=(n, puerto, galleta, *comunes), daemon=True) for n in range(usuarios)
    ]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    transcurrido = time.monotonic() - inicio
    return MedidaDeConcurrencia(
        usuarios=usuarios, pausa_maxima_s=pausa, peticiones=len(cuaderno.tiempos),
        p50_ms=round(statistics.median(cuaderno.tiempos or [0]), 1), p95_ms=round(percentil(cuaderno.tiempos, 95), 1),
        maximo_ms=round(max(cuaderno.tiempos, default=0), 1), errores=cuaderno.errores,
        por_segundo=round(len(cuaderno.tiempos) / transcurrido, 1),
    )  # fmt: skip

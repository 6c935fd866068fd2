"""Subprocesos de la casa: entorno mínimo, límites, y que no sobrevivan a quien los lanzó."""

from __future__ import annotations

import ctypes
import os
import resource
import signal
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from dominio.configuracion import RAIZ

_MEMORIA_ARCHIVO_CRECIDO = 4 << 30
_PR_SET_PDEATHSIG = 1


@dataclass(frozen=True)
class Limites:
    """Límites de un subproceso: memoria en bytes y procesador en segundos; 0 = sin límite."""

    memoria: int = 0
    procesador: int = 0


def entorno_minimo(**variables: str) -> dict[str, str]:
    """Entorno sin nada de lo que traiga quien llama: ni claves, ni direcciones de bases, ni proxies."""
    carpeta_de_ordenes = str(Path(sys.executable).parent)
    return {
        "PATH": f"{carpeta_de_ordenes}:/usr/local/bin:/usr/bin:/bin",
        "PYTHONPATH": str(RAIZ),
        "PYTHONHASHSEED": "0",
        "PYTHONUNBUFFERED": "1",
        "LANG": "C.UTF-8",
        "TZ": "UTC",
        "OMP_NUM_THREADS": "1",
        "OPENBLAS_NUM_THREADS": "1",
        "ARROW_DEFAULT_MEMORY_POOL": "system",
        "POLARS_MAX_THREADS": "2",
        "DO_NOT_TRACK": "1",
        "GX_ANALYTICS_ENABLED": "false",
        **variables,
    }


def preparar(limites: Limites) -> Callable[[], None]:
    """Función para ``preexec_fn``: pone límites y ata la vida del subproceso a la de su padre."""
    prctl = ctypes.CDLL(None, use_errno=True).prctl
    padre = os.getpid()

    def _preparar() -> None:
        prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        if os.getppid() != padre:
            os._exit(1)
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
        if limites.memoria:
            resource.setrlimit(resource.RLIMIT_AS, (limites.memoria, limites.memoria))
            resource.setrlimit(resource.RLIMIT_FSIZE, (_MEMORIA_ARCHIVO_CRECIDO, _MEMORIA_ARCHIVO_CRECIDO))
        if limites.procesador:
            resource.setrlimit(resource.RLIMIT_CPU, (limites.procesador, limites.procesador + 5))

    return _preparar

"""Una instalación aparte para medir: sus datos, su almacén y su estado, en una carpeta temporal."""

from __future__ import annotations

import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import psutil

from dominio.configuracion import RAIZ, cargar
from dominio.operacion import base, sesiones, usuarios

_MUESTREO_S = 0.1


@dataclass(frozen=True)
class Corrida:
    """Una orden ya terminada: segundos de pared, pico de memoria del árbol de procesos, y lo que dijo."""

    segundos: float
    pico_mb: float
    salida: str


@dataclass(frozen=True)
class Instalacion:
    """Carpetas propias; nada del repositorio se toca."""

    base: Path

    @property
    def datos_crudos(self) -> Path:
        """Carpeta de recepción."""
        return self.base / "datos_crudos"

    @property
    def publicado(self) -> Path:
        """Carpeta de versiones."""
        return self.base / "almacen" / "publicado"

    @property
    def url_bd(self) -> str:
        """Su base operativa."""
        return f"sqlite:///{self.base / 'operativa.sqlite'}"

    def galleta(self) -> str:
        """La cabecera ``Cookie`` de una sesión de acceso completo, recién abierta."""
        base.preparar(self.url_bd)
        motor = base.motor(self.url_bd)
        cuenta = usuarios.buscar(motor, "mediciones") or usuarios.crear(
            motor, "mediciones", "Mediciones", "administracion"
        )
        return f"mirador_sesion={sesiones.abrir(motor, cuenta)}"

    def entorno(self, **variables: str) -> dict[str, str]:
        """Variables para que el flujo y el portal usen estas carpetas."""
        return os.environ | {
            "MIRADOR_DATOS_CRUDOS": str(self.datos_crudos),
            "MIRADOR_ALMACEN": str(self.base / "almacen"),
            "MIRADOR_ESTADO": str(self.base / "estado"),
            "MIRADOR_BD": self.url_bd,
            "PYTHONPATH": str(RAIZ),
            **variables,
        }

    def orden(self, *argumentos: str, plazo_s: float = 900) -> Corrida:
        """``python -m <argumentos>`` en estas carpetas, vigilando su memoria.

        Raises:
            RuntimeError: terminó con error o pasó de su plazo; trae lo último que dijo.
        """
        inicio, pico = time.monotonic(), 0.0
        registro = self.base / "orden.log"
        with registro.open("wb") as salida:
            proceso = subprocess.Popen(
                [sys.executable, "-m", *argumentos], cwd=RAIZ, env=self.entorno(), stdin=subprocess.DEVNULL,
                stdout=salida, stderr=subprocess.STDOUT,
            )  # fmt: skip
            while proceso.poll() is None:
                pico = max(pico, _memoria_mb(proceso.pid))
                if time.monotonic() - inicio > plazo_s:
                    proceso.kill()
                    proceso.wait()
                time.sleep(_MUESTREO_S)
        texto = registro.read_text(encoding="utf-8", errors="replace")
        if proceso.returncode:
            raise RuntimeError(f"«{' '.join(argumentos)}» terminó con código {proceso.returncode}:\n{texto[-1500:]}")
        return Corrida(time.monotonic() - inicio, pico, texto)


def _memoria_mb(pid: int) -> float:
    """Memoria residente del proceso y sus descendientes."""
    total = 0
    try:
        raiz = psutil.Process(pid)
        for proceso in (raiz, *raiz.children(recursive=True)):
            try:
                total += proceso.memory_info().rss
            except psutil.Error:
                continue
    except psutil.Error:
        return 0.0
    return total / (1 << 20)


def preparar(base: Path, escala: int) -> Instalacion:
    """Deja los datos de demostración a la escala pedida: ×1 son los del repositorio."""
    instalacion = Instalacion(base)
    base.mkdir(parents=True)
    if escala == 1:
        shutil.copytree(cargar().datos_crudos, instalacion.datos_crudos)
    else:
        instalacion.orden("demostracion", "--destino", str(instalacion.datos_crudos), "--escala", str(escala))
    return instalacion


def _puerto_libre() -> int:
    with socket.socket() as prueba:
        prueba.bind(("127.0.0.1", 0))
        puerto: int = prueba.getsockname()[1]
        return puerto


@contextmanager
def portal(instalacion: Instalacion) -> Iterator[int]:
    """El portal como en producción (gunicorn), en un puerto propio de 127.0.0.1; entrega el puerto.

    Raises:
        RuntimeError: no contestó a tiempo.
    """
    puerto = _puerto_libre()
    with (instalacion.base / "portal.log").open("wb") as registro:
        proceso = subprocess.Popen(
            [sys.executable, "-m", "portal"], cwd=RAIZ, env=instalacion.entorno(PUERTO_PORTAL=str(puerto)),
            stdin=subprocess.DEVNULL, stdout=registro, stderr=registro,
        )  # fmt: skip
    try:
        _esperar(f"http://127.0.0.1:{puerto}/salud", proceso)
        yield puerto
    finally:
        proceso.terminate()
        try:
            proceso.wait(20)
        except subprocess.TimeoutExpired:
            proceso.kill()
            proceso.wait()


def _esperar(direccion: str, proceso: subprocess.Popen[bytes], plazo_s: float = 60) -> None:
    limite = time.monotonic() + plazo_s
    while time.monotonic() < limite and proceso.poll() is None:
        try:
            with urllib.request.urlopen(direccion, timeout=5):  # noqa: S310 — dirección propia, local
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError("El portal no contestó; vea portal.log en la carpeta de la medición.")

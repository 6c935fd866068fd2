"""``make portal``: corre el flujo si hay algo nuevo y deja sirviendo el portal y Dagster.

Solo en 127.0.0.1. Ctrl-C apaga todo.
"""

from __future__ import annotations

import os
import shutil
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from pathlib import Path
from types import FrameType

from sqlalchemy.exc import SQLAlchemyError

from dominio import arranque_seguro
from dominio.configuracion import RAIZ, Configuracion, cargar
from dominio.operacion import base, usuarios

ESPERA_MAXIMA_S = 120
GRACIA_AL_APAGAR_S = 10


def decir(texto: str) -> None:
    """Escribe avance en la consola, sin esperar al búfer."""
    sys.stdout.write(f"{texto}\n")
    sys.stdout.flush()


def exigir_puerto_libre(puerto: int, nombre: str, variable: str) -> None:
    """Termina con un mensaje claro si el puerto está ocupado."""
    with socket.socket() as prueba:
        prueba.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            prueba.bind(("127.0.0.1", puerto))
        except OSError:
            sys.exit(
                f"El puerto {puerto} ({nombre}) está ocupado. Apague lo que lo usa o elija otro: "
                f"{variable}={puerto + 1} make portal"
            )


def responde(direccion: str) -> bool:
    """¿La dirección contesta con 200?"""
    try:
        with urllib.request.urlopen(direccion, timeout=5) as respuesta:  # noqa: S310 (dirección propia, local)
            return bool(respuesta.status == 200)
    except (urllib.error.URLError, OSError):
        return False


def esperar(direccion: str, proceso: subprocess.Popen[bytes], nombre: str) -> bool:
    """Espera a que conteste; falso si el proceso termina antes o se agota el tiempo."""
    inicio = time.monotonic()
    while time.monotonic() - inicio < ESPERA_MAXIMA_S:
        if responde(direccion):
            return True
        if proceso.poll() is not None:
            decir(f"✗ {nombre} terminó con código {proceso.returncode} antes de contestar.")
            return False
        time.sleep(0.3)
    decir(f"✗ {nombre} no contestó en {ESPERA_MAXIMA_S} s.")
    return False


def como_se_entra(configuracion: Configuracion) -> str:
    """Lo que hay que hacer para entrar, según haya cuentas, datos de demostración o nada todavía."""
    archivo = base.archivo_sqlite(configuracion.url_bd)
    existe = archivo is None or archivo.is_file()
    try:
        hay_reales = existe and usuarios.hay_reales(base.motor(configuracion.url_bd))
    except SQLAlchemyError:
        hay_reales = False
    if hay_reales:
        return "con su cuenta y contraseña."
    if configuracion.es_demostracion:
        return "con un clic: elija un puesto de demostración."
    return "todavía sin cuentas: cree la primera con «make usuario CUENTA=administracion»."


def preparar_dagster(configuracion: Configuracion) -> Path:
    """Carpeta de la instancia de Dagster, con la configuración versionada en la raíz."""
    hogar = RAIZ / ".dagster"
    hogar.mkdir(exist_ok=True)
    shutil.copyfile(RAIZ / "dagster.yaml", hogar / "dagster.yaml")
    return hogar


def orden_de_dagster(puerto: int) -> list[str]:
    """Dagster no pide contraseña: solo escucha en esta máquina."""
    return [sys.executable, "-m", "dagster", "dev", "-m", "etl.definitions", "-h", "127.0.0.1", "-p", str(puerto)]


def lanzar(orden: list[str], registro: Path, **entorno: str) -> subprocess.Popen[bytes]:
    """Lanza un servicio en su propio grupo, con su salida en un registro."""
    registro.parent.mkdir(parents=True, exist_ok=True)
    with registro.open("ab") as salida:
        return subprocess.Popen(
            orden,
            cwd=RAIZ,
            env=os.environ | entorno,
            stdout=salida,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )


def apagar(procesos: list[subprocess.Popen[bytes]]) -> None:
    """Apaga los servicios que este proceso inició: primero con aviso, después sin él."""
    for senal in (signal.SIGTERM, signal.SIGKILL):
        for proceso in procesos:
            if proceso.poll() is None:
                os.killpg(proceso.pid, senal)
        limite = time.monotonic() + GRACIA_AL_APAGAR_S
        while time.monotonic() < limite and any(p.poll() is None for p in procesos):
            time.sleep(0.1)


def correr_flujo(configuracion: Configuracion) -> None:
    """Corre el flujo; si falla y hay una versión anterior, el portal la sigue sirviendo."""
    decir("· Flujo: de los archivos recibidos a una versión publicada…")
    codigo = subprocess.run([sys.executable, "-m", "etl"], cwd=RAIZ, check=False).returncode
    if codigo == 0:
        return
    if not configuracion.apuntador.is_file():
        sys.exit(f"✗ El flujo terminó con código {codigo} y no hay una versión anterior que mostrar.")
    decir(f"✗ El flujo terminó con código {codigo}; el portal muestra la última versión publicada.")


def _terminar(_senal: int, _marco: FrameType | None) -> None:
    raise KeyboardInterrupt


def main() -> int:
    """Punto de entrada de ``make portal``."""
    configuracion = cargar()
    try:
        arranque_seguro.exigir(configuracion, os.environ)
    except arranque_seguro.ArranqueInseguro as error:
        sys.exit(str(error))
    exigir_puerto_libre(configuracion.puerto_portal, "portal", "PUERTO_PORTAL")
    exigir_puerto_libre(configuracion.puerto_dagster, "Dagster", "PUERTO_DAGSTER")
    signal.signal(signal.SIGTERM, _terminar)
    direccion = f"http://127.0.0.1:{configuracion.puerto_portal}"
    direccion_dagster = f"http://127.0.0.1:{configuracion.puerto_dagster}"
    registros = configuracion.almacen / "registros"
    procesos: list[subprocess.Popen[bytes]] = []
    try:
        correr_flujo(configuracion)
        decir("· Portal…")
        portal = lanzar([sys.executable, "-m", "portal"], registros / "portal.log")
        procesos.append(portal)
        if not esperar(f"{direccion}/salud", portal, "El portal"):
            decir(f"  Vea {registros / 'portal.log'}")
            return 1
        decir("· Dagster, con sus horarios y sensores…")
        dagster = lanzar(
            orden_de_dagster(configuracion.puerto_dagster),
            registros / "dagster.log",
            DAGSTER_HOME=str(preparar_dagster(configuracion)),
        )  # fmt: skip
        procesos.append(dagster)
        hay_dagster = esperar(f"{direccion_dagster}/server_info", dagster, "Dagster")
        decir("")
        decir(f"  Portal    {direccion}")
        decir(
            f"  Dagster   {direccion_dagster if hay_dagster else 'no arrancó; vea ' + str(registros / 'dagster.log')}"
        )
        decir(f"  Analistas {configuracion.enlace_analistas}  (DuckDB 1.5, solo lectura)")
        decir(f"  Acceso    {como_se_entra(configuracion)} Solo desde esta máquina (127.0.0.1). Ctrl-C apaga todo.")
        portal.wait()
        decir(f"✗ El portal terminó con código {portal.returncode}. Vea {registros / 'portal.log'}")
        return 1
    except KeyboardInterrupt:
        decir("\n· Apagando…")
        return 0
    finally:
        apagar(procesos)


if __name__ == "__main__":
    sys.exit(main())

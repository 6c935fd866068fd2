"""Un PostgreSQL de verdad para las pruebas: un cúmulo propio en una carpeta temporal, solo en 127.0.0.1."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

_BINARIOS = sorted(Path("/usr/lib/postgresql").glob("*/bin"))


def _orden(*argumentos: str) -> None:
    """Como ``postgres`` si quien prueba es root: el servidor se niega a correr como root."""
    prefijo = ["runuser", "-u", "postgres", "--"] if os.geteuid() == 0 else []
    hecho = subprocess.run([*prefijo, *argumentos], cwd="/", capture_output=True, text=True, check=False, timeout=120)
    if hecho.returncode:
        raise RuntimeError(f"{argumentos[0]}: {hecho.stdout[-800:]}{hecho.stderr[-800:]}")


@contextlib.contextmanager
def servidor() -> Iterator[str]:
    """URL de una base vacía; se apaga y se borra al terminar. Sin PostgreSQL se omite; en CI, falla."""
    if not _BINARIOS:
        if os.environ.get("CI"):
            pytest.fail("Falta PostgreSQL y en CI nada se omite.")
        pytest.skip("Falta PostgreSQL: instálelo para probar la base operativa en él.")
    carpeta = Path(tempfile.mkdtemp(prefix="mirador-pg-"))
    if os.geteuid() == 0:
        shutil.chown(carpeta, "postgres")
    with socket.socket() as libre:
        libre.bind(("127.0.0.1", 0))
        puerto = libre.getsockname()[1]
    datos, binarios = carpeta / "datos", _BINARIOS[-1]
    try:
        _orden(str(binarios / "initdb"), "-D", str(datos), "-U", "mirador", "-A", "trust", "--no-sync", "-E", "UTF8")
        opciones = f"-p {puerto} -c listen_addresses=127.0.0.1 -c unix_socket_directories={carpeta} -c fsync=off"
        _orden(str(binarios / "pg_ctl"), "-D", str(datos), "-w", "-l", str(carpeta / "pg.log"), "-o", opciones, "start")
        yield f"postgresql://mirador@127.0.0.1:{puerto}/postgres"
    finally:
        if (datos / "postmaster.pid").exists():
            _orden(str(binarios / "pg_ctl"), "-D", str(datos), "-m", "immediate", "stop")
        shutil.rmtree(carpeta, ignore_errors=True)

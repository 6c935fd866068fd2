"""Veinte publicaciones con el portal sirviendo bajo carga: cero errores y ninguna página mezcla versiones."""

from __future__ import annotations

import http.client
import json
import os
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from dominio.configuracion import RAIZ
from tests.cuentas import GALLETA, sembrar
from tests.portal.publicador import publicar

NUM_PUBLICACIONES = 20
NUM_CLIENTES = 4
CUERPO = json.dumps(
    {
        "output": ".._pages_content.children..._pages_store.data..",
        "outputs": [
            {"id": "_pages_content", "property": "children"},
            {"id": "_pages_store", "property": "data"},
        ],
        "inputs": [
            {"id": "_pages_location", "property": "pathname", "value": "/datos"},
            {"id": "_pages_location", "property": "search", "value": ""},
        ],
        "changedPropIds": ["_pages_location.pathname"],
        "state": [],
    }
)


def _version(carpeta: Path, numero: int) -> None:
    """Una publicación cuyas tres tablas dicen de qué versión son."""
    version = f"2026-11-10.{numero}"
    fuentes = (
        f"select 'capturas' as fuente, 'Fuente de {version}' as fuente_nombre, 'Entrega de {version}' as entrega, "
        "1 as orden, 1 as num_archivos, 0 as num_archivos_rechazados, 10 as num_renglones, 0 as num_rechazados, "
        "0 as num_avisos, timestamp '2026-11-10 12:00:00' as ultimo_recibido_en"
    )
    publicar(carpeta, version, {"mart_calidad__fuentes": fuentes})


def _puerto_libre() -> int:
    with socket.socket() as prueba:
        prueba.bind(("127.0.0.1", 0))
        return int(prueba.getsockname()[1])


def _pedir(conexion: http.client.HTTPConnection) -> tuple[int, str]:
    conexion.request("POST", "/_dash-update-component", CUERPO, {"Content-Type": "application/json", "Cookie": GALLETA})
    respuesta = conexion.getresponse()
    return respuesta.status, respuesta.read().decode()


@pytest.fixture
def portal_en_vivo(tmp_path: Path) -> Iterator[tuple[int, Path]]:
    """El portal con gunicorn en un puerto libre, sobre una carpeta propia con una versión."""
    carpeta = tmp_path / "almacen" / "publicado"
    _version(carpeta, 1)
    puerto = _puerto_libre()
    entorno = os.environ | {
        "MIRADOR_ALMACEN": str(tmp_path / "almacen"),
        "MIRADOR_BD": f"sqlite:///{tmp_path / 'operativa.sqlite'}",
        "PUERTO_PORTAL": str(puerto),
        "PYTHONPATH": str(RAIZ),
    }
    sembrar(entorno["MIRADOR_BD"], es_demostracion=False)
    with (tmp_path / "portal.log").open("wb") as registro:
        proceso = subprocess.Popen([sys.executable, "-m", "portal"], cwd=RAIZ, env=entorno, stderr=registro)
    try:
        _esperar(puerto, tmp_path / "portal.log")
        yield puerto, carpeta
    finally:
        proceso.terminate()
        proceso.wait(timeout=20)


def _esperar(puerto: int, registro: Path) -> None:
    for _ in range(200):
        try:
            conexion = http.client.HTTPConnection("127.0.0.1", puerto, timeout=5)
            conexion.request("GET", "/guia", headers={"Cookie": GALLETA})
            if conexion.getresponse().status == 200:
                return
        except OSError:
            time.sleep(0.15)
    pytest.fail(f"El portal no arrancó:\n{registro.read_text(encoding='utf-8')[-2000:]}")


def test_veinte_publicaciones_bajo_carga(portal_en_vivo: tuple[int, Path]) -> None:
    puerto, carpeta = portal_en_vivo
    fin = threading.Event()
    errores: list[str] = []
    vistas: list[list[int]] = [[] for _ in range(NUM_CLIENTES)]

    def cliente(indice: int) -> None:
        conexion = http.client.HTTPConnection("127.0.0.1", puerto, timeout=15)
        while not fin.is_set():
            try:
                estado, texto = _pedir(conexion)
            except OSError as error:
                errores.append(repr(error))
                conexion.close()
                continue
            versiones = set(re.findall(r"2026-11-10\.(\d+)", texto))
            if estado != 200 or len(versiones) != 1:
                errores.append(f"{estado}: {sorted(versiones)}")
            vistas[indice].extend(int(version) for version in versiones)

    hilos = [threading.Thread(target=cliente, args=(indice,)) for indice in range(NUM_CLIENTES)]
    for hilo in hilos:
        hilo.start()
    for numero in range(2, NUM_PUBLICACIONES + 2):
        time.sleep(0.25)
        _version(carpeta, numero)
    time.sleep(0.7)
    fin.set()
    for hilo in hilos:
        hilo.join()
    assert errores == []
    assert sum(len(propias) for propias in vistas) > 100
    assert max(max(propias) for propias in vistas) == NUM_PUBLICACIONES + 1

"""Levanta el portal real (gunicorn) sobre una instalación ya construida y abre Chromium. Lo usan pruebas y capturas."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
from playwright.sync_api import Browser, Page, sync_playwright

from dominio.configuracion import RAIZ
from portal.mismo_origen import GALLETA_DE_SESION
from portal.paginas import INDICE
from tests.cuentas import FICHA_DE_SESION, sembrar

ARGUMENTOS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
ESPERA_S = 60
YA_VISTO = "try { localStorage.setItem('mirador-recorrido', 'visto'); } catch (error) { }"
GALLETAS: list[Any] = [
    {"name": GALLETA_DE_SESION, "value": FICHA_DE_SESION, "domain": "127.0.0.1", "path": "/", "httpOnly": True,
     "sameSite": "Lax"}
]  # fmt: skip
"""La sesión abierta de todo portal de pruebas, para ``BrowserContext.add_cookies``."""


def ruta_de_chromium() -> str | None:
    """El Chromium del sistema, o ``None``."""
    return shutil.which("chromium") or shutil.which("chromium-browser") or shutil.which("google-chrome")


def puerto_libre() -> int:
    """Un puerto que nadie usa en este momento."""
    with socket.socket() as prueba:
        prueba.bind(("127.0.0.1", 0))
        return int(prueba.getsockname()[1])


@contextlib.contextmanager
def portal(almacen: Path, registro: Path, **variables: str) -> Iterator[str]:
    """El portal sirviendo ese almacén, con esas variables; entrega su dirección y lo apaga al salir.

    Su base operativa trae ya abierta la sesión de ``GALLETAS``; las cuentas de demostración también entran.
    """
    puerto = puerto_libre()
    propias = {"MIRADOR_ALMACEN": str(almacen), "PUERTO_PORTAL": str(puerto), "PYTHONPATH": str(RAIZ)}
    entorno = os.environ | propias | variables
    if "MIRADOR_BD" not in entorno and "MIRADOR_ESTADO" not in entorno:
        entorno["MIRADOR_BD"] = f"sqlite:///{registro.parent / 'operativa.sqlite'}"
    sembrar(entorno.get("MIRADOR_BD") or f"sqlite:///{Path(entorno['MIRADOR_ESTADO']) / 'operativa.sqlite'}")
    with registro.open("wb") as salida:
        proceso = subprocess.Popen([sys.executable, "-m", "portal"], cwd=RAIZ, env=entorno, stderr=salida)
    try:
        base = f"http://127.0.0.1:{puerto}"
        _esperar(base, proceso, registro)
        yield base
    finally:
        proceso.terminate()
        proceso.wait(timeout=20)


def _esperar(base: str, proceso: subprocess.Popen[bytes], registro: Path) -> None:
    limite = time.monotonic() + ESPERA_S
    while time.monotonic() < limite and proceso.poll() is None:
        try:
            with urllib.request.urlopen(f"{base}/salud", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.2)
    raise RuntimeError(f"El portal no arrancó:\n{registro.read_text(encoding='utf-8')[-3000:]}")


@contextlib.contextmanager
def chromium() -> Iterator[Browser]:
    """Chromium del sistema, sin red propia."""
    with sync_playwright() as juego:
        navegador = juego.chromium.launch(executable_path=ruta_de_chromium(), args=ARGUMENTOS)
        yield navegador
        navegador.close()


def rutas(archivo: Path) -> list[str]:
    """Una dirección por línea del ÍNDICE, con un área y una meta reales, y las secciones de /datos."""
    area = clave = campana = "X"
    with duckdb.connect(str(archivo.resolve()), read_only=True) as conexion, contextlib.suppress(duckdb.Error):
        area, clave = conexion.execute(
            "select area_clave, meta_clave from mart_seguimiento__avance_mensual "
            "where es_corte_vigente order by clase = 'DEFICIENTE' desc, meta_clave limit 1"
        ).fetchone() or ("X", "X")
        (campana,) = conexion.execute(
            "select campana_clave from mart_difusion__campana_mes group by 1 order by count(*) desc, 1 limit 1"
        ).fetchone() or ("X",)
    propias = [
        pagina.ruta.replace("<area>", area).replace("<clave>", clave).replace("<campana>", campana) for pagina in INDICE
    ]
    secciones = ("archivos", "cuarentena", "pruebas", "versiones", "diccionario", "analistas")
    return [*propias, *(f"/datos?seccion={seccion}" for seccion in secciones)]


class Testigo:
    __test__ = False

    """Anota lo que una página dice en consola, sus errores y a quién le pide cosas."""

    def __init__(self, pagina: Page) -> None:
        self.consola: list[str] = []
        self.fuera: list[str] = []
        self.dibujos = 0
        pagina.on("console", self._al_hablar)
        pagina.on("pageerror", lambda error: self.consola.append(f"error: {error}"))
        pagina.on("request", self._al_pedir)
        pagina.on("requestfailed", lambda peticion: self.consola.append(f"falló: {peticion.url}"))

    def _al_hablar(self, mensaje: Any) -> None:
        if mensaje.type in ("error", "warning"):
            self.consola.append(f"{mensaje.type}: {mensaje.text}")

    def _al_pedir(self, peticion: Any) -> None:
        if not peticion.url.startswith(("http://127.0.0.1:", "data:", "blob:")):
            self.fuera.append(peticion.url)
        if "/_dash-update-component" in peticion.url:
            self.dibujos += 1


def entrar_de_un_clic(pagina: Page, base: str, puesto: str = "Administración del portal") -> None:
    """Entra con una cuenta de demostración, como lo haría cualquiera."""
    pagina.goto(f"{base}/entrar")
    pagina.get_by_role("button", name=puesto).click()
    esperar_pantalla(pagina)


def abrir(pagina: Page, direccion: str) -> None:
    """Va a la dirección y espera a que la pantalla esté dibujada."""
    pagina.goto(direccion)
    esperar_pantalla(pagina)


def esperar_pantalla(pagina: Page) -> None:
    """La pantalla está dibujada y sin carga pendiente."""
    pagina.wait_for_selector(".mi-pantalla main h1", timeout=20_000)
    pagina.wait_for_function("!document.documentElement.dataset.cargando")
    pagina.wait_for_load_state("networkidle")

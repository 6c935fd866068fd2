"""El portal en vivo sobre la instalación de demostración, y una página de Chromium por prueba."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.conftest import Instalacion
from tests.navegador import portal_vivo

expect.set_options(timeout=20_000)


@pytest.fixture(scope="session")
def navegador() -> Iterator[Browser]:
    """Chromium del sistema; si no está, se omite diciéndolo (en CI, falla)."""
    if portal_vivo.ruta_de_chromium() is None:
        if os.environ.get("CI"):
            pytest.fail("Falta Chromium y en CI nada se omite.")
        pytest.skip("Falta Chromium: instálelo para correr las pruebas de navegador.")
    with portal_vivo.chromium() as abierto:
        yield abierto


@pytest.fixture(scope="session")
def base(instalacion_demo: Instalacion, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """Dirección del portal sirviendo la demostración."""
    registro = tmp_path_factory.mktemp("portal") / "portal.log"
    with portal_vivo.portal(instalacion_demo.cfg.almacen, registro) as direccion:
        yield direccion


@pytest.fixture(scope="session")
def rutas(instalacion_demo: Instalacion) -> list[str]:
    """Una dirección por página."""
    return portal_vivo.rutas(instalacion_demo.cfg.enlace_analistas)


@pytest.fixture
def nueva(navegador: Browser) -> Iterator[Callable[..., Page]]:
    """Abre páginas con ancho y tema dados; se cierran al terminar la prueba."""
    contextos = []

    def abrir(ancho: int = 1440, tema: str = "light", *, con_sesion: bool = True) -> Page:
        contexto = navegador.new_context(
            viewport={"width": ancho, "height": 900}, locale="es-MX", color_scheme="dark" if tema == "dark" else "light"
        )
        contextos.append(contexto)
        contexto.add_init_script(portal_vivo.YA_VISTO)  # quien prueba ya hizo el recorrido de la primera visita
        if con_sesion:
            contexto.add_cookies(portal_vivo.GALLETAS)
        return contexto.new_page()

    yield abrir
    for contexto in contextos:
        contexto.close()

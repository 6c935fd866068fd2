"""Todas las páginas, en computadora y teléfono, en claro y oscuro: limpias, completas y sin salir de casa."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import Page

from portal.paginas import INDICE
from tests.navegador.portal_vivo import Testigo, abrir

pytestmark = pytest.mark.navegador
MODOS = [(1440, "light"), (390, "light"), (1440, "dark"), (390, "dark")]


@pytest.mark.parametrize(("ancho", "tema"), MODOS, ids=lambda modo: str(modo))
def test_recorrido(base: str, rutas: list[str], nueva: Callable[..., Page], ancho: int, tema: str) -> None:
    faltas: list[str] = []
    pagina = nueva(ancho, tema)
    testigo = Testigo(pagina)
    for ruta in rutas:
        abrir(pagina, base + ruta)
        if pagina.locator("h1").count() != 1:
            faltas.append(f"{ruta}: {pagina.locator('h1').count()} h1")
        if pagina.get_by_text("no se pudo mostrar").count():
            faltas.append(f"{ruta}: la página falló")
        if not pagina.title().endswith("· Mirador"):
            faltas.append(f"{ruta}: título {pagina.title()!r}")
        desborde = pagina.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if desborde > 0:
            faltas.append(f"{ruta}: se desborda {desborde} px")
        if pagina.evaluate("document.documentElement.dataset.bsTheme") != tema:
            faltas.append(f"{ruta}: no respeta el tema {tema}")
        faltas += [f"{ruta}: {dicho}" for dicho in testigo.consola]
        testigo.consola.clear()
    assert faltas == []
    assert testigo.fuera == []


def test_ningun_enlace_interno_esta_roto(base: str, rutas: list[str], nueva: Callable[..., Page]) -> None:
    pagina = nueva()
    patrones = [re.compile(re.sub(r"<[^>]+>", "[^/]+", linea.ruta) + "$") for linea in INDICE]
    rotos: set[tuple[str, str]] = set()
    descargas: set[str] = set()
    for ruta in rutas:
        abrir(pagina, base + ruta)
        for destino in pagina.eval_on_selector_all("a[href^='/']", "anclas => anclas.map(a => a.getAttribute('href'))"):
            camino = destino.split("?")[0].split("#")[0]
            if camino.startswith("/descargas/") or camino in (
                "/cuenta",
                "/usuarios",
            ):  # las contesta el servidor
                descargas.add(destino)
            elif not any(patron.match(camino) for patron in patrones):
                rotos.add((ruta, destino))
    rotos |= {("descarga", destino) for destino in descargas if pagina.request.get(base + destino).status != 200}
    assert rotos == set()


def test_320_px_sin_desplazamiento_horizontal(base: str, rutas: list[str], nueva: Callable[..., Page]) -> None:
    pagina = nueva(320)
    anchas = []
    for ruta in rutas:
        abrir(pagina, base + ruta)
        desborde = pagina.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        if desborde > 0:
            anchas.append((ruta, desborde))
    assert anchas == []


def test_las_paginas_sin_grafica_no_cargan_plotly(base: str, nueva: Callable[..., Page]) -> None:
    pagina = nueva()
    pedidos: list[str] = []
    pagina.on("request", lambda peticion: pedidos.append(peticion.url))
    abrir(pagina, f"{base}/guia")
    assert [url for url in pedidos if "plotly.min" in url] == []


def test_se_imprime_en_claro_y_sin_menu(base: str, nueva: Callable[..., Page]) -> None:
    pagina = nueva(1440, "dark")
    abrir(pagina, f"{base}/guia")
    pagina.emulate_media(media="print")
    assert not pagina.locator(".mi-lateral").is_visible()
    assert pagina.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(255, 255, 255)"
    assert pagina.locator(".mi-cintillo").is_visible()

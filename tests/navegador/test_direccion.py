"""Los filtros viven en la dirección: una petición por cambio, recarga fiel, atrás, foco y enlaces."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, expect

from tests.navegador.portal_vivo import Testigo, abrir, esperar_pantalla

pytestmark = pytest.mark.navegador


def test_filtro_en_la_direccion(base: str, nueva: Callable[..., Page]) -> None:
    pagina = nueva()
    testigo = Testigo(pagina)
    abrir(pagina, f"{base}/datos?seccion=archivos")
    antes = testigo.dibujos
    pagina.select_option("#filtro-fuente", "capturas")
    pagina.wait_for_url("**/datos?seccion=archivos&fuente=capturas")
    expect(pagina.locator(".mi-filtro.act")).to_contain_text("Fuente")
    esperar_pantalla(pagina)
    assert testigo.dibujos - antes == 1
    assert pagina.evaluate("document.activeElement.id") == "filtro-fuente"

    pagina.reload()
    esperar_pantalla(pagina)
    assert pagina.locator("#filtro-fuente").input_value() == "capturas"

    pagina.select_option("#filtro-estado", "rechazado")
    pagina.wait_for_url("**&estado=rechazado")
    pagina.go_back()
    pagina.wait_for_url("**/datos?seccion=archivos&fuente=capturas")
    expect(pagina.locator("#filtro-estado")).to_have_value("")
    assert testigo.consola == []


def test_los_enlaces_no_recargan(base: str, nueva: Callable[..., Page]) -> None:
    pagina = nueva()
    abrir(pagina, f"{base}/datos")
    pagina.evaluate("window.marca = 1")
    pagina.click(".mi-lateral >> text=Guía")
    pagina.wait_for_url("**/guia")
    expect(pagina.locator("h1")).to_contain_text("Una meta se lee")
    assert pagina.evaluate("window.marca") == 1
    assert pagina.title() == "Guía · Mirador"
    assert pagina.locator(".mi-lateral [aria-current]").inner_text().strip() == "Guía"


def test_los_enlaces_conservan_el_periodo(base: str, nueva: Callable[..., Page]) -> None:
    pagina = nueva()
    abrir(pagina, f"{base}/?periodo=2026-09")
    pagina.click(".mi-lateral >> text=Ranking")
    pagina.wait_for_url("**/ranking?periodo=2026-09")


def test_casilla_con_teclado(base: str, nueva: Callable[..., Page]) -> None:
    pagina = nueva()
    abrir(pagina, f"{base}/")
    casilla = pagina.locator("#filtro-criticas")
    casilla.focus()
    pagina.keyboard.press("Space")
    pagina.wait_for_url("**criticas=*")
    expect(pagina.locator("#filtro-criticas")).to_have_attribute("aria-checked", "true")


def test_pagina_que_no_existe(base: str, nueva: Callable[..., Page]) -> None:
    pagina = nueva()
    abrir(pagina, f"{base}/no/existe")
    expect(pagina.locator("h1")).to_have_text("Esa página no existe")
    pagina.click("text=Ir al resumen")
    pagina.wait_for_url(f"{base}/")


def test_tema_guardado_y_pedido(base: str, nueva: Callable[..., Page]) -> None:
    pagina = nueva()
    abrir(pagina, f"{base}/guia")
    pagina.click(".mi-cintillo [data-accion=cambiar-tema]")
    assert pagina.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    pagina.reload()
    assert pagina.evaluate("document.documentElement.dataset.bsTheme") == "dark"
    pagina.goto(f"{base}/guia?tema=light")
    assert pagina.evaluate("document.documentElement.dataset.bsTheme") == "light"


def test_copiar_enlace(base: str, nueva: Callable[..., Page]) -> None:
    pagina = nueva()
    pagina.context.grant_permissions(["clipboard-read", "clipboard-write"], origin=base)
    abrir(pagina, f"{base}/datos?seccion=cuarentena&tema=dark")
    pagina.click(".mi-cintillo [data-accion=copiar-enlace]")
    expect(pagina.locator(".mi-cintillo [data-accion=copiar-enlace]")).to_contain_text("Enlace copiado")
    assert pagina.evaluate("navigator.clipboard.readText()") == f"{base}/datos?seccion=cuarentena"


def test_telefono_mas_y_filtros(base: str, nueva: Callable[..., Page]) -> None:
    pagina = nueva(390)
    abrir(pagina, f"{base}/datos?seccion=archivos")
    pagina.click("#abrir-mas")
    panel = pagina.locator(".offcanvas")
    expect(panel).to_be_visible()
    pagina.keyboard.press("Escape")
    expect(panel).not_to_be_visible()
    pagina.click("[data-accion=filtros]")
    expect(pagina.locator("#filtro-fuente")).to_be_visible()
    pagina.select_option("#filtro-fuente", "programa")
    pagina.wait_for_url("**fuente=programa")
    expect(pagina.locator("#filtro-fuente")).to_be_visible()
    pagina.keyboard.press("Escape")
    expect(pagina.locator("#filtro-fuente")).not_to_be_visible()


def test_descargar(base: str, nueva: Callable[..., Page]) -> None:
    pagina = nueva()
    abrir(pagina, f"{base}/datos?seccion=cuarentena")
    pagina.click(".mi-descargar summary")
    with pagina.expect_download() as espera:
        pagina.click("text=Cuarentena en Excel")
    nombre = espera.value.suggested_filename
    assert nombre.startswith("mirador_cuarentena_")
    assert nombre.endswith(".xlsx")


def test_cajon_de_explicacion(base: str, rutas: list[str], nueva: Callable[..., Page]) -> None:
    ruta = next(ruta for ruta in rutas if ruta.startswith("/metas/"))
    pagina = nueva()
    abrir(pagina, f"{base}{ruta}")
    abridor = pagina.locator("a[id^=explica-]").first
    identificador = abridor.get_attribute("id")
    abridor.click()
    pagina.wait_for_url("**explica=*")
    cajon = pagina.locator("[data-cajon]")
    expect(cajon).to_be_visible()
    pagina.wait_for_function("document.activeElement.closest('[data-cajon]') !== null")
    pagina.keyboard.press("Escape")
    expect(cajon).not_to_be_visible()
    pagina.wait_for_function("id => document.activeElement.id === id", arg=identificador)

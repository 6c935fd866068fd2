"""El recorrido de la primera visita: se ofrece una vez, se usa con teclado, se descarta y se repite desde la Guía."""

from __future__ import annotations

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.navegador import portal_vivo
from tests.navegador.portal_vivo import Testigo, abrir

pytestmark = pytest.mark.navegador


def _primera_vez(navegador: Browser, ancho: int) -> Page:
    contexto = navegador.new_context(viewport={"width": ancho, "height": 900}, locale="es-MX")
    contexto.add_cookies(portal_vivo.GALLETAS)
    return contexto.new_page()


@pytest.mark.parametrize("ancho", [1440, 390])
def test_se_ofrece_una_vez_y_se_recorre_con_teclado(base: str, navegador: Browser, ancho: int) -> None:
    pagina = _primera_vez(navegador, ancho)
    testigo = Testigo(pagina)
    abrir(pagina, base)
    invitacion = pagina.get_by_role("dialog", name="Recorrido de la primera visita")
    expect(invitacion).to_be_visible()
    pagina.get_by_role("button", name="Empezar el recorrido").focus()
    pagina.keyboard.press("Enter")
    cuadro = pagina.get_by_role("dialog", name="Recorrido por Mirador")
    expect(cuadro).to_contain_text("Paso 1 de")
    pagina.keyboard.press("ArrowRight")
    expect(cuadro).to_contain_text("Paso 2 de")
    expect(cuadro.get_by_role("button", name="Siguiente")).to_be_focused()
    assert pagina.locator(".recorrido-foco").count() == 1
    caja = cuadro.bounding_box()
    assert caja is not None
    assert caja["x"] >= 0 and caja["x"] + caja["width"] <= ancho
    pagina.keyboard.press("ArrowLeft")
    expect(cuadro).to_contain_text("Paso 1 de")
    pagina.keyboard.press("Escape")
    expect(cuadro).to_have_count(0)
    assert pagina.locator(".recorrido-foco").count() == 0
    abrir(pagina, f"{base}/guia")
    pagina.wait_for_timeout(600)
    expect(invitacion).to_have_count(0)
    pagina.get_by_role("button", name="Ver el recorrido").click()
    expect(cuadro).to_contain_text("Paso 1 de")
    for _ in range(10):
        if cuadro.count() == 0:
            break
        pagina.keyboard.press("ArrowRight")
    expect(cuadro).to_have_count(0)
    expect(pagina.get_by_role("button", name="Ver el recorrido")).to_be_focused()
    assert (testigo.consola, testigo.fuera) == ([], [])
    pagina.context.close()


def test_decir_que_no_tambien_se_recuerda(base: str, navegador: Browser) -> None:
    pagina = _primera_vez(navegador, 1440)
    abrir(pagina, base)
    pagina.get_by_role("button", name="No, gracias").click()
    pagina.reload()
    portal_vivo.esperar_pantalla(pagina)
    pagina.wait_for_timeout(600)
    assert pagina.locator(".recorrido-invita").count() == 0
    pagina.context.close()

"""Entrar y salir en el navegador: un clic, sin JavaScript, en teléfono, y la pestaña que se quedó vieja."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.navegador import portal_vivo
from tests.navegador.portal_vivo import Testigo, abrir, entrar_de_un_clic, esperar_pantalla

pytestmark = pytest.mark.navegador


def test_de_abrir_el_portal_al_resumen_un_clic_y_se_ve_quien_esta(base: str, nueva: Callable[..., Page]) -> None:
    pagina = nueva(con_sesion=False)
    testigo = Testigo(pagina)
    pagina.goto(base)
    assert pagina.url == f"{base}/entrar"
    pagina.get_by_role("button", name="Titular de la Alcaldía").click()
    esperar_pantalla(pagina)
    assert pagina.url == f"{base}/"
    lateral = pagina.get_by_role("navigation", name="Principal")
    expect(lateral.get_by_role("link", name="Mi cuenta: Titular de la Alcaldía")).to_be_visible()
    lateral.get_by_role("button", name="Salir").click()
    expect(pagina.get_by_role("status")).to_have_text("Salió del portal.")
    pagina.go_back()
    pagina.wait_for_url(f"{base}/entrar*")
    assert testigo.consola == []


def test_quien_captura_solo_ve_lo_suyo_y_empieza_en_lo_que_debe(base: str, nueva: Callable[..., Page]) -> None:
    pagina = nueva(con_sesion=False)
    entrar_de_un_clic(pagina, base, "Enlace de captura")
    assert pagina.url == f"{base}/captura"
    menu = pagina.locator(".mi-lateral .mi-nav a").all_inner_texts()
    assert [m.split("\n")[0].strip() for m in menu] == [
        "Resumen", "Tableros", "Ranking", "Alertas", "Alineación", "Informes", "Captura", "Guía",
    ]  # fmt: skip
    abrir(pagina, f"{base}/contratos")
    expect(pagina.locator("main h1")).to_have_text("Esa página no existe")
    abrir(pagina, f"{base}/ranking")
    assert pagina.locator("main").inner_text().count("Obras") > 0
    assert "Seguridad Ciudadana" not in pagina.locator("main").inner_text()


def test_una_pestana_vieja_lo_dice_y_regresa_a_donde_estaba(base: str, nueva: Callable[..., Page]) -> None:
    pagina = nueva(con_sesion=False)
    entrar_de_un_clic(pagina, base, "Analista")
    abrir(pagina, f"{base}/guia")
    pagina.context.clear_cookies()
    pagina.get_by_role("link", name="Ranking").first.click()
    aviso = pagina.locator("#mi-sesion")
    expect(aviso).to_contain_text("Su sesión terminó")
    aviso.get_by_role("link", name="Entrar de nuevo").click()
    pagina.get_by_role("button", name="Analista").click()
    esperar_pantalla(pagina)
    assert pagina.url == f"{base}/ranking"


@pytest.mark.parametrize("tema", ["light", "dark"])
def test_la_entrada_en_telefono_cabe_se_toca_y_se_lee(base: str, nueva: Callable[..., Page], tema: str) -> None:
    pagina = nueva(390, tema, con_sesion=False)
    testigo = Testigo(pagina)
    pagina.goto(f"{base}/entrar")
    assert pagina.evaluate("document.documentElement.dataset.bsTheme") == tema
    assert pagina.evaluate("document.documentElement.scrollWidth <= innerWidth")
    altos = pagina.locator("main button, main input:not([type=hidden])").evaluate_all(
        "nodos => nodos.map(n => n.getBoundingClientRect().height)"
    )
    assert len(altos) == 8 and min(altos) >= 44
    pagina.keyboard.press("Tab")
    assert pagina.evaluate("document.activeElement.textContent") == "Saltar al contenido"
    pagina.get_by_label("Cuenta", exact=True).fill("nadie")
    pagina.get_by_label("Contraseña", exact=True).fill("no es esta")
    pagina.keyboard.press("Enter")
    expect(pagina.get_by_role("alert")).to_have_text("La cuenta o la contraseña no son correctas.")
    assert pagina.get_by_label("Cuenta", exact=True).input_value() == "nadie"
    assert testigo.fuera == []


def test_se_entra_sin_javascript(base: str, navegador: Browser) -> None:
    contexto = navegador.new_context(java_script_enabled=False)
    pagina = contexto.new_page()
    pagina.goto(f"{base}/cuenta")
    assert pagina.url == f"{base}/entrar?siguiente=/cuenta"
    pagina.get_by_role("button", name="Administración del portal").click()
    assert pagina.url == f"{base}/cuenta"
    expect(pagina.locator("main h1")).to_have_text("Administración del portal")
    pagina.get_by_role("link", name="Cuentas").click()
    expect(pagina.locator("main h1")).to_contain_text("cuentas pueden entrar")
    contexto.close()


def test_la_galleta_no_la_lee_ningun_guion(base: str, nueva: Callable[..., Page]) -> None:
    pagina = nueva()
    abrir(pagina, f"{base}/guia")
    assert portal_vivo.FICHA_DE_SESION not in pagina.evaluate("document.cookie")
    assert pagina.evaluate("document.documentElement.dataset.ficha.length") == 64

"""Seguimiento en Chromium: dos clics de la cifra a la celda, filtros en la dirección, accesibilidad y semáforo."""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from playwright.sync_api import Locator, Page, expect

from tests.navegador.portal_vivo import Testigo, abrir
from tests.navegador.test_accesibilidad import AXE, CORRER

pytestmark = pytest.mark.navegador
CRUDOS = Path(__file__).resolve().parents[2] / "datos_crudos"
PORCENTAJE = re.compile(r"\d[\d,]*\.\d\s%")
ENLACE = "main a[href^='/metas/']:visible"
CONTROL = "[data-filtro], .mi-filtros a[role=checkbox], .mi-segm a"
PAGINAS = ("/", "/tableros/DESU", "/tableros/DESU?contra=CSC", "/ranking", "/alineacion", "/alertas")

# Los renglones con enlace a una meta, con lo que dicen: [[posición del enlace, clave, texto], …].
# Un cuadro del mapa es SVG: no tiene innerText y dice su cifra en su texto.
RENGLONES = """enlaces => enlaces.map((a, i) => {
    const renglon = a.closest('tr, li, article, .tarjeta') || a;
    return [i, a.getAttribute('href').split('/')[2].split('?')[0], renglon.innerText ?? renglon.textContent];
})"""
ESTADO = """() => [location.pathname + location.search, document.querySelector('main').innerText,
    ...[...document.querySelectorAll('[data-filtro]')].map(c => {
        const control = c.tagName === 'LABEL' ? c.querySelector('input') : c;
        return control.id + '=' + control.value;
    }),
    ...[...document.querySelectorAll('.mi-filtros a[role=checkbox]')].map(c => c.id + c.ariaChecked),
    ...[...document.querySelectorAll('.mi-segm a[aria-current]')].map(c => c.id)]"""
SELECTORES = """controles => controles.map(c => c.dataset.filtro
    ? [c.dataset.filtro, `[data-filtro='${c.dataset.filtro}']`] : [c.id.split('-')[1], '#' + c.id])"""
# Un chip sin ícono con trazo o sin palabra visible diría su clase solo con el color.
SOLO_COLOR = """chips => chips.filter(chip => {
    const icono = chip.querySelector('i.i');
    const caja = icono && icono.getBoundingClientRect();
    return !caja || caja.width < 6 || caja.height < 6 || chip.innerText.trim().length < 4;
}).map(chip => chip.outerHTML)"""
FORMAS = """chips => chips.map(chip => [chip.innerText.trim(), chip.querySelector('i.i').className])"""


def _lista(pagina: Page) -> None:
    """La pantalla está dibujada y nada se está cargando."""
    expect(pagina.locator("html:not([data-cargando]) .mi-pantalla main h1")).to_have_count(1)


@functools.cache
def _hoja(archivo: Path, nombre: str) -> Any:
    return openpyxl.load_workbook(archivo, data_only=True)[nombre]


def _celdas_del_cajon(cajon: Locator) -> list[tuple[str, str, str]]:
    """``(valor, celda, archivo)`` de cada mes con valor, como se ven en el cajón."""
    filas = cajon.locator("tbody tr").evaluate_all(
        "filas => filas.map(f => [f.cells[1].textContent, f.querySelector('.celda').textContent,"
        " f.cells[2].textContent])"
    )
    return [(valor, celda, texto.removeprefix(celda).strip()) for valor, celda, texto in filas if valor[:1].isdigit()]


def _comprobar_en_excel(cajon: Locator, clave: str) -> int:
    """Abre cada archivo que el cajón nombra, lee esa hoja y esa celda, y compara; cuántas celdas comparó."""
    nombre_de_hoja = cajon.locator("dl .celda").text_content() or ""
    comparadas = 0
    for valor, celda, archivo in _celdas_del_cajon(cajon):
        (ruta,) = CRUDOS.glob(f"*/{archivo}")
        hoja = _hoja(ruta, nombre_de_hoja)
        assert hoja[f"A{hoja[celda].row}"].value == clave
        dicho = valor.replace(",", "").removesuffix("%").strip()
        decimales = len(dicho.partition(".")[2])
        assert round(float(hoja[celda].value), decimales) == pytest.approx(float(dicho)), (archivo, celda)
        comparadas += 1
    return comparadas


def _seguir(pagina: Page, posicion: int, clave: str) -> tuple[str, int]:
    """Dos clics: la ficha y su explicación. Devuelve el título del cajón y cuántas celdas cuadraron."""
    pagina.locator(ENLACE).nth(posicion).click()  # primer clic
    pagina.wait_for_url(f"**/metas/{clave}*")
    _lista(pagina)
    pagina.locator("a[id^=explica-]").first.click()  # segundo clic
    cajon = pagina.locator("[data-cajon]")
    expect(cajon).to_be_visible()
    return cajon.locator("h2").first.inner_text(), _comprobar_en_excel(cajon, clave)


def test_dos_clics_hasta_la_celda(base: str, nueva: Callable[..., Page]) -> None:
    pagina = nueva()
    testigo = Testigo(pagina)
    vistas: set[str] = set()
    for ruta in PAGINAS:
        pagina.goto(base + ruta)
        _lista(pagina)
        renglones = pagina.locator(ENLACE).evaluate_all(RENGLONES)
        con_cifra = [renglon for renglon in renglones if PORCENTAJE.search(renglon[2])]
        assert con_cifra, ruta
        posicion, clave, texto = next((r for r in con_cifra if r[1] not in vistas), con_cifra[0])
        vistas.add(clave)
        titulo, celdas = _seguir(pagina, posicion, clave)
        (cifra,) = PORCENTAJE.findall(titulo)
        assert cifra in texto, (ruta, clave, titulo, texto)
        assert celdas >= 1, (ruta, clave)
    assert len(vistas) == len(PAGINAS)
    assert testigo.consola == []


def test_dos_clics_desde_la_captura_y_uno_desde_la_ficha(base: str, nueva: Callable[..., Page]) -> None:
    pagina = nueva()
    pagina.goto(f"{base}/captura?area=DESU")
    _lista(pagina)
    (posicion, clave, _), *_ = pagina.locator(ENLACE).evaluate_all(RENGLONES)
    _, celdas = _seguir(pagina, posicion, clave)
    assert celdas >= 1
    pagina.goto(f"{base}/metas/DESU-01")
    _lista(pagina)
    vista = PORCENTAJE.findall(pagina.locator("main").inner_text())
    pagina.locator("a[id^=explica-]").first.click()
    cajon = pagina.locator("[data-cajon]")
    expect(cajon).to_be_visible()
    assert PORCENTAJE.findall(cajon.locator("h2").first.inner_text())[0] in vista
    assert _comprobar_en_excel(cajon, "DESU-01") == 10


def _accionar(control: Locator) -> None:
    """Cambia un filtro, sea lista, cifra, casilla o segmento."""
    etiqueta = control.evaluate("c => c.tagName")
    if etiqueta == "SELECT":
        valores = control.evaluate("c => [...c.options].map(o => o.value)")
        vigente = control.input_value()
        lugar = valores.index(vigente)
        control.select_option(valores[lugar - 1 if lugar else 1])
    elif etiqueta == "LABEL":
        cifra = control.locator("input")
        cifra.fill(str(int(cifra.input_value()) + 2))
        cifra.press("Tab")
    else:
        control.click()


FILTROS = {
    "/": {"periodo", "eje", "area", "criticas"},
    "/tableros": {"periodo"},
    "/tableros/DESU": {"periodo", "area", "contra"},
    "/metas/DESU-01": {"periodo", "meta"},
    "/ranking": {"periodo", "eje", "area", "criticas"},
    "/alineacion": {"periodo", "eje"},
    "/alertas": {"periodo", "eje", "area", "severidad", "regla", "estado", "atencion"},
    "/captura": {"area", "periodo"},
    "/umbrales": {"periodo", "eje", "area", "cumplida", "buen_desempeno", "regular", "excedida"},
}


def test_cada_filtro_vive_en_la_direccion(base: str, nueva: Callable[..., Page]) -> None:
    """Se cambian todos, uno tras otro; se recarga con todos puestos; y «atrás» los quita de uno en uno."""
    pagina = nueva()
    testigo = Testigo(pagina)
    for ruta, esperados in FILTROS.items():
        pagina.goto(base + ruta)
        _lista(pagina)
        selectores = pagina.locator(CONTROL).evaluate_all(SELECTORES)
        hallados = {nombre for nombre, _ in selectores}
        assert esperados <= hallados, (ruta, hallados)
        estados = [pagina.evaluate(ESTADO)]
        for _, selector in selectores:
            control = pagina.locator(selector)
            if control.get_attribute("aria-current"):
                continue  # el segmento vigente: elegirlo no cambia nada
            _accionar(control)
            expect(pagina).not_to_have_url(base + estados[-1][0])
            _lista(pagina)
            estados.append(pagina.evaluate(ESTADO))
            assert estados[-1][2:] != estados[-2][2:], (ruta, selector)
        assert len(estados) > len(esperados), ruta
        pagina.reload()
        _lista(pagina)
        assert pagina.evaluate(ESTADO) == estados[-1], ruta
        for previo in reversed(estados[:-1]):
            pagina.go_back()
            expect(pagina).to_have_url(base + previo[0])
            _lista(pagina)
            assert pagina.evaluate(ESTADO) == previo, previo[0]
    assert testigo.consola == []


@pytest.mark.parametrize(("ancho", "tema"), [(1440, "light"), (390, "dark")])
def test_axe_en_otros_estados(base: str, nueva: Callable[..., Page], ancho: int, tema: str) -> None:
    pagina = nueva(ancho, tema)
    abrir(pagina, f"{base}/alertas")
    alerta = pagina.locator(".atenciones a[href*='explica=']").first.get_attribute("href")
    faltas: list[str] = []
    for ruta in (
        "/tableros/DESU?contra=CSC", "/metas/DESU-01?explica=cumplimiento", f"{alerta}", "/umbrales?cumplida=95",
        "/reexpresiones", "/captura?area=DESU",
    ):  # fmt: skip
        abrir(pagina, base + ruta)
        if ruta == alerta:
            for acto in pagina.locator(".acto summary").all():
                acto.click()
        pagina.evaluate(AXE)
        faltas += [f"{ruta} {falta}" for falta in pagina.evaluate(CORRER)]
    assert faltas == []


def test_el_semaforo_se_lee_sin_color(base: str, nueva: Callable[..., Page]) -> None:
    """Cada chip lleva ícono y palabra, y a cada palabra le toca una forma distinta."""
    pagina = nueva()
    formas: dict[str, str] = {}
    for ruta in ("/", "/tableros/DESU", "/metas/DESU-01"):
        pagina.goto(base + ruta)
        _lista(pagina)
        chips = pagina.locator("main .sem:visible")
        assert chips.count() >= 1, ruta
        assert chips.evaluate_all(SOLO_COLOR) == [], ruta
        formas |= dict(chips.evaluate_all(FORMAS))
    assert {"Cumplida", "Buen desempeño", "Regular", "Deficiente"} <= set(formas)
    assert len(set(formas.values())) == len(formas), formas

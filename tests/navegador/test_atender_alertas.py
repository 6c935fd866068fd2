"""Atender una alerta: se ve en otro navegador, sobrevive a republicar y a reiniciar, y el flujo la vuelve un mart."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from dominio.operacion import alertas
from dominio.operacion import base as operativa
from dominio.operacion.alertas import Evento
from tests.conftest import Instalacion
from tests.navegador import portal_vivo
from tests.navegador.portal_vivo import Testigo, abrir
from tests.navegador.test_accesibilidad import AXE, CORRER

pytestmark = [pytest.mark.navegador, pytest.mark.flujo]


def _comprometer(pagina: Page) -> None:
    pagina.locator(".acto summary", has_text="Asignar un compromiso").click()
    forma = pagina.locator("#acto-compromiso")
    forma.locator("[name=texto]").fill("Segunda cuadrilla <b>nocturna</b>")
    forma.locator("[name=responsable]").fill("Jefatura de Alumbrado")
    forma.locator("[name=fecha_limite]").fill("2026-11-30")
    forma.locator("[name=autor]").fill("Titular de Servicios Urbanos")
    forma.locator("button").click()


def _historia_previa(instalacion: Instalacion) -> None:
    """Compromisos de antes, uno por cada desenlace."""
    operativa.preparar(instalacion.cfg.url_bd)
    motor = operativa.motor(instalacion.cfg.url_bd)
    dias = {"A2|OBR-01": date(2026, 11, 5), "A3|OBR-01": date(2026, 11, 10)}
    for clave, limite in dias.items():
        alertas.registrar(motor, Evento(clave, "compromiso", "Titular", "Más frentes", "Jefatura", limite))
    alertas.registrar(motor, Evento("A4|OBR-01", "compromiso", "Titular", "Capturar", "Enlace", date(2026, 11, 30)))
    alertas.registrar(motor, Evento("A4|OBR-01", "cumplido", "Titular"))
    alertas.registrar(motor, Evento("A8|OBR-01", "compromiso", "Titular", "Uno", "Enlace", date(2026, 11, 1)))
    alertas.registrar(motor, Evento("A8|OBR-01", "compromiso", "Titular", "Otro", "Enlace", date(2026, 12, 1)))
    alertas.registrar(motor, Evento("A8|OBR-01", "incumplido", "Titular", "No alcanzó"))
    motor.dispose()


def test_lo_atendido_se_ve_en_todos_lados_y_no_se_pierde(
    copia_de_demo: Instalacion, nueva: Callable[..., Page], tmp_path: Path
) -> None:
    _historia_previa(copia_de_demo)
    variables = {"MIRADOR_ESTADO": str(copia_de_demo.cfg.estado), "MIRADOR_BD": copia_de_demo.cfg.url_bd}
    with portal_vivo.portal(copia_de_demo.cfg.almacen, tmp_path / "portal.log", **variables) as base:
        otra = nueva(390, "dark")
        abrir(otra, f"{base}/alertas")
        otra.locator(".atenciones a").first.click()
        expect(otra.locator(".mi-cajon")).to_contain_text("Nadie la ha atendido")
        direccion_del_cajon = otra.url

        pagina = nueva()
        testigo = Testigo(pagina)
        abrir(pagina, direccion_del_cajon)
        _comprometer(pagina)
        expect(pagina.locator(".mi-cajon")).to_contain_text("Registrado")
        expect(pagina.locator(".mi-cajon")).to_contain_text("Segunda cuadrilla <b>nocturna</b>")
        assert testigo.consola == []
        pagina.evaluate(AXE)
        assert pagina.evaluate(CORRER) == []

        abrir(otra, direccion_del_cajon)
        expect(otra.locator(".mi-cajon")).to_contain_text("Jefatura de Alumbrado")
        descarga = f"{base}/descargas/seguimiento.alertas/alertas.csv"
        renglones = list(csv.DictReader(io.StringIO(pagina.request.get(f"{descarga}?atencion=comprometida").text())))
        assert {r["atencion"] for r in renglones} == {"comprometida"}
        assert any("Responde Jefatura de Alumbrado" in r["que_se_ha_hecho"] for r in renglones)
        assert len(renglones) < pagina.request.get(f"{descarga}?atencion=todas").text().count("\n") - 1

        antes = copia_de_demo.version()
        assert copia_de_demo.correr().publico
        assert copia_de_demo.version() != antes
        abrir(pagina, direccion_del_cajon)
        expect(pagina.locator(".mi-cabecera")).to_contain_text(str(copia_de_demo.version()))
        expect(pagina.locator(".mi-cajon")).to_contain_text("Jefatura de Alumbrado")

    ruta = direccion_del_cajon.removeprefix(base)
    with portal_vivo.portal(copia_de_demo.cfg.almacen, tmp_path / "otro.log", **variables) as base:
        abrir(pagina, base + ruta)
        expect(pagina.locator(".mi-cajon")).to_contain_text("Jefatura de Alumbrado")

    compromisos = copia_de_demo.consultar(
        "select responsable, estado, num_dias_atraso, fecha_comprometida from mart_seguimiento__compromisos"
        " where alerta_clave not like 'A%|OBR-01' or regla in ('A2', 'A3', 'A4', 'A8') order by all"
    )
    assert ("Jefatura de Alumbrado", "VIGENTE", 0, date(2026, 11, 30)) in compromisos
    assert ("Jefatura", "VENCIDO", 5, date(2026, 11, 5)) in compromisos
    assert ("Jefatura", "VIGENTE", 0, date(2026, 11, 10)) in compromisos
    assert ("Enlace", "CUMPLIDO", 0, date(2026, 11, 30)) in compromisos
    assert {c[1] for c in compromisos if c[3] == date(2026, 12, 1)} == {"INCUMPLIDO"}
    assert {c[1] for c in compromisos if c[3] == date(2026, 11, 1)} == {"SUSTITUIDO"}
    assert len(compromisos) == 6

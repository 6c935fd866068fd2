"""El mes de un área, de principio a fin: plantilla, tres celdas malas, libro anotado, corrección, flujo y tablero."""

from __future__ import annotations

import datetime as dt
import io
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import urlsplit

import openpyxl
import pytest
from playwright.sync_api import Page, expect

from rendimiento.entregas import Entregador
from tests.conftest import Instalacion
from tests.cuentas import GALLETA
from tests.navegador import portal_vivo
from tests.navegador.portal_vivo import Testigo, abrir

pytestmark = pytest.mark.navegador


@pytest.fixture
def con_captura(
    copia_de_demo: Instalacion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[tuple[Instalacion, str]]:
    """Un portal propio sobre una copia que se puede modificar."""
    for variable in ("MIRADOR_DATOS_CRUDOS", "MIRADOR_ESTADO", "MIRADOR_HOY"):
        monkeypatch.setenv(variable, copia_de_demo.entorno[variable])
    with portal_vivo.portal(copia_de_demo.cfg.almacen, tmp_path / "portal.log") as base:
        yield copia_de_demo, base


def _entregar(pagina: Page, ruta: Path) -> str:
    """Elige el archivo y espera su recibo; devuelve el texto de la respuesta."""
    with pagina.expect_file_chooser() as eleccion:
        pagina.get_by_role("button", name="Elegir archivos").click()
    antes = pagina.locator(".captura-resultado[data-folio]").count()
    eleccion.value.set_files(ruta)
    expect(pagina.locator(".captura-resultado[data-folio]")).to_have_count(antes + 1)
    return pagina.locator(".captura-resultado[data-folio]").first.inner_text()


def _descargar(pagina: Page, nombre: str, destino: Path) -> Path:
    with pagina.expect_download() as descarga:
        pagina.get_by_role("link", name=nombre).first.click()
    descarga.value.save_as(destino)
    return destino


def _escribir(ruta: Path, destino: Path, **celdas: object) -> Path:
    libro = openpyxl.load_workbook(ruta)
    for celda, valor in celdas.items():
        libro["captura"][celda] = valor
    libro.save(destino)
    return destino


AREAS = ("CCS", "DEMAAV", "DEPC", "DEPCR", "DEPDU", "DESU", "DGA", "DGDS", "DGGAJ", "DGO")


def _entregan_a_la_vez(base: str) -> list[dict]:
    """Diez áreas entregan su plantilla de noviembre en el mismo segundo; sus recibos."""
    puerto = urlsplit(base).port
    assert puerto is not None
    plantillas = {}
    for area in AREAS:
        libro = openpyxl.load_workbook(
            io.BytesIO(Entregador(puerto, GALLETA).pedir(f"/descargas/captura/plantillas/2026-11/{area}.xlsx"))
        )
        libro["captura"]["J6"] = f"Avance de {area} al corte"
        libro.save(salida := io.BytesIO())
        plantillas[area] = salida.getvalue()
    listos, recibos = threading.Barrier(len(AREAS)), []

    def entregar(area: str) -> None:
        enlace = Entregador(puerto, GALLETA)
        enlace.pedir("/salud")
        listos.wait()
        estado, recibo = enlace.entregar(f"{area}.xlsx", plantillas[area])
        recibos.append(recibo | {"estado_http": estado})

    hilos = [threading.Thread(target=entregar, args=(area,)) for area in AREAS]
    for hilo in hilos:
        hilo.start()
    for hilo in hilos:
        hilo.join()
    return recibos


def test_el_mes_de_un_area(con_captura, nueva, tmp_path):
    instalacion, base = con_captura
    pagina = nueva(con_sesion=False)
    testigo = Testigo(pagina)
    # Cinco clics y un diálogo, de la entrada al recibo.
    portal_vivo.entrar_de_un_clic(pagina, base, "Equipo de datos")
    pagina.get_by_role("link", name="Captura", exact=True).click()
    expect(pagina.locator("h1")).to_contain_text("no han completado octubre")
    pagina.get_by_role("link", name="Seguridad Ciudadana", exact=True).click()
    expect(pagina.locator("h1")).to_have_text("Seguridad Ciudadana debe 1 de 6 metas de octubre")
    plantilla = _descargar(pagina, "Descargar la plantilla de octubre", tmp_path / "plantilla.xlsx")

    # B3 dice que se capturó a tiempo; por el portal cuenta la fecha del recibo.
    llena = {"B3": dt.datetime(2026, 11, 3), "E10": 4.7, "H10": 1500, "J10": "Promedio de 1,500 llamadas"}
    mala = _escribir(plantilla, tmp_path / "octubre.xlsx", **llena, E6="mucho", E8="12 %", I9="tal vez")
    respuesta = _entregar(pagina, mala)
    assert "Recibido: una parte no entró · folio CAP-000001" in respuesta
    assert "3 renglones entraron · 3 renglones no entraron · extemporáneo" in respuesta
    assert "E6: realizado: «mucho» no es un número. Escriba solo el número, con punto decimal: 1234.5" in respuesta

    anotado = _descargar(pagina, "Descargar el libro anotado", tmp_path / "anotado.xlsx")
    hoja = openpyxl.load_workbook(anotado)["captura"]
    rojas = {c.coordinate for fila in hoja.iter_rows() for c in fila if c.fill.fgColor.rgb == "00F6CFCB"}
    assert rojas == {"E6", "E8", "I9"}
    assert "no es «si» ni «no»" in hoja["I9"].comment.text
    assert hoja["E10"].value == 4.7

    corregida = _escribir(anotado, tmp_path / "octubre corregido.xlsx", E6=34.2, E8=217, I9=None)
    respuesta = _entregar(pagina, corregida)
    assert "Recibido: todo entró · folio CAP-000002" in respuesta
    assert "6 renglones entraron · 0 renglones no entraron · extemporáneo" in respuesta

    recibos = _entregan_a_la_vez(base)
    assert sorted(r["area"] for r in recibos) == sorted(AREAS)
    assert {(r["estado_http"], r["estado"]) for r in recibos} == {(200, "aceptado")}
    assert len({r["folio"] for r in recibos}) == 10

    antes = instalacion.version()
    resultado = instalacion.correr()
    assert (resultado.publico, resultado.version != antes) == (True, True)
    # Una sola publicación los tiene a todos: lo de Seguridad Ciudadana y lo de las diez áreas.
    assert instalacion.consultar(
        "select count(*), count(*) filter (estado = 'leido') from mart_calidad__archivos "
        "where origen = 'portal' and archivo like 'capturas/2026-11/%'"
    ) == [(10, 10)]
    ultima = pagina.locator('.captura-resultado[data-folio="CAP-000002"]')
    expect(ultima.locator(".publicacion")).to_have_text("Ya está publicado.")
    ultima.get_by_role("link", name="Ver en el tablero").click()
    # En el tablero, el promedio ponderado ya lleva octubre: 5.1 minutos, y la captura está completa.
    expect(pagina.locator("h1")).to_have_text("Seguridad Ciudadana: 6 de 7 metas van bien")
    expect(pagina.locator("main")).to_contain_text("captura completa")
    renglon = pagina.get_by_role("row", name="Tiempo de respuesta a llamadas de emergencia")
    expect(renglon).to_contain_text("95.7 %")
    expect(renglon.get_by_role("img", name="10 meses capturados, 1 extemporáneo")).to_be_visible()

    sql = (
        "select realizado, estado_captura, fecha_captura, celda, split_part(archivo, '_', 1) "
        "from mart_seguimiento__avance_mensual where meta_clave = 'CSC-05' and periodo = '2026-10-01'"
    )
    assert instalacion.consultar(sql) == [
        (4.7, "EXTEMPORANEA", dt.date(2026, 11, 10), "E10", "capturas/2026-10/CSC")
    ]  # fmt: skip
    # Lo que el área ya había entregado a tiempo sigue a tiempo: la oportunidad la fija el primer valor.
    assert instalacion.consultar(
        "select estado_captura, realizado from mart_seguimiento__avance_mensual "
        "where meta_clave = 'CSC-01' and periodo = '2026-10-01'"
    ) == [("CAPTURADA", 34.2)]
    assert instalacion.consultar(
        "select origen, count(*) from mart_calidad__archivos where fuente = 'capturas' and origen = 'portal' group by 1"
    ) == [("portal", 12)]
    abrir(pagina, f"{base}/metas/CSC-05?periodo=2026-10")
    expect(pagina.locator("main")).to_contain_text("CSC_portal_")
    abrir(pagina, f"{base}/captura?area=CSC&periodo=2026-10")
    expect(pagina.locator("h1")).to_have_text("Seguridad Ciudadana ya entregó completo octubre")
    expect(pagina.locator("main")).to_contain_text("ya está publicado")
    assert (testigo.consola, testigo.fuera) == ([], [])

"""Catálogo C: cómo llegan las cosas. Repetidas, en desorden, rotas, de golpe, y con código nuevo."""

from __future__ import annotations

import pytest

from etl import flujo
from etl.bitacora import Bitacora
from etl.publicacion import versiones
from etl.recepcion import barrer
from tests.flujo.libros import captura

pytestmark = pytest.mark.usefixtures("sin_dbt")
AREAS = ("CCS", "CSC", "DEMAAV", "DEPC", "DEPCR", "DEPDU", "DESU", "DGA", "DGDS", "DGO", "DGPC", "JO")


def test_c7_once_de_doce_areas_se_publican_y_la_rota_se_ve(instalacion):
    for numero, area in enumerate(AREAS):
        ruta = captura(
            instalacion.cfg.datos_crudos / f"capturas/2026-02/{area}.xlsx", {f"{area}-01": numero}, area=area
        )
    ruta.write_bytes(ruta.read_bytes()[:900])
    assert instalacion.correr().publico
    claves = instalacion.consultar("select clave from fct_capturas order by 1")
    assert claves == [(f"{area}-01",) for area in AREAS[:-1]]
    assert instalacion.consultar("select archivo, estado from mart_calidad__archivos where estado <> 'leido'") == [
        ("capturas/2026-02/JO.xlsx", "rechazado")
    ]


def test_c8_correr_el_mes_dos_veces_no_mueve_ni_una_huella(instalacion):
    captura(instalacion.cfg.datos_crudos / "capturas/2026-02/DGO.xlsx", {"M-01": 7})
    instalacion.correr()
    antes = versiones.existentes(instalacion.cfg)
    for _ in range(2):
        assert not instalacion.correr().publico
    assert versiones.existentes(instalacion.cfg) == antes


def test_c9_codigo_nuevo_publica_otra_version_y_queda_anotado(instalacion, monkeypatch):
    captura(instalacion.cfg.datos_crudos / "capturas/2026-02/DGO.xlsx", {"M-01": 7})
    primera = instalacion.correr()
    monkeypatch.setattr(flujo, "huella_del_flujo", lambda *_: "otro código")
    segunda = instalacion.correr()
    assert (segunda.publico, segunda.version != primera.version) == (True, True)
    fichas = [versiones.ficha_de(instalacion.cfg, v) for v in versiones.existentes(instalacion.cfg)]
    huellas = [f["huella_insumos"] for f in fichas if f]
    assert len(set(huellas)) == len(huellas) == 2


@pytest.mark.parametrize("al_reves", [False, True], ids=["en-orden", "al-reves"])
def test_c10_quinientos_de_golpe_quedan_todos_y_el_orden_no_importa(instalacion, al_reves):
    carpeta = instalacion.cfg.datos_crudos / "capturas/2026-02"
    carpeta.mkdir(parents=True)
    numeros = range(499, -1, -1) if al_reves else range(500)
    for n in numeros:
        (carpeta / f"DGO_{n:03d}.xlsx").write_bytes(b"PK captura %d" % n)
    bitacora = Bitacora(instalacion.cfg.bitacora)
    barrido = barrer(instalacion.cfg, bitacora)
    recepciones = bitacora.recepciones(str(instalacion.cfg.datos_crudos.resolve()))
    bitacora.cerrar()
    assert (barrido.num_vistos, len(barrido.nuevos), barrido.avisos) == (500, 500, [])
    assert [r.ruta for r in recepciones] == [f"2026-02/DGO_{n:03d}.xlsx" for n in range(500)]
    assert len({r.sha256 for r in recepciones}) == 500
    assert {r.clase for r in recepciones} == {"alta"}

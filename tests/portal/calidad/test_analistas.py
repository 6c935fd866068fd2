"""Lo que un analista se lleva: el almacén por partes, cada tabla en Parquet, ejemplos que corren y su cadena."""

from __future__ import annotations

import hashlib
import io
import json
from collections.abc import Iterator
from pathlib import Path

import duckdb
import flask
import polars
import pytest

from dominio.analistas import parquet
from portal import almacen
from portal.alcance import Alcance
from portal.paginas import INDICE
from portal.paginas.calidad import analistas, ejemplos, linaje, rutas
from tests.conftest import Instalacion
from tests.portal.test_app import dibujar

CAMPANAS = "mart_difusion__campana_mes"


@pytest.fixture
def cliente(
    servidor: flask.Flask, instalacion_demo: Instalacion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> Iterator[flask.testing.FlaskClient]:
    """El portal sobre la demostración, con almacén propio para lo que se genera."""
    monkeypatch.setenv("MIRADOR_ALMACEN", str(tmp_path / "almacen"))
    almacen.configurar(instalacion_demo.cfg.publicado)
    yield servidor.test_client()
    almacen.configurar(None)


def test_el_almacen_llega_completo_y_por_partes(cliente, instalacion_demo):
    original = instalacion_demo.cfg.enlace_analistas.resolve()
    entera = cliente.get(rutas.ALMACEN)
    assert entera.status_code == 200
    assert entera.headers["Accept-Ranges"] == "bytes"
    assert f"mirador_{instalacion_demo.version()}.duckdb" in entera.headers["Content-Disposition"]
    publicada = instalacion_demo.cfg.publicado / f"mirador_{instalacion_demo.version()}.duckdb"
    assert hashlib.sha256(entera.data).hexdigest() == hashlib.sha256(publicada.read_bytes()).hexdigest()
    parte = cliente.get(rutas.ALMACEN, headers={"Range": "bytes=8-11"})
    assert (parte.status_code, parte.data) == (206, original.read_bytes()[8:12])
    assert parte.headers["Content-Range"] == f"bytes 8-11/{original.stat().st_size}"
    sello = entera.headers["ETag"]
    assert cliente.get(rutas.ALMACEN, headers={"If-None-Match": sello}).status_code == 304
    vieja = cliente.get(rutas.ALMACEN, headers={"Range": "bytes=8-11", "If-Range": '"mirador-otra"'})
    assert vieja.status_code == 200  # si cambió la versión, no se pega una parte con otra


@pytest.mark.parametrize("tabla", [CAMPANAS, "dim_meta", "mart_calidad__linaje"])
def test_cada_tabla_en_parquet_trae_lo_publicado(cliente, instalacion_demo, tabla):
    respuesta = cliente.get(rutas.destino_de(tabla))
    assert respuesta.status_code == 200
    leida = polars.read_parquet(io.BytesIO(respuesta.data))
    columnas = instalacion_demo.consultar(
        f"select column_name from duckdb_columns() where table_name = '{tabla}' order by column_index"
    )
    assert leida.columns == [c for (c,) in columnas]
    assert instalacion_demo.consultar(f"select count(*) from {tabla}") == [(leida.height,)]
    assert cliente.get(rutas.destino_de(tabla)).data == respuesta.data
    assert cliente.get(rutas.destino_de(tabla), headers={"Range": "bytes=0-3"}).data == b"PAR1"


@pytest.mark.parametrize("tabla", ["fct_capturas", "duckdb_tables", "mart_no_existe", "mart_x;drop"])
def test_lo_que_no_se_ofrece_es_404(cliente, tabla):
    assert cliente.get(f"/descargas/datos/{tabla}.parquet").status_code == 404


def test_con_alcance_de_unas_areas_el_almacen_completo_no_existe(cliente, servidor, monkeypatch):
    acotado = Alcance("enlace", frozenset({"DGO"}))
    monkeypatch.setattr(rutas, "quien_captura", lambda: acotado)
    monkeypatch.setattr("portal.paginas.calidad.pagina.quien_captura", lambda: acotado)
    assert [cliente.get(d).status_code for d in (rutas.ALMACEN, rutas.destino_de("dim_meta"))] == [404, 404]
    estado, texto = dibujar(servidor, "/datos", "?seccion=analistas&x=acotado")
    assert estado == 200
    assert rutas.ALMACEN not in texto


def test_lo_de_otra_version_se_suelta(cliente, tmp_path):
    vieja = tmp_path / "almacen/parquet/2020-01-01.1"
    vieja.mkdir(parents=True)
    (vieja / "dim_meta.parquet").write_bytes(b"x")
    assert cliente.get(rutas.destino_de("dim_meta")).status_code == 200
    assert [p.name for p in (tmp_path / "almacen/parquet").iterdir()] == [almacen.version().version]


def test_si_no_se_puede_exportar_no_queda_nada_a_medias(tmp_path):
    with pytest.raises(parquet.ExportacionFallida, match="no se pudo exportar"):
        parquet.exportar(tmp_path / "no-hay.duckdb", "dim_meta", tmp_path / "p" / "dim_meta.parquet")
    with pytest.raises(parquet.ExportacionFallida, match="no se ofrece"):
        parquet.exportar(tmp_path / "no-hay.duckdb", "fct_x", tmp_path / "p" / "fct_x.parquet")
    assert list((tmp_path / "p").iterdir()) == []


@pytest.mark.parametrize("ejemplo", ejemplos.leer(), ids=lambda e: e.pregunta)
def test_cada_pregunta_de_ejemplo_contesta_algo(instalacion_demo, ejemplo):
    assert ejemplo.pregunta.startswith("¿")
    assert len(instalacion_demo.consultar(ejemplo.sql)) > 0


def test_los_fragmentos_de_python_y_de_terminal_corren(cliente, instalacion_demo, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / f"{CAMPANAS}.parquet").write_bytes(cliente.get(rutas.destino_de(CAMPANAS)).data)
    ruta = str(instalacion_demo.cfg.enlace_analistas)
    for titulo, codigo in analistas.fragmentos(ruta, CAMPANAS):
        if titulo.startswith("Python"):
            espacio: dict[str, object] = {}
            exec(codigo, espacio)
            assert espacio["datos"].height >= 10
        if titulo.startswith("DuckDB"):
            orden, consulta = codigo.split("\n")
            assert orden == f"duckdb -readonly {ruta}"
            with duckdb.connect(ruta, read_only=True) as conexion:
                assert len(conexion.execute(consulta).fetchall()) == 10


def test_la_cadena_va_de_la_pagina_a_la_carpeta_de_recepcion(instalacion_demo):
    usos = [
        {"tabla": t, "capa": c, "usa": u, "es_insumo": e}
        for t, c, u, e in instalacion_demo.consultar("select tabla, capa, usa, es_insumo from mart_calidad__linaje")
    ]
    hallado = linaje.de_tabla("mart_seguimiento__avance_mensual", usos)
    assert {"programa", "capturas"} <= set(hallado.por_capa["insumo"])
    assert "stg_capturas__renglones" in hallado.por_capa["staging"]
    assert list(hallado.por_capa) == [c for c, _ in linaje.CAPAS if c in hallado.por_capa]
    assert {"Tableros", "Captura"} <= {p.titulo for p in hallado.paginas}
    campanas = linaje.de_tabla(CAMPANAS, usos)
    assert {"meta_ads", "google_ads", "pauta"} <= set(campanas.por_capa["insumo"])
    assert "capturas" not in campanas.por_capa["insumo"]


def test_toda_tabla_que_nombra_una_pagina_esta_publicada_y_tiene_cadena(instalacion_demo):
    publicadas = {t for (t,) in instalacion_demo.consultar("select table_name from duckdb_tables()")}
    con_cadena = {t for (t,) in instalacion_demo.consultar("select distinct tabla from mart_calidad__linaje")}
    nombradas = set().union(*linaje.tablas_por_pagina().values())
    assert {p.modulo for p in INDICE} == set(linaje.tablas_por_pagina())
    assert nombradas - publicadas == set()
    de_publicar = {"mart_calidad__version", "mart_calidad__pruebas", "mart_calidad__linaje"}
    assert nombradas - con_cadena - de_publicar == set()


def test_la_pagina_ofrece_descargas_fragmentos_ejemplos_y_cadena(servidor, cliente):
    _, cuerpo = dibujar(servidor, "/datos", "?seccion=analistas")
    texto = json.dumps(json.loads(cuerpo), ensure_ascii=False)
    for algo in (rutas.ALMACEN, rutas.destino_de(CAMPANAS), "Parquet.Document", "polars.read_parquet", "-readonly",
                 ejemplos.leer()[0].pregunta):  # fmt: skip
        assert algo in texto, algo
    assert "fct_capturas.parquet" not in texto
    _, cuerpo = dibujar(servidor, "/datos", f"?seccion=diccionario&tabla={CAMPANAS}")
    texto = json.dumps(json.loads(cuerpo), ensure_ascii=False)
    assert "De la página al archivo" in texto
    assert "/datos?seccion=archivos&fuente=meta_ads" in texto

"""Catálogo F y G sin cuentas: lo que cualquiera puede mandarle al portal, con datos de verdad detrás."""

from __future__ import annotations

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import duckdb
import flask
import pytest

from portal import almacen, descargas, formato
from portal.paginas import INDICE
from tests.conftest import Instalacion
from tests.portal.test_app import dibujar

HOSTILES = {
    "nulo": "",
    "comilla": "'; DROP TABLE dim_meta; --",
    "comodines": "%_%",
    "largo": "x" * 3000,
    "nan": "NaN",
    "infinito": "1e999",
    "json": '{"$ne":1}',
    "rtl": "\u202eabc\u0000",
    "guion": "<script>alert(1)</script>",
    "ajena": "NO-EXISTE",
    "vieja": "1900-01",
    "lejana": "2300-12",
    "imposible": "2026-13",
}
PARAMETROS = ("periodo", "area", "eje", "clase", "busca", "q", "desde", "hasta", "de", "a", "orden", "vista", "seccion")


@pytest.fixture(scope="module")
def con_datos(instalacion_demo: Instalacion) -> Iterator[None]:
    """El portal sobre la demostración."""
    almacen.configurar(instalacion_demo.cfg.publicado)
    yield
    almacen.configurar(None)


@pytest.fixture
def cliente(servidor: flask.Flask, con_datos: None) -> flask.testing.FlaskClient:
    return servidor.test_client()


@pytest.mark.parametrize("ruta", [p.ruta for p in INDICE if "<" not in p.ruta])
@pytest.mark.parametrize("cual", ["comilla", "guion", "ajena", "lejana"])
def test_f2_f11_ningun_filtro_tumba_una_pantalla(servidor: flask.Flask, con_datos: None, ruta: str, cual: str) -> None:
    estado, texto = dibujar(servidor, ruta, "?" + urlencode(dict.fromkeys(PARAMETROS, HOSTILES[cual])))
    assert estado == 200
    assert "no se pudo mostrar" not in texto
    assert "Traceback" not in texto


@pytest.mark.parametrize("cual", sorted(HOSTILES))
def test_f2_f11_todo_valor_raro_en_una_pantalla_con_muchos_filtros(
    servidor: flask.Flask, con_datos: None, cual: str
) -> None:
    estado, texto = dibujar(servidor, "/tableros", "?" + urlencode(dict.fromkeys(PARAMETROS, HOSTILES[cual])))
    assert estado in (200, 400)
    assert "no se pudo mostrar" not in texto
    assert almacen.consultar("select count(*) as n from dim_meta")[0]["n"] > 50


@pytest.mark.parametrize(
    ("consulta", "dicho"),
    [("?area=NO-EXISTE", "NO-EXISTE"), ("?periodo=1900-01", None)],
)
def test_f3_f4_lo_que_no_existe_no_inventa_ceros(
    servidor: flask.Flask, con_datos: None, consulta: str, dicho: str | None
) -> None:
    estado, texto = dibujar(servidor, "/tableros", consulta)
    assert estado == 200
    assert "0.0 %" not in texto or dicho is None
    assert "no se pudo mostrar" not in texto


@pytest.mark.parametrize("valor", [None, float("nan"), float("inf")])
def test_f5_lo_que_no_se_puede_calcular_dice_sin_dato_y_no_cero(valor: float | None) -> None:
    assert [formato.porcentaje(valor), formato.numero(valor), formato.proporcion(valor)] == ["sin dato"] * 3


def test_f6_una_consulta_larga_se_detiene_y_el_portal_lo_dice(
    servidor: flask.Flask, con_datos: None, monkeypatch: pytest.MonkeyPatch
) -> None:
    def lenta(*_a: object, **_k: object) -> None:
        raise almacen.ConsultaLenta("La consulta pasó de 5 s y se detuvo.")

    monkeypatch.setattr("portal.paginas.calidad.consultas.fuentes", lenta)
    estado, texto = dibujar(servidor, "/datos", "?seccion=pruebas&x=1")
    assert estado == 200
    assert "demasiado" in json.dumps(json.loads(texto), ensure_ascii=False)


def test_f8_una_exportacion_tiene_tope_y_ninguna_formula() -> None:
    renglones = [{"texto": valor} for valor in ("=1+1", "+cmd|' /C calc'!A0", "@x", "-2+3", "\tx", "normal", "-5")]
    texto = descargas.en_csv(renglones).decode("utf-8-sig")
    assert texto.split("\r\n")[1:-1] == ["'=1+1", "'+cmd|' /C calc'!A0", "'@x", "'-2+3", "'\tx", "normal", "-5"]
    assert descargas.TOPE_DE_RENGLONES <= 100_000


@pytest.mark.parametrize(
    "ruta",
    [
        "/assets/../../dominio/configuracion.py", "/assets/%2e%2e/%2e%2e/pyproject.toml", "/assets/..%2f..%2fMakefile",
        "/assets/..\\..\\Makefile", "/descargas/../app.py", "/descargas/calidad/..%2f..%2farchivos.csv",
        "/descargas/captura/plantillas/2026-10/..%2fCSC.xlsx", "/descargas/captura/recibos/..%2f/anotado.xlsx",
        "/captura/recibos/%2e%2e%2fsecreto.json", "/assets//etc/passwd",
    ],
)  # fmt: skip
def test_g9_ninguna_ruta_sale_de_su_carpeta(cliente: flask.testing.FlaskClient, ruta: str) -> None:
    respuesta = cliente.get(ruta)
    cuerpo = respuesta.get_data()
    for interior in (b"MIRADOR_BD", b"[project]", b".PHONY", b"crear_app", b"root:"):
        assert interior not in cuerpo
    assert respuesta.status_code in (200, 301, 302, 308, 401, 404)


ANALISTA = (
    "select * from read_csv('/etc/passwd')", "select * from read_text('/etc/hostname')", "attach '/tmp/x.duckdb' as x",
    "copy (select 1) to '/tmp/x.csv'", "install httpfs", "load httpfs", "set enable_external_access = true",
    "select * from sniff_csv('/etc/passwd')", "select * from glob('/etc/*')", "export database '/tmp/x'",
    "select * from 'http://127.0.0.1:1/x.parquet'", "set threads = 64", "create table x as select 1",
    "select * from read_blob('/etc/shadow')", "pragma database_list; attach ':memory:'",
)  # fmt: skip


@pytest.mark.parametrize("sql", ANALISTA)
def test_g11_la_conexion_del_portal_no_sale_de_su_archivo(con_datos: None, sql: str) -> None:
    with pytest.raises(duckdb.Error):
        almacen.consultar(sql)


@pytest.mark.parametrize("ruta", ["/", "/salud", "/datos", "/no-existe", "/descargas/calidad/otra.csv"])
def test_g12_cabeceras_en_todo_lo_que_no_es_estatico(cliente: flask.testing.FlaskClient, ruta: str) -> None:
    cabeceras = cliente.get(ruta).headers
    assert cabeceras["X-Content-Type-Options"] == "nosniff"
    assert "frame-ancestors 'none'" in cabeceras["Content-Security-Policy"]
    assert cabeceras["Referrer-Policy"] == "same-origin"
    assert cabeceras["Cache-Control"] == "no-store"


@pytest.mark.parametrize(
    "cabeceras",
    [
        {"X-Forwarded-For": "1.2.3.4", "X-Forwarded-Host": "malo.example", "X-Forwarded-Proto": "https"},
        {"Forwarded": "host=malo.example"},
        {"X-Original-URL": "/admin"},
    ],
)
def test_g14_las_cabeceras_de_un_intermediario_no_se_creen(
    cliente: flask.testing.FlaskClient, cabeceras: dict[str, str]
) -> None:
    respuesta = cliente.get("/salud", headers=cabeceras)
    assert "malo.example" not in respuesta.get_data(as_text=True) + str(respuesta.headers)


def test_f1_un_anidado_enorme_y_una_salida_desconocida_son_400(cliente: flask.testing.FlaskClient) -> None:
    hondo = "[" * 100_000 + "]" * 100_000
    for cuerpo in (hondo, '{"output":"no.existe","outputs":{},"inputs":[]}'):
        respuesta = cliente.post("/_dash-update-component", data=cuerpo, content_type="application/json")
        assert (respuesta.status_code, "Traceback" in respuesta.get_data(as_text=True)) == (400, False)

"""Una cuenta con áreas: en ninguna página, descarga, explicación ni tabla ve un renglón de otra."""

from __future__ import annotations

import importlib
import io
import json
import re
from collections.abc import Iterator
from pathlib import Path

import flask
import pytest
from flask.testing import FlaskClient

from dominio.capturas import recibos
from dominio.configuracion import cargar
from portal import almacen
from portal.acceso import renglones
from portal.acceso.cuenta import Cuenta
from portal.paginas import INDICE
from portal.paginas.captura import consultas
from tests import cuentas
from tests.conftest import Instalacion
from tests.portal.acceso.test_matriz import _cuerpo

PROPIA, AJENA = "DGO", "CSC"
_META = re.compile(r"\b([A-Z]{2,6})-\d{2}\b")


@pytest.fixture(scope="module")
def areas(instalacion_demo: Instalacion) -> Iterator[dict[str, str]]:
    """Clave → nombre corto de cada área de la demostración, que es lo que sirve el portal."""
    almacen.configurar(instalacion_demo.cfg.publicado)
    yield dict(almacen.areas_del_programa())
    almacen.configurar(None)


@pytest.fixture
def enlace(
    servidor: flask.Flask, areas: dict[str, str], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> FlaskClient:
    """El enlace de captura de Obras."""
    monkeypatch.setenv("MIRADOR_ESTADO", str(tmp_path / "estado"))
    monkeypatch.setenv("MIRADOR_DATOS_CRUDOS", str(tmp_path / "crudos"))
    monkeypatch.setenv("MIRADOR_HOY", "2026-11-10")
    return cuentas.cliente_de(servidor, "captura_area", {PROPIA})


@pytest.fixture
def director(servidor: flask.Flask, enlace: FlaskClient) -> FlaskClient:
    return cuentas.cliente_de(servidor, "datos")


def _pantalla(cliente: FlaskClient, ruta: str, busca: str = "") -> str:
    respuesta = cliente.post("/_dash-update-component", json=_cuerpo(ruta, busca))
    assert respuesta.status_code == 200
    texto = json.dumps(respuesta.get_json(), ensure_ascii=False)
    assert "no se pudo mostrar" not in texto
    return texto


def _ajenas(texto: str, areas: dict[str, str]) -> set[str]:
    """Áreas ajenas de las que algo se dice: sus metas, o su nombre corto como valor."""
    sin_lo_pedido = texto.replace(f"{AJENA}-01", "")  # la página repite la clave que uno mismo escribió, exista o no
    de_metas = {clave for clave in _META.findall(sin_lo_pedido) if clave in areas}
    nombradas = {clave for clave, corta in areas.items() if f'"{corta}"' in texto or f",{corta}," in texto}
    return (de_metas | nombradas) - {PROPIA}


def _busquedas(ruta: str) -> list[str]:
    if (
        not ruta.startswith(("/tableros", "/ranking", "/metas", "/alertas", "/captura", "/reexpresiones"))
        and ruta != "/"
    ):
        return [""]
    return ["", f"?area={AJENA}&periodo=2026-09", f"?explica={AJENA}-01&meta={AJENA}-01"]


def _indicadores_ajenos(servidor: flask.Flask) -> set[str]:
    with servidor.test_request_context():
        filas = almacen.consultar("select distinct area_clave, indicador_nombre from mart_seguimiento__avance_mensual")
    propios = {f["indicador_nombre"] for f in filas if f["area_clave"] == PROPIA}
    return {f["indicador_nombre"] for f in filas} - propios


def test_en_ninguna_pagina_se_ve_otra_area(servidor, enlace, areas):
    indicadores = _indicadores_ajenos(servidor)
    assert len(indicadores) > 50
    for pagina in INDICE:
        for valor in (PROPIA, AJENA):
            ruta = pagina.ruta.replace("<area>", valor).replace("<clave>", f"{valor}-01").replace("<campana>", "X")
            for busca in _busquedas(ruta):
                texto = _pantalla(enlace, ruta, busca)
                assert _ajenas(texto, areas) == set(), (ruta, busca)
                assert {i for i in indicadores if i in texto} == set(), (ruta, busca)
            if "<" not in pagina.ruta:
                break


def test_la_misma_pagina_si_dice_de_otras_a_quien_ve_todo(director, areas):
    texto = _pantalla(director, "/ranking")
    assert len(_ajenas(texto, areas)) == len(areas) - 1


def test_la_meta_y_el_tablero_de_otra_area_se_contestan_como_si_no_existieran(enlace):
    def sin_dibujo(texto: str) -> str:
        return re.sub(r'"data-dibujo": "[0-9a-f]+"', "", texto)

    ajena, inexistente = _pantalla(enlace, f"/metas/{AJENA}-01"), _pantalla(enlace, "/metas/ZZZ-01")
    assert sin_dibujo(ajena).replace(f"{AJENA}-01", "X") == sin_dibujo(inexistente).replace("ZZZ-01", "X")
    ajeno, inexistente = _pantalla(enlace, f"/tableros/{AJENA}"), _pantalla(enlace, "/tableros/ZZZ")
    assert sin_dibujo(ajeno).replace(AJENA, "X") == sin_dibujo(inexistente).replace("ZZZ", "X")


def test_ninguna_descarga_lleva_otra_area(enlace, director, areas):
    hechas = 0
    for modulo in sorted({p.modulo for p in INDICE}):
        for nombre in getattr(importlib.import_module(f"portal.paginas.{modulo}.pagina"), "DESCARGAS", {}):
            for busca in ("", f"?area={AJENA}"):
                ruta = f"/descargas/{modulo}/{nombre}.csv{busca}"
                respuesta = enlace.get(ruta)
                assert respuesta.status_code in (200, 404), ruta
                assert _ajenas(respuesta.get_data(as_text=True), areas) == set(), ruta
                hechas += respuesta.status_code == 200
    assert hechas >= 8
    completa = director.get("/descargas/seguimiento.ranking/metas.csv").get_data(as_text=True)
    propia = enlace.get("/descargas/seguimiento.ranking/metas.csv").get_data(as_text=True)
    assert set(_META.findall(completa)) >= {PROPIA, AJENA}
    assert set(_META.findall(propia)) == {PROPIA}
    assert f"{PROPIA}-01" in propia


def test_lo_guardado_de_uno_no_se_le_sirve_a_otro(enlace, director, areas):
    for primero, segundo in ((enlace, director), (director, enlace)):
        for ruta in ("/", "/ranking", "/alertas"):
            _pantalla(primero, ruta, "?periodo=2026-08")
            texto = _pantalla(segundo, ruta, "?periodo=2026-08")
            assert bool(_ajenas(texto, areas)) is (segundo is director), ruta


def test_tabla_por_tabla_solo_sus_renglones(servidor, areas):
    """No depende de ninguna página: toda tabla publicada, con cualquier consulta."""
    propia = Cuenta(1, "x", "x", "captura_area", frozenset({PROPIA}))
    with servidor.test_request_context(environ_overrides={cuentas._LLAVE: propia}):
        tablas = almacen._vivo().de_la_peticion()[0].columnas
        vistas = {}
        for tabla, columnas in sorted(tablas.items()):
            filas = almacen.consultar(f'select * from "{tabla}" limit 3000')
            vistas[tabla] = len(filas)
            if "area_clave" in columnas:
                assert {f["area_clave"] for f in filas} <= {PROPIA}, tabla
            elif "meta_clave" in columnas:
                assert all(str(f["meta_clave"]).startswith(f"{PROPIA}-") for f in filas), tabla
            elif tabla == "mart_seguimiento__agregados":
                assert {(f["nivel"], f["clave"]) for f in filas} == {("area", PROPIA)}
            elif tabla in ("mart_calidad__archivos", "mart_calidad__rechazos"):
                assert all(re.match(rf"capturas/\d{{4}}-\d{{2}}/{PROPIA}([_.]|$)", f["archivo"]) for f in filas), tabla
            elif tabla not in renglones.COMUNES:
                assert filas == [], tabla
    assert vistas["mart_seguimiento__avance_mensual"] == 8 * 12
    assert vistas["mart_calidad__archivos"] >= 10
    assert vistas["dim_area"] == 1
    con_renglones = {t for t, n in vistas.items() if n}
    assert not {t for t in con_renglones if t.startswith(("mart_difusion", "mart_encuestas", "mart_contratos"))}


def test_sin_cuenta_ninguna_consulta_devuelve_renglones(servidor, areas):
    with servidor.test_request_context(environ_overrides={cuentas._LLAVE: cuentas.ANONIMA}):
        for tabla in ("mart_seguimiento__avance_mensual", "dim_area", "mart_contratos__contratos"):
            assert almacen.consultar(f"select * from {tabla}") == []
            assert not almacen.hay(tabla)


@pytest.mark.parametrize(
    "sql",
    [
        "select * from main.dim_area", 'select * from "main"."dim_area"', "select * from main . dim_area",
        "select * from read_csv('/etc/passwd')", "select * from query('select 1')", "select * from MAIN.dim_area",
        "select * from query_table('dim_area')", "select current_database()",
    ],
)  # fmt: skip
def test_una_consulta_que_se_salta_las_vistas_se_rechaza(servidor, areas, sql):
    propia = Cuenta(1, "x", "x", "analista", frozenset({PROPIA}))
    with (
        servidor.test_request_context(environ_overrides={cuentas._LLAVE: propia}),
        pytest.raises(renglones.ConsultaSinAlcance),
    ):
        almacen.consultar(sql)


def test_ninguna_consulta_del_portal_nombra_el_esquema():
    for ruta in Path("portal/paginas").rglob("*.py"):
        assert not re.search(r"(from|join)\s+\"?main\"?\s*\.", ruta.read_text(encoding="utf-8"), re.IGNORECASE), ruta


def test_el_alcance_no_admite_claves_con_comillas():
    with pytest.raises(ValueError, match="clave de área"):
        renglones.condicion("dim_area", {"area_clave"}, {"DGO' or '1'='1"})


def test_las_dos_vistas_de_un_mes_tambien_se_acotan():
    [(tabla, consulta)] = renglones.vistas(
        "select * from dim_meta",
        {"dim_meta": {"meta_clave", "area_clave"}},
        {"DGO"},
        {"dim_meta": "select 1 from {bd}.x"},
        (),
    )
    assert tabla == "dim_meta"
    assert consulta == "select * from (select 1 from {bd}.x) as renglones where area_clave in ('DGO')"


def test_lo_de_otra_area_por_numero_o_ruta_es_404_y_lo_propio_no(enlace, director, tmp_path):
    recibo = director.get(f"/descargas/captura/plantillas/2026-10/{AJENA}.xlsx")
    assert recibo.status_code == 200
    for ruta in (
        f"/descargas/captura/plantillas/2026-10/{AJENA}.xlsx", f"/captura/directa/2026-10/{AJENA}.json",
        "/descargas/captura/recibos/CAP-000001/anotado.xlsx", "/captura/recibos/CAP-000001.json",
        "/descargas/captura/plantillas/2026-10/:area.xlsx", "/captura/recibos/:folio.json",
    ):  # fmt: skip
        respuesta = enlace.get(ruta)
        assert (respuesta.status_code, respuesta.get_json()) == (404, {"error": "Eso no existe."}), ruta
    assert enlace.get(f"/descargas/captura/plantillas/2026-10/{PROPIA}.xlsx").status_code == 200


def test_entregar_lo_de_otra_area_se_rechaza_y_no_se_deposita(enlace, director, tmp_path):
    libro = director.get(f"/descargas/captura/plantillas/2026-10/{AJENA}.xlsx").data
    respuesta = enlace.post(
        "/captura/entregas", data={"archivo": (io.BytesIO(libro), "x.xlsx")}, headers=cuentas.ficha(enlace)
    )
    assert respuesta.status_code == 200, respuesta.get_json()
    assert respuesta.get_json()["motivo"] == "El archivo es de otra área."
    assert list((tmp_path / "crudos").rglob("*.xlsx")) == []
    assert recibos.recibidos_por_el_portal(_cfg()) == {}
    directa = {"mes": "2026-10", "area": AJENA, "valores": []}
    assert enlace.post("/captura/directa", json=directa, headers=cuentas.ficha(enlace)).status_code in (400, 404)


def test_un_mes_cerrado_solo_lo_entrega_quien_puede(enlace, director, tmp_path, monkeypatch):
    monkeypatch.setattr(consultas, "cierre", lambda periodo: {"numero": 1, "cerrado_en": None})
    libro = enlace.get(f"/descargas/captura/plantillas/2026-10/{PROPIA}.xlsx").data
    for cliente, estado in ((enlace, "rechazado"), (director, "repetido")):
        dicho = cliente.post(
            "/captura/entregas", data={"archivo": (io.BytesIO(libro), "x.xlsx")}, headers=cuentas.ficha(cliente)
        ).get_json()
        if estado == "rechazado":
            assert dicho["motivo"] == "Octubre 2026 ya se cerró y su cuenta no entrega meses cerrados."
            assert "equipo de datos" in dicho["remedio"]
            assert list((tmp_path / "crudos").rglob("*.xlsx")) == []
        else:
            assert "ya se cerró" not in (dicho["motivo"] or "")


def _cfg():
    return cargar()


def test_un_informe_ajeno_o_de_todas_no_se_pide_ni_se_baja(enlace, tmp_path):
    for area in (AJENA, "", "ZZZ"):
        pedido = {"tipo": "ejecutivo", "mes": "2026-10", "area": area}
        assert enlace.post("/informes/generar", json=pedido, headers=cuentas.ficha(enlace)).status_code == 404, area
    for clave in (f"ejecutivo_2026-10_{AJENA}_2026-11-25.1", "ejecutivo_2026-10_2026-11-25.1", ":clave"):
        assert enlace.get(f"/descargas/informes/archivo/{clave}/pdf").status_code == 404, clave
    acuerdo = {"accion": "acuerdo", "reunion": "2026-10", "texto": "x", "responsable": "x", "autor": "x"}
    negado = enlace.post("/informes/acuerdos", json=acuerdo | {"area_clave": PROPIA}, headers=cuentas.ficha(enlace))
    assert negado.status_code == 403
    assert enlace.get("/descargas/datos/mirador.duckdb").status_code == 404


def test_un_acto_sobre_una_alerta_ajena_es_404(enlace, director, tmp_path, monkeypatch):
    monkeypatch.setenv("MIRADOR_BD", f"sqlite:///{tmp_path / 'o.sqlite'}")
    with director.application.test_request_context():
        claves = almacen.consultar("select alerta_clave, area_clave from mart_seguimiento__alertas order by 1")
    ajena = next(c["alerta_clave"] for c in claves if c["area_clave"] != PROPIA)
    propia = next(c["alerta_clave"] for c in claves if c["area_clave"] == PROPIA)
    acto = {"accion": "atendida", "autor": "Titular de Obras"}
    ficha = cuentas.ficha(enlace)
    assert enlace.post("/operacion/alertas", json=acto | {"alerta_clave": ajena}, headers=ficha).status_code == 404
    assert enlace.post("/operacion/alertas", json=acto | {"alerta_clave": propia}, headers=ficha).status_code == 200


def test_el_menu_solo_muestra_lo_que_se_puede_abrir(enlace, director):
    def destinos(cliente: FlaskClient) -> set[str]:
        return set(re.findall(r'"href": "(/[a-z]*)[?"]', _pantalla(cliente, "/")))

    vedadas = {"/difusion", "/encuestas", "/contratos", "/datos", "/umbrales"}
    assert destinos(enlace) & vedadas == set()
    assert destinos(enlace) >= {"/", "/tableros", "/captura", "/guia"}
    assert destinos(director) >= vedadas - {"/umbrales"}
    for ruta in ("/guia", "/ranking", f"/metas/{PROPIA}-01"):
        assert not re.search(r'"href": "/(difusion|encuestas|contratos|datos|umbrales)', _pantalla(enlace, ruta)), ruta

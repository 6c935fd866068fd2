"""La página de informes: pedir, ver el avance, descargar lo mismo que se registró, comparar y acordar."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
import subprocess
import time
from datetime import date

import docx
import pytest

from dominio.configuracion import cargar
from dominio.informes import archivo, registro
from dominio.operacion import auditoria, base
from portal import almacen
from portal.alcance import Alcance
from portal.paginas.informes import consultas, pagina, rutas, trabajos
from tests.portal.test_app import dibujar

OCTUBRE, SEPTIEMBRE = date(2026, 10, 1), date(2026, 9, 1)
PEDIDO = {"tipo": "ejecutivo", "mes": "2026-10", "area": ""}
ACUERDO = {"accion": "acuerdo", "reunion": "2026-10", "area_clave": "", "texto": "Reprogramar el bacheo del centro",
           "responsable": "Dirección de Obras", "fecha_limite": "2026-11-30", "autor": "Jefatura de Oficina",
           "evento_clave": "0b0b0b0b-0000-4000-8000-000000000001"}  # fmt: skip


@pytest.fixture(scope="module")
def estado(instalacion_demo, tmp_path_factory):
    """Un estado propio con una hoja ejecutiva ya generada: se reutiliza en todo el módulo."""
    base = tmp_path_factory.mktemp("informes")
    cfg = dataclasses.replace(instalacion_demo.cfg, estado=base / "estado", url_bd=f"sqlite:///{base / 'bd.sqlite'}")
    archivo.generar(cfg, archivo.Pedido("ejecutivo", OCTUBRE))
    return cfg


@pytest.fixture
def cliente(servidor, estado, monkeypatch):
    monkeypatch.setenv("MIRADOR_ALMACEN", str(estado.almacen))
    monkeypatch.setenv("MIRADOR_ESTADO", str(estado.estado))
    monkeypatch.setenv("MIRADOR_BD", estado.url_bd)
    monkeypatch.setenv("MIRADOR_HOY", "2026-11-10")
    almacen.configurar(estado.publicado)
    yield servidor.test_client()
    almacen.configurar(None)


def _cabeceras(cliente, **cambios):
    ficha = cliente.get("/ficha").get_json()["ficha"]
    return {"Origin": "http://localhost", "X-Mirador-Ficha": ficha} | cambios


def _pantalla(servidor, busca=""):
    codigo, cuerpo = dibujar(servidor, "/informes", busca)
    assert codigo == 200
    return json.dumps(json.loads(cuerpo), ensure_ascii=False)


def _generar(cliente, **cambios):
    """Pide un informe y espera a que termine; devuelve el último avance."""
    respuesta = cliente.post("/informes/generar", json=PEDIDO | cambios, headers=_cabeceras(cliente))
    assert respuesta.status_code == 202
    avance, limite = {}, time.monotonic() + 60
    while avance.get("porcentaje") != 100 and time.monotonic() < limite:
        avance = cliente.get(respuesta.get_json()["consulta"]).get_json()
        time.sleep(0.1)
    return avance


def test_generar_dice_su_avance_y_termina_en_el_historial(cliente, servidor, monkeypatch):
    vistos = []
    anotar = registro.anotar_avance
    monkeypatch.setattr(registro, "anotar_avance", lambda *a, **k: (vistos.append(a[2:]), anotar(*a, **k)))
    avance = _generar(cliente, area="DGO")
    version = almacen.version().version
    assert avance == {"paso": "Listo", "porcentaje": 100, "clave": f"ejecutivo_2026-10_DGO_{version}"}
    assert vistos == [("En espera de turno", 1)]
    ficha = registro.historial(cargar())[0]
    assert (ficha["clave"], ficha["area"], ficha["version"]) == (avance["clave"], "DGO", version)
    pantalla = _pantalla(servidor, f"?tipo=ejecutivo&hecho={avance['clave']}")
    assert "Listo: Hoja ejecutiva, Octubre 2026, DGO." in pantalla
    assert f"/descargas/informes/archivo/{avance['clave']}/docx" in pantalla
    assert ficha["archivos"]["pdf"]["sha256"] in pantalla


def test_lo_que_se_descarga_es_lo_registrado_y_lo_alterado_no_se_da(cliente):
    ficha = next(f for f in registro.historial(cargar()) if f["area"] is None)
    for extension, datos in ficha["archivos"].items():
        respuesta = cliente.get(f"/descargas/informes/archivo/{ficha['clave']}/{extension}")
        assert hashlib.sha256(respuesta.data).hexdigest() == datos["sha256"]
        assert (len(respuesta.data), respuesta.mimetype) == (datos["bytes"], rutas.TIPOS_MIME[extension])
        assert respuesta.headers["Content-Disposition"] == f'attachment; filename="{ficha["clave"]}.{extension}"'
    ruta = cargar().informes / ficha["clave"] / f"{ficha['clave']}.docx"
    original = ruta.read_bytes()
    ruta.write_bytes(b"alterado")
    try:
        assert cliente.get(f"/descargas/informes/archivo/{ficha['clave']}/docx").status_code == 410
    finally:
        ruta.write_bytes(original)
    for clave, extension in (("nada", "pdf"), (ficha["clave"], "exe"), ("a.b", "pdf")):
        assert cliente.get(f"/descargas/informes/archivo/{clave}/{extension}").status_code == 404


@pytest.mark.parametrize(
    ("cambios", "codigo"),
    [
        ({"tipo": "otro"}, 400), ({"mes": "2031-01"}, 400), ({"mes": "--area"}, 400), ({"area": "XX"}, 404),
        ({"tipo": "difusion", "area": "DGO"}, 400), ({"tipo": 3}, 400),
    ],
)  # fmt: skip
def test_lo_que_no_existe_no_se_genera(cliente, cambios, codigo):
    antes = len(registro.historial(cargar()))
    assert cliente.post("/informes/generar", json=PEDIDO | cambios, headers=_cabeceras(cliente)).status_code == codigo
    assert len(registro.historial(cargar())) == antes


@pytest.mark.parametrize("ruta", ["/informes/generar", "/informes/acuerdos"])
def test_desde_otro_sitio_o_sin_ficha_se_niega(cliente, ruta):
    cuerpo = PEDIDO | ACUERDO
    for cabeceras in (_cabeceras(cliente, Origin="http://otro.example"), {"Origin": "http://localhost"}):
        assert cliente.post(ruta, json=cuerpo, headers=cabeceras).status_code == 403
    assert cliente.post(ruta, data="x", headers=_cabeceras(cliente)).status_code == 400


def test_sin_lugar_se_dice_cuando_volver(cliente, monkeypatch):
    def _lleno(*_):
        raise trabajos.SinLugar

    monkeypatch.setattr(trabajos, "lanzar", _lleno)
    respuesta = cliente.post("/informes/generar", json=PEDIDO, headers=_cabeceras(cliente))
    assert (respuesta.status_code, respuesta.headers["Retry-After"]) == (503, "5")


@pytest.mark.parametrize("muere", [True, False])
def test_si_el_subproceso_muere_o_se_cuelga_el_avance_lo_dice(estado, monkeypatch, muere):
    def _correr(orden, **_):
        if not muere:
            raise subprocess.TimeoutExpired(orden, 1)
        return subprocess.CompletedProcess(orden, -9, "", "sin memoria")

    monkeypatch.setattr(trabajos.subprocess, "run", _correr)
    trabajo = trabajos.lanzar(estado, "ejecutivo", "2026-10", None)
    limite = time.monotonic() + 5
    while "error" not in (registro.leer_avance(estado, trabajo) or {}) and time.monotonic() < limite:
        time.sleep(0.02)
    avance = registro.leer_avance(estado, trabajo)
    assert (avance["porcentaje"], avance["error"][:25]) == (100, "La generación se detuvo. ")
    assert registro.leer_avance(estado, "../../etc/passwd") is None


def test_cada_quien_ve_y_baja_solo_lo_de_su_alcance(cliente, servidor, monkeypatch):
    de_todas = next(f for f in registro.historial(cargar()) if f["area"] is None)
    for modulo in (rutas, pagina):
        monkeypatch.setattr(modulo, "quien_captura", lambda: Alcance("obras", frozenset({"DGO"})))
    assert cliente.get(f"/descargas/informes/archivo/{de_todas['clave']}/pdf").status_code == 404
    for area in ("", "CSC"):
        pedido = PEDIDO | {"area": area}
        assert cliente.post("/informes/generar", json=pedido, headers=_cabeceras(cliente)).status_code == 404
    pantalla = _pantalla(servidor)
    assert de_todas["clave"] not in pantalla
    assert '"data-area": "DGO"' in pantalla


def test_la_comparacion_de_dos_meses_es_la_del_mart(cliente, servidor, instalacion_demo):
    esperado = instalacion_demo.consultar(
        "select count(*), max(abs(a.cumplimiento - b.cumplimiento)) from mart_seguimiento__avance_mensual as a"
        " join mart_seguimiento__avance_mensual as b using (meta_clave)"
        " where a.periodo = '2026-10-01' and b.periodo = '2026-09-01' and a.clase <> b.clase"
    )
    with servidor.app_context():
        metas = consultas.metas_que_cambiaron(SEPTIEMBRE, OCTUBRE)
        areas = consultas.areas_en_dos_meses(SEPTIEMBRE, OCTUBRE)
    assert [(len(metas), abs(metas[0]["diferencia"]))] == [(n, round(d, 2)) for n, d in esperado]
    lugares = instalacion_demo.consultar(
        "select area_clave, cumplimiento_ranking, lugar, lugar_anterior from mart_seguimiento__ranking_areas"
        " where periodo = '2026-10-01'"
    )
    assert {(a["area_clave"], a["cumplimiento_ahora"], a["lugar_ahora"], a["lugar_antes"]) for a in areas} == set(
        lugares
    )
    libro = cliente.get("/descargas/informes/comparacion.csv?periodo=2026-10&contra=2026-09").data.decode("utf-8-sig")
    assert len(libro.splitlines()) == len(metas) + 1


def test_lo_que_no_se_entiende_en_la_direccion_se_ignora(cliente, servidor):
    pantalla = _pantalla(servidor, "?tipo=raro&periodo=nunca&area=XX&contra=ayer&hecho=nada")
    assert "El informe de octubre vence el viernes 13 nov y falta generarlo" in pantalla
    assert '"data-tipo": "evaluacion"' in pantalla


def test_un_acuerdo_se_toma_una_vez_se_ve_se_cierra_y_sale_en_el_acta(cliente, servidor):
    mal = cliente.post("/informes/acuerdos", json=ACUERDO | {"responsable": ""}, headers=_cabeceras(cliente))
    assert (mal.status_code, mal.get_json()["error"][:20]) == (422, "Un acuerdo dice qué ")
    pasado = ACUERDO | {"fecha_limite": "2026-11-09"}
    assert cliente.post("/informes/acuerdos", json=pasado, headers=_cabeceras(cliente)).status_code == 422
    dos = [cliente.post("/informes/acuerdos", json=ACUERDO, headers=_cabeceras(cliente)).get_json() for _ in range(2)]
    assert dos == [{"secuencia": 1}, {"secuencia": 1}]
    pantalla = _pantalla(servidor)
    assert "Responde Dirección de Obras, para el 30 nov 2026" in pantalla
    acta = _acta(cliente, "2026-10")
    de_noviembre = _acta(cliente, "2026-11")
    cierre = {"accion": "cumplido", "reunion": "2026-10", "acuerdo_clave": ACUERDO["evento_clave"],
              "autor": "Jefatura de Oficina", "evento_clave": "0b0b0b0b-0000-4000-8000-000000000002"}  # fmt: skip
    assert cliente.post("/informes/acuerdos", json=cierre, headers=_cabeceras(cliente)).status_code == 200
    otra = cierre | {"evento_clave": "0b0b0b0b-0000-4000-8000-000000000003"}
    assert cliente.post("/informes/acuerdos", json=otra, headers=_cabeceras(cliente)).status_code == 422
    despues = _acta(cliente, "2026-10")
    assert acta["clave"] != despues["clave"]
    assert [_de_la_tabla(acta, n) for n in (1, -1)] == [
        ["1", "Reprogramar el bacheo del centro", "Dirección de Obras", "2026-11-30"],
        ["8", "\u00a0\n\u00a0", "", ""],
    ]
    assert _de_la_tabla(de_noviembre, 1, -2)[-1] == "vigente"
    assert " cumplido" in _pantalla(servidor)
    # Lo que alguien escribe como su nombre no basta: queda también la cuenta, y el acto entra al rastro.
    rastro = [(a.quien, a.accion) for a in auditoria.leer(base.motor(cargar().url_bd))]
    assert [r for r in rastro if r[1].startswith("acuerdo:")] == [
        (f"{ACUERDO['autor']} (pruebas)", "acuerdo:acuerdo"), ("Jefatura de Oficina (pruebas)", "acuerdo:cumplido"),
    ]  # fmt: skip


def _acta(cliente, mes):
    return registro.ficha_de(cargar(), _generar(cliente, tipo="acta", mes=mes)["clave"])


def _de_la_tabla(ficha, renglon, tabla=-1):
    """Las celdas de un renglón de una tabla del acta, en Word."""
    contenido = (cargar().informes / ficha["archivos"]["docx"]["archivo"]).read_bytes()
    return [c.text for c in docx.Document(io.BytesIO(contenido)).tables[tabla].rows[renglon].cells]

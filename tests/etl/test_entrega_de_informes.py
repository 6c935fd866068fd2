"""El informe mensual sale el día comprometido, del mes que le toca."""

from __future__ import annotations

import dataclasses
import hashlib
import io
import json
from datetime import date
from pathlib import Path

import openpyxl
import pytest
from aiosmtpd.controller import Controller

from dominio.configuracion import Correo
from dominio.informes import registro
from dominio.informes.registro import historial
from etl.informes import registrados
from etl.informes.activos import informe_mensual, meses
from etl.informes.entrega import entregar, mes_que_vence
from tests.dominio.informes.test_correo import _Buzon, _puerto_libre


@pytest.mark.parametrize(
    ("hoy", "mes"),
    [(date(2026, 3, 13), "2026-02"), (date(2026, 11, 13), "2026-10"), (date(2026, 12, 13), "2026-11"),
     (date(2026, 12, 31), "2026-12"), (date(2026, 11, 10), None)],
)  # fmt: skip
def test_el_mes_que_vence(instalacion_demo, hoy, mes):
    assert mes_que_vence(dataclasses.replace(instalacion_demo.cfg, hoy=hoy)) == mes


def test_sin_version_no_vence_nada(instalacion):
    assert mes_que_vence(instalacion.cfg) is None


def test_entregar_registra_los_archivos_y_cada_quien_recibe_lo_suyo(instalacion_demo, tmp_path, monkeypatch):
    """Contra un servidor SMTP de verdad: la alcaldía recibe todo; un área, solo sus metas."""
    cfg = dataclasses.replace(instalacion_demo.cfg, estado=tmp_path)
    buzon = _Buzon()
    servidor = Controller(buzon, hostname="127.0.0.1", port=_puerto_libre())
    servidor.start()
    try:
        para = (("todo", "alcaldia@ejemplo.mx"), ("DGO", "obras@ejemplo.mx"))
        correo = Correo("127.0.0.1", servidor.port, "mirador@ejemplo.mx", para)
        monkeypatch.setattr("etl.informes.entrega.cargar_correo", lambda: correo)
        dichos = []
        rutas = entregar(cfg, "2026-10", dichos.append)
    finally:
        servidor.stop()
    assert [r.suffix for r in rutas] == [".pdf", ".docx", ".xlsx"]
    por_area = {f["area"]: f for f in historial(cfg)}
    assert (por_area[None]["entregables"], por_area["DGO"]["entregables"]) == (["SEG-INF-09"], [])
    assert dichos == ["Informe de 2026-10: 3 archivos.", "Enviado a 2 destinatarios."]
    recibidos = {para[0]: _adjuntos(mensaje) for para, mensaje in buzon.recibidos}
    huellas = {
        direccion: [hashlib.sha256(contenido).hexdigest() for contenido in adjuntos.values()]
        for direccion, adjuntos in recibidos.items()
    }
    for direccion, area in (("alcaldia@ejemplo.mx", None), ("obras@ejemplo.mx", "DGO")):
        assert huellas[direccion] == [por_area[area]["archivos"][e]["sha256"] for e in ("pdf", "docx", "xlsx")]
    [libro] = [c for n, c in recibidos["obras@ejemplo.mx"].items() if n.endswith(".xlsx")]
    hoja = openpyxl.load_workbook(io.BytesIO(libro), data_only=True)["Cuadro de metas"]
    claves = {str(f[0]) for f in hoja.iter_rows(min_row=5, values_only=True) if f[0] and "-" in str(f[0])}
    assert {clave.split("-")[0] for clave in claves} == {"DGO"}


def _adjuntos(mensaje):
    return {p.get_filename(): p.get_payload(decode=True) for p in mensaje.walk() if p.get_filename()}


def test_el_trabajo_de_dagster_entrega_el_mes_de_su_particion(monkeypatch):
    pedidos = []
    monkeypatch.setattr(
        "etl.informes.activos.entregar", lambda _cfg, periodo, _avisar: pedidos.append(periodo) or [Path("informe.pdf")]
    )
    hecho = informe_mensual.execute_in_process(partition_key="2026-10-01")
    assert (hecho.success, pedidos) == (True, ["2026-10"])
    assert hecho.output_for_node("evaluacion_del_mes") == ["informe.pdf"]
    assert "2026-10-01" in meses.get_partition_keys()


def test_lo_generado_es_una_fuente_del_flujo_y_su_huella_cambia_una_sola_vez(instalacion):
    cfg = instalacion.cfg
    assert (registrados.renglones(cfg), registrados.huella(cfg)) == ([], "")
    archivos = {e: {"archivo": f"x.{e}", "sha256": e * 10, "bytes": 5} for e in registro.FORMATOS}
    ficha = {"clave": "evaluacion_2026-10_v", "tipo": "evaluacion", "titulo": "Informe", "periodo": "2026-10-01",
             "area": None, "version": "v", "entregables": ["SEG-INF-09"], "archivos": archivos,
             "generado_en": "2026-11-11T03:00:00+00:00"}  # fmt: skip
    cfg.informes.mkdir(parents=True)
    (cfg.informes / "evaluacion_2026-10_v.json").write_text(json.dumps(ficha), encoding="utf-8")
    (unico,) = registrados.renglones(cfg)
    assert (unico["entregable_clave"], unico["fecha_generado"], unico["tamano_bytes"], unico["orden"]) == (
        "SEG-INF-09", date(2026, 11, 10), 15, 1,
    )  # fmt: skip
    huella = registrados.huella(cfg)
    (cfg.informes / "acta.json").write_text(json.dumps(ficha | {"clave": "acta", "entregables": []}), encoding="utf-8")
    (cfg.informes / "rota.json").write_text("{", encoding="utf-8")
    assert len(huella) == 64
    assert registrados.huella(cfg) != ""
    assert [r["informe_clave"] for r in registrados.renglones(cfg)] == ["evaluacion_2026-10_v"]

"""El informe mensual sale el día comprometido, del mes que le toca."""

from __future__ import annotations

import dataclasses
import json
from datetime import date

import pytest

from dominio.informes import registro
from dominio.informes.registro import historial
from etl.informes import registrados
from etl.informes.activos import informe_mensual, meses
from etl.informes.entrega import entregar, mes_que_vence


@pytest.mark.parametrize(
    ("hoy", "mes"),
    [(date(2026, 3, 13), "2026-02"), (date(2026, 11, 13), "2026-10"), (date(2026, 12, 13), "2026-11"),
     (date(2026, 12, 31), "2026-12"), (date(2026, 11, 10), None)],
)  # fmt: skip
def test_el_mes_que_vence(instalacion_demo, hoy, mes):
    assert mes_que_vence(dataclasses.replace(instalacion_demo.cfg, hoy=hoy)) == mes


def test_sin_version_no_vence_nada(instalacion):
    assert mes_que_vence(instalacion.cfg) is None


def test_entregar_deja_los_tres_archivos_registrados(instalacion_demo, tmp_path):
    cfg = dataclasses.replace(instalacion_demo.cfg, estado=tmp_path)
    rutas = entregar(cfg, "2026-10", str)
    assert [r.suffix for r in rutas] == [".pdf", ".docx", ".xlsx"]
    assert historial(cfg)[0]["entregables"] == ["SEG-INF-09"]
    assert "2026-10-01" in meses.get_partition_keys()
    assert informe_mensual.partitions_def == meses


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

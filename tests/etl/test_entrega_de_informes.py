"""El informe mensual sale el día comprometido, del mes que le toca."""

from __future__ import annotations

import dataclasses
from datetime import date

import pytest

from dominio.informes.registro import historial
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

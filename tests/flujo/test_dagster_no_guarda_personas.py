"""Dagster con su almacenamiento en disco: lo que escribe de una base con identificadores no los lleva."""

from __future__ import annotations

import shutil
from pathlib import Path

import dagster as dg
import pytest

from dominio.configuracion import RAIZ
from etl.definitions import definiciones
from tests.conftest import Instalacion
from tests.flujo.test_privacidad_de_encuestas import _hallados

pytestmark = pytest.mark.flujo


def test_ni_eventos_ni_bitacoras_de_dagster_traen_identificadores(
    instalacion: Instalacion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    origen = RAIZ / "datos_crudos" / "encuestas" / "telefonica-1"
    shutil.copytree(origen, instalacion.cfg.datos_crudos / "encuestas" / "telefonica-1")
    assert _hallados((origen / "base.csv").read_bytes())
    for variable, valor in instalacion.entorno.items():
        if variable.startswith("MIRADOR_"):
            monkeypatch.setenv(variable, valor)
    carpeta = tmp_path / "dagster"
    carpeta.mkdir()
    with dg.DagsterInstance.local_temp(str(carpeta)) as instancia:
        trabajo = definiciones.resolve_job_def("flujo")
        pasos = [dg.AssetKey("recepcion"), dg.AssetKey(["crudo", "encuestas"])]
        resultado = trabajo.execute_in_process(instance=instancia, raise_on_error=False, asset_selection=pasos)
        vistos = {e.asset_key.to_user_string() for e in resultado.get_asset_materialization_events()}
    assert "crudo/encuestas" in vistos
    escritos = [p for p in carpeta.rglob("*") if p.is_file()]
    assert escritos
    for ruta in [*escritos, *(p for p in instalacion.cfg.almacen.rglob("*") if p.is_file())]:
        assert not _hallados(ruta.read_bytes()), ruta.name

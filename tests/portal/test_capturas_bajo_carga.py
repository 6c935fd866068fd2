"""Archivos hostiles entran al portal de verdad mientras otros navegan: nadie muere, nadie crece, nadie deja de ver."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

import pytest

from rendimiento import capturas, hostiles
from tests.conftest import Instalacion
from tests.cuentas import GALLETA
from tests.navegador import portal_vivo

pytestmark = pytest.mark.flujo
DIRECCIONES = ["/", "/guia", "/captura?area=CSC&periodo=2026-10", "/datos?seccion=archivos", "/ranking"]


def test_los_hostiles_no_tumban_ni_hacen_crecer_a_nadie(
    instalacion_demo: Instalacion, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    archivos = hostiles.fabricar(tmp_path / "hostiles", 8, pesados=False)
    propias = {"MIRADOR_ESTADO": str(tmp_path / "estado"), "MIRADOR_DATOS_CRUDOS": str(tmp_path / "crudos"),
               "MIRADOR_BD": f"sqlite:///{tmp_path / 'operativa.sqlite'}", "MIRADOR_HOY": "2026-11-10"}  # fmt: skip
    with portal_vivo.portal(instalacion_demo.cfg.almacen, tmp_path / "portal.log", **propias) as base:
        puerto = urlsplit(base).port
        assert puerto is not None
        medida = capturas.medir(puerto, GALLETA, DIRECCIONES, archivos, usuarios=4, personas=3)
    assert medida.contestados == {"rechazado": 8}
    assert medida.trabajadores_vivos
    assert medida.crecimiento_mib < capturas.MAXIMO_CRECIMIENTO_MIB
    assert medida.navegacion.errores == 0
    assert not list((tmp_path / "crudos").rglob("*.xlsx"))
    assert not (tmp_path.parent / "fuera.txt").exists()

"""Cada caso resuelto, de sus archivos a la versión publicada, renglón por renglón."""

from __future__ import annotations

import csv
import dataclasses
import os
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from dominio.configuracion import RAIZ
from tests.conftest import Instalacion
from tests.transformaciones.comparacion import avance_publicado, diferencias

CASOS = Path(os.environ.get("MIRADOR_CASOS") or RAIZ.parent / "shared" / "casos")
_CARPETAS = sorted(c for c in CASOS.glob("*") if (c / "esperado.csv").is_file()) if CASOS.is_dir() else []
_TEXTO = {"meta_clave", "estado_captura", "clase"}
_FECHA = {"periodo", "regla_version"}


def _valor(columna: str, texto: str) -> Any:
    if texto == "":
        return None
    if columna in _TEXTO:
        return texto
    if columna in _FECHA:
        return date.fromisoformat(texto)
    return texto == "True" if columna.startswith("es_") else float(texto)


def _esperado(caso: Path) -> dict[tuple[str, date], dict[str, Any]]:
    with (caso / "esperado.csv").open(encoding="utf-8", newline="") as archivo:
        renglones = [{k: _valor(k, v) for k, v in renglon.items()} for renglon in csv.DictReader(archivo)]
    return {(r["meta_clave"], r["periodo"]): r for r in renglones}


@pytest.mark.flujo
@pytest.mark.skipif(not _CARPETAS, reason="no está la carpeta de casos resueltos")
@pytest.mark.parametrize("caso", _CARPETAS, ids=lambda c: c.name)
def test_caso_resuelto(caso: Path, instalacion: Instalacion) -> None:
    hoy = date.fromisoformat((caso / "hoy").read_text(encoding="utf-8").strip())
    cfg = dataclasses.replace(instalacion.cfg, datos_crudos=caso / "datos_crudos", hoy=hoy)
    resultado = dataclasses.replace(instalacion, cfg=cfg).correr()
    assert resultado.publico
    esperado = _esperado(caso)
    assert len(esperado) > 0
    assert diferencias(esperado, avance_publicado(cfg.enlace_analistas.resolve())) == []

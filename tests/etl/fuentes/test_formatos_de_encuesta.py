"""SPSS comprimido, portátil y en otra página de códigos: mismos códigos, etiquetas y perdidos de usuario."""

from __future__ import annotations

from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from dominio.encuestas.ficha import Archivo
from etl.fuentes.encuestas.bases import leer_base

DATOS = pd.DataFrame({"P1": [1.0, 2.0, 8.0, 9.0], "PONDERA": [0.5, 1.5, 1.0, 1.0]})
ETIQUETAS = {"P1": {1.0: "Sí", 2.0: "No", 8.0: "No sabe", 9.0: "No contestó"}}


@pytest.mark.parametrize("sufijo", [".sav", ".zsav"])
def test_sav_y_zsav_conservan_perdidos_de_usuario(tmp_path: Path, sufijo: str) -> None:
    ruta = tmp_path / f"base{sufijo}"
    pyreadstat.write_sav(
        DATOS, str(ruta), variable_value_labels=ETIQUETAS, missing_ranges={"P1": [8, 9]}, compress=sufijo == ".zsav",
        column_labels={"P1": "¿Está de acuerdo?"},
    )  # fmt: skip
    base = leer_base(ruta, sufijo, Archivo())
    assert base.columnas["P1"] == ["1", "2", "8", "9"]
    assert base.etiquetas["P1"]["9"] == "No contestó"
    assert base.rotulos["P1"] == "¿Está de acuerdo?"


def test_por_se_lee_con_sus_codigos(tmp_path: Path) -> None:
    ruta = tmp_path / "base.por"
    pyreadstat.write_por(DATOS, str(ruta))
    base = leer_base(ruta, ".por", Archivo())
    assert base.columnas["P1"] == ["1", "2", "8", "9"]
    assert base.columnas["PONDERA"] == ["0.5", "1.5", "1", "1"]


def test_csv_en_windows_1252(tmp_path: Path) -> None:
    ruta = tmp_path / "base.csv"
    ruta.write_bytes("P1;colonia\n1;Anáhuac\n".encode("windows-1252"))
    base = leer_base(ruta, ".csv", Archivo(codificacion="windows-1252", delimitador=";"))
    assert base.columnas == {"P1": ["1"], "colonia": ["Anáhuac"]}

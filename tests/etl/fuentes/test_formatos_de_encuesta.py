"""SPSS comprimido, portátil y en otra página de códigos: mismos códigos, etiquetas y perdidos de usuario."""

from __future__ import annotations

import struct
from pathlib import Path

import pandas as pd
import pyreadstat
import pytest

from dominio.encuestas.ficha import Archivo, Pregunta
from etl.fuentes.encuestas.bases import Conjunto, leer_base
from etl.fuentes.encuestas.borrador import proponer

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


def _con_conjuntos(ruta: Path, declaracion: str) -> None:
    """Inserta el registro 7/7 (MRSETS) antes de donde termina el diccionario, como lo escribe SPSS."""
    contenido = ruta.read_bytes()
    fin = contenido.index(struct.pack("<ii", 999, 0))
    texto = declaracion.encode()
    ruta.write_bytes(contenido[:fin] + struct.pack("<iiii", 7, 7, 1, len(texto)) + texto + contenido[fin:])


@pytest.fixture
def con_mrsets(tmp_path: Path) -> Path:
    ruta = tmp_path / "base.sav"
    problemas = {1.0: "Baches", 2.0: "Agua", 9.0: "No sabe"}
    datos = pd.DataFrame(
        {"p1a": [1.0, 2.0], "p1b": [2.0, None], "p2_1": [1.0, 0.0], "p2_2": [0.0, 1.0], "q5_1": [1.0, 0.0],
         "q5_2": [0.0, 0.0], "pond": [1.0, 1.0]}
    )  # fmt: skip
    si_no = {0.0: "No mencionó", 1.0: "Mencionó"}
    pyreadstat.write_sav(
        datos, str(ruta), variable_value_labels={"p1a": problemas, "p1b": problemas} | dict.fromkeys(
            ("p2_1", "p2_2", "q5_1", "q5_2"), si_no),
        column_labels={"p2_1": "Radio", "p2_2": "Televisión", "q5_1": "Parque", "q5_2": "Mercado"},
    )  # fmt: skip
    _con_conjuntos(ruta, "$problemas=C 10 Problemas  p1a p1b\n$medios=D1 1 6 Medios p2_1 p2_2\n")
    return ruta


def test_los_conjuntos_de_respuesta_multiple_del_sav_se_leen(con_mrsets: Path) -> None:
    base = leer_base(con_mrsets, ".sav", Archivo())
    assert base.conjuntos == [
        Conjunto("problemas", "Problemas", ("p1a", "p1b"), None),
        Conjunto("medios", "Medios", ("p2_1", "p2_2"), "1"),
    ]


def test_el_borrador_propone_multiples_declaradas_y_las_que_se_ven(con_mrsets: Path) -> None:
    preguntas = proponer(leer_base(con_mrsets, ".sav", Archivo()), "x")["preguntas"]
    assert preguntas["problemas"]["columnas"] == ["p1a", "p1b"]
    assert preguntas["problemas"]["opciones"] == {
        "1": {"etiqueta": "Baches"}, "2": {"etiqueta": "Agua"}, "9": {"etiqueta": "No sabe", "ns_nc": True},
    }  # fmt: skip
    assert preguntas["medios"]["marcada"] == "1"
    assert preguntas["medios"]["opciones"] == {"p2_1": {"etiqueta": "Radio"}, "p2_2": {"etiqueta": "Televisión"}}
    assert preguntas["q5"]["columnas"] == ["q5_1", "q5_2"]
    assert list(preguntas) == ["problemas", "medios", "q5"]
    for pregunta in preguntas.values():
        assert Pregunta.model_validate(pregunta).tipo == "multiple"

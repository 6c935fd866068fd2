"""Cada caso degenerado de una encuesta termina en su mensaje, palabra por palabra y en español."""

from __future__ import annotations

import csv
from pathlib import Path
from typing import Any

import polars as pl
import pytest
import yaml

from dominio.configuracion import RAIZ
from dominio.encuestas.estimacion import Muestra, MuestraInvalida
from etl.fuentes.encuestas.lectura import leer
from etl.lectura.esquema import cargar_fuente
from etl.lectura.resultado import ArchivoRechazado, Lectura
from portal.paginas.encuestas import graficas, redaccion
from tests.etl.fuentes.test_encuestas import COLUMNAS, _estudio, _fila

FUENTE = cargar_fuente(RAIZ / "etl" / "fuentes" / "encuestas" / "fuente.yml")


def _leer(carpeta: Path, filas: list[dict[str, Any]], **cambios: Any) -> Lectura:
    ruta = carpeta / "base.csv"
    with ruta.open("w", encoding="utf-8", newline="") as archivo:
        escritor = csv.DictWriter(archivo, COLUMNAS, extrasaction="ignore")
        escritor.writeheader()
        escritor.writerows(filas)
    (carpeta / "estudio.yml").write_text(yaml.safe_dump(_estudio(**cambios), allow_unicode=True), encoding="utf-8")
    return leer(ruta, "prueba-1/base.csv", FUENTE, carpeta / "estudio.yml")


def _datos(**columnas: pl.Expr) -> pl.DataFrame:
    n = 240
    return pl.DataFrame(
        {
            "peso": [1.0 + (i % 5) * 0.25 for i in range(n)],
            "estrato": [f"E{i * 4 // n}" for i in range(n)],
            "upm": [f"U{i // 6}" for i in range(n)],
            "voto": ["si" if i % 3 else "no" for i in range(n)],
        }
    ).with_columns(**columnas)


def _renglon(**cambios: Any) -> dict[str, Any]:
    return {
        "medida": "proporcion", "estimacion": 0.0, "margen": 0.01, "ic_inferior": 0.0, "ic_superior": 0.02,
        "num_base": 240, "n_efectiva": 215.0, "precision": "confiable", "es_suprimido": False,
        "motivo_supresion": None,
    } | cambios  # fmt: skip


@pytest.mark.parametrize(("nivel", "quien"), [("si", "Toda la base"), ("no", "Nadie")])
def test_cero_y_uno(nivel: str, quien: str) -> None:
    resultados = Muestra(_datos(voto=pl.lit("si"))).proporciones("voto", ["si", "no"])
    hallado = next(r for r in resultados if r.opcion == nivel)
    assert hallado.estimacion in (0, 1) and hallado.dictamen.precision == "confiable"
    dicho = graficas.descripcion(
        _renglon(estimacion=hallado.estimacion, ic_inferior=hallado.ic_inferior, ic_superior=hallado.ic_superior), "x"
    )
    assert f"{quien} contestó así: el intervalo es de un solo lado." in dicho


def test_dominio_vacio() -> None:
    nadie = Muestra(_datos()).filtrar({"voto": "otro"})
    assert nadie.proporciones("voto", ["si"]) == []
    assert redaccion.dominio({"sexo": "Mujer"}) == "Solo sexo: Mujer."


def test_una_sola_upm() -> None:
    resultado = Muestra(_datos(upm=pl.lit("U"), estrato=pl.lit("E"))).proporciones("voto", ["si"])[0]
    assert resultado.dictamen.motivo == "menos de 8 grados de libertad: muy pocos puntos de muestreo"


def test_peso_negativo_cero_y_faltante(tmp_path: Path) -> None:
    lectura = _leer(
        tmp_path, [_fila(i) for i in range(9)] + [_fila(10, peso=-1), _fila(11, peso=0), _fila(12, peso="")]
    )
    dichos = [r.motivo for r in lectura.rechazos if r.regla == "peso_invalido"]
    assert dichos == ["El peso es cero o negativo."] * 2 + ["El peso falta o no es un número."]
    with pytest.raises(MuestraInvalida, match=r"^Hay entrevistas con peso faltante, cero o negativo\.$"):
        Muestra(_datos(peso=pl.lit(-1.0)))


def test_columna_de_upm_que_no_esta(tmp_path: Path) -> None:
    with pytest.raises(ArchivoRechazado) as captura:
        _leer(tmp_path, [_fila(1)], diseno={"peso": "peso", "upm": "manzana", "estrato": "est"})
    assert captura.value.motivo == "La base no trae 1 de las columnas que declara estudio.yml: manzana."
    with pytest.raises(MuestraInvalida, match=r"^La muestra no trae la columna upm, que pide su diseño\.$"):
        Muestra(_datos().drop("upm"))
    sin_declarar = _leer(tmp_path, [_fila(i) for i in range(5)], diseno={"peso": "peso"})
    assert [r.motivo for r in sin_declarar.rechazos if r.regla == "sin_diseno"] == [
        "La base no trae UPM ni estrato: el margen es solo por pesos, y queda corto."
    ]


def test_muestra_por_cuotas(tmp_path: Path) -> None:
    lectura = _leer(tmp_path, [_fila(i) for i in range(5)], probabilistica=False)
    assert [r.motivo for r in lectura.rechazos if r.regla == "muestra_no_probabilistica"] == [
        "Muestra no probabilística: no se publica margen de error."
    ]
    assert redaccion.diseno({"es_probabilistica": False}) == "No probabilístico: sin margen de error"


@pytest.mark.parametrize(
    ("contenido", "dice"),
    [
        ('a,b\n1,"sin cerrar\n2,3\n', "El CSV está mal formado: hay comillas sin cerrar."),
        ("a,b\n1,2,3\n4,5,6\n", "2 renglones no traen los 2 campos del encabezado: el delimitador de estudio.yml no es "
                               "el del archivo, o hay comas sin comillas."),
        ("a,a\n1,2\n", "El CSV trae encabezados vacíos o repetidos: a."),
        ("a,b\n", "La base no trae entrevistas."),
    ],
)  # fmt: skip
def test_csv_mal_formado(tmp_path: Path, contenido: str, dice: str) -> None:
    _leer(tmp_path, [_fila(1)])
    (tmp_path / "base.csv").write_text(contenido, encoding="utf-8")
    with pytest.raises(ArchivoRechazado) as captura:
        leer(tmp_path / "base.csv", "prueba-1/base.csv", FUENTE, tmp_path / "estudio.yml")
    assert captura.value.motivo == dice


def test_sav_truncado(tmp_path: Path) -> None:
    _leer(tmp_path, [_fila(1)])
    original = (RAIZ / "datos_crudos" / "encuestas" / "vivienda-1" / "base.sav").read_bytes()
    for cuanto in (60, 1500, len(original) // 2):
        (tmp_path / "base.sav").write_bytes(original[:cuanto])
        with pytest.raises(ArchivoRechazado) as captura:
            leer(tmp_path / "base.sav", "prueba-1/base.sav", FUENTE, tmp_path / "estudio.yml")
        assert captura.value.motivo == "El archivo de SPSS está dañado o incompleto y no se puede abrir."


def test_etiquetas_que_cambian_entre_oleadas(tmp_path: Path) -> None:
    """Cambiar una etiqueta cambia la huella de la pregunta: las oleadas no se unen y se dice por qué."""
    antes = _leer(tmp_path, [_fila(i) for i in range(5)])
    preguntas = _estudio()["preguntas"]
    preguntas["p1"]["opciones"]["1"]["etiqueta"] = "Totalmente"
    despues = _leer(tmp_path, [_fila(i) for i in range(5)], preguntas=preguntas)
    huellas = [
        next(p["huella_redaccion"] for p in lectura.renglones["preguntas"] if p["pregunta"] == "p1")
        for lectura in (antes, despues)
    ]
    assert huellas[0] != huellas[1]
    oleadas = [
        {"modo": "vivienda", "serie": "s", "oleada": n, "serie_clave": huella, "estudio_corto": f"Ronda {n}"}
        for n, huella in enumerate(huellas, start=1)
    ]
    assert redaccion.cambios_de_redaccion(oleadas) == [
        "La redacción o las opciones cambiaron entre «Ronda 1» y «Ronda 2»: no se comparan ni se unen."
    ]
    assert redaccion.cambios_de_redaccion([oleadas[0], {**oleadas[1], "serie_clave": huellas[0]}]) == []
    assert redaccion.cambios_de_redaccion([oleadas[0], {**oleadas[1], "modo": "telefono"}]) == []

"""Las suites como datos: se pueden revisar sin pagar el arranque de Great Expectations."""

from __future__ import annotations

import csv
import subprocess
import sys

import pytest

from dominio.configuracion import RAIZ
from etl.calidad.expectativas import Suite, advierte, entre, sin_repetir
from etl.calidad.suites_crudo import SUITES as CRUDO
from etl.calidad.suites_marts import SUITES as MARTS
from etl.calidad.tablas import contrato, tiene_contrato
from etl.lectura.esquema import cargar_fuente
from etl.recepcion import fuentes

TODAS = [*CRUDO, *MARTS]


def _columnas(suite: Suite) -> set[str]:
    if suite.columnas:
        return set(suite.columnas)
    if suite.frontera == "marts":
        return set(contrato(suite.objeto))
    return set(cargar_fuente(RAIZ / "etl" / "fuentes" / suite.objeto / "fuente.yml").esquema_crudo().names)


@pytest.mark.parametrize("suite", TODAS, ids=lambda s: s.clave)
def test_toda_suite_empieza_por_renglones_y_columnas_exactas(suite):
    primeras = suite.completa(("a", "b"))[:2]
    assert [e.clase for e in primeras] == ["ExpectTableRowCountToBeBetween", "ExpectTableColumnsToMatchSet"]
    assert primeras[0].argumentos == {"min_value": 1}
    assert primeras[1].argumentos == {"column_set": ["a", "b"], "exact_match": True}
    assert all(e.bloquea for e in primeras)


@pytest.mark.parametrize("suite", TODAS, ids=lambda s: s.clave)
def test_las_reglas_nombran_columnas_que_existen(suite):
    columnas = _columnas(suite)
    for regla in suite.reglas:
        a = regla.argumentos
        usadas = {*a.get("column_list", ()), *(a[c] for c in ("column", "column_A", "column_B") if c in a)}
        assert usadas <= columnas, regla.descripcion
    assert set(suite.llaves) <= columnas


def test_las_claves_no_se_repiten():
    claves = [s.clave for s in TODAS]
    assert len(claves) == len(set(claves))


def test_cada_mart_revisado_existe_en_el_proyecto_de_dbt():
    assert [s.objeto for s in MARTS if not tiene_contrato(s.objeto)] == []


def test_cada_fuente_tiene_al_menos_una_suite_en_la_frontera_del_crudo():
    assert set(fuentes()) <= {s.objeto for s in CRUDO}


def test_cada_asunto_tiene_reglas_antes_de_publicar():
    assert {s.asunto for s in MARTS} == {"seguimiento", "difusion", "encuestas", "contratos", "calidad"}


def test_advertir_conserva_la_regla_y_solo_deja_de_bloquear():
    regla = entre("gasto", 0, None, "El gasto no es negativo")
    assert (regla.bloquea, advierte(regla).bloquea) == (True, False)
    assert advierte(regla).argumentos == {"column": "gasto", "min_value": 0}


def test_una_sola_columna_sin_repetir_usa_la_regla_de_una_columna():
    assert sin_repetir(("a",), "x").argumentos == {"column": "a"}
    assert sin_repetir(("a", "b"), "x").argumentos == {"column_list": ["a", "b"]}


def test_la_semilla_de_fuentes_dice_lo_mismo_que_cada_fuente_yml():
    with (RAIZ / "transformaciones_dbt" / "seeds" / "fuentes.csv").open(encoding="utf-8") as archivo:
        semilla = {f["fuente"]: (f["nombre"], f["entrega"]) for f in csv.DictReader(archivo)}
    assert semilla == {clave: (f.nombre, f.entrega) for clave, f in fuentes().items()}


@pytest.mark.parametrize("modulo", ["etl.calidad", "etl.flujo", "etl.definitions"])
def test_cargar_no_importa_lo_que_tarda(modulo):
    """Great Expectations y dbt viven solo en sus subprocesos."""
    codigo = f"import sys, {modulo}; print(sorted({{'great_expectations', 'dbt', 'pandas', 'svy'}} & set(sys.modules)))"
    hecho = subprocess.run([sys.executable, "-c", codigo], cwd=RAIZ, capture_output=True, text=True, check=True)
    assert hecho.stdout.strip() == "[]"

"""El alcance se suma en un solo lugar: la cota superior del intervalo (REGLAS §8)."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from dominio.configuracion import RAIZ

DBT = RAIZ / "transformaciones_dbt"
MACRO = DBT / "macros" / "difusion.sql"
MODELOS_DEL_INTERVALO = {
    DBT / "models" / "intermediate" / "difusion" / f"int_difusion__alcance_{paso}.sql"
    for paso in ("coberturas", "mes", "acumulado")
} | {
    DBT / "models" / "marts" / "difusion" / f"{modelo}.sql"
    for modelo in ("fct_alcance_seleccion", "mart_difusion__alcance_dias", "mart_difusion__alcance_ventanas",
                   "mart_difusion__penetracion")
}  # fmt: skip
"""Los pasos del mismo intervalo; ninguno publica la suma como resultado."""
CATALOGO = DBT / "seeds" / "metricas_difusion.csv"
PERSONAS = r"(?:alcance\w*|reach\w*|parte_mayor|suma_de_(?:partes|campanas)|usuarios_unicos|unique_users|frecuencia\w*)"
"""Columnas que cuentan personas (o son razones de personas) y por eso no se suman ni se promedian."""
AGREGADO = re.compile(rf"\b(?:sum|avg|mean|total)\s*\(\s*(?:distinct\s+)?(?:\w+\.)?{PERSONAS}\b", re.IGNORECASE)
COMENTARIO = re.compile(r"--[^\n]*|\{#.*?#\}|/\*.*?\*/", re.DOTALL)


def _sin_comentarios(ruta: Path) -> str:
    return COMENTARIO.sub("", ruta.read_text(encoding="utf-8"))


def _sql_del_proyecto() -> list[Path]:
    return [p for carpeta in ("models", "macros", "tests", "seeds") for p in (DBT / carpeta).rglob("*.sql")]


def _python_del_proyecto() -> list[Path]:
    return [p for carpeta in ("dominio", "etl", "portal", "demostracion") for p in (RAIZ / carpeta).rglob("*.py")]


def test_la_prueba_reconoce_una_suma_de_alcance() -> None:
    for columna in ("alcance", " observado.alcance_maximo ", "distinct reach"):
        assert AGREGADO.search(f"SUM({columna})"), columna
    assert AGREGADO.search("avg(frecuencia)")
    assert not AGREGADO.search("max(alcance), sum(num_impresiones_con_alcance)")


def test_nadie_suma_alcance_por_su_cuenta() -> None:
    culpables = [str(p.relative_to(RAIZ)) for p in (*_sql_del_proyecto(), *_python_del_proyecto())
                 if AGREGADO.search(_sin_comentarios(p))]  # fmt: skip
    assert culpables == []


def test_la_cota_superior_solo_se_usa_en_el_intervalo() -> None:
    usan = [p for p in _sql_del_proyecto() if "cota_superior(" in _sin_comentarios(p)]
    assert set(usan) == {MACRO, *MODELOS_DEL_INTERVALO}


def test_la_cota_superior_se_define_una_vez() -> None:
    definiciones = [
        p for p in _sql_del_proyecto() if re.search(r"macro\s+cota_superior\b", p.read_text(encoding="utf-8"))
    ]
    assert definiciones == [MACRO]


def _metricas(aditividad: str) -> list[str]:
    with CATALOGO.open(encoding="utf-8", newline="") as archivo:
        return [m["columna"] for m in csv.DictReader(archivo) if m["aditividad"] == aditividad]


@pytest.mark.parametrize("columna", [*_metricas("no_aditiva"), *_metricas("razon")])
def test_lo_que_el_catalogo_dice_que_no_se_suma_nadie_lo_suma_ni_lo_promedia(columna: str) -> None:
    agregado = re.compile(rf"\b(?:sum|avg|mean)\s*\(\s*(?:distinct\s+)?(?:\w+\.)?{columna}\b", re.IGNORECASE)
    de_difusion = [p for p in (*_sql_del_proyecto(), *_python_del_proyecto()) if "difusion" in str(p)]
    assert [str(p.relative_to(RAIZ)) for p in de_difusion if agregado.search(_sin_comentarios(p))] == []


def test_toda_medida_de_la_entrega_esta_en_el_catalogo() -> None:
    entregas = (DBT / "models" / "marts" / "difusion" / "mart_difusion__campana_mes.yml").read_text(encoding="utf-8")
    columnas = set(re.findall(r"- name: ((?:num|importe|proporcion|alcance|frecuencia)_\w+)", entregas))
    declaradas = {*_metricas("suma"), *_metricas("razon"), *_metricas("no_aditiva")}
    assert columnas - declaradas == {"num_testigos"}
    assert {"alcance_minimo", "alcance_maximo", "frecuencia_minima", "frecuencia_maxima"} <= set(
        _metricas("no_aditiva")
    )


def test_las_razones_dicen_de_que_sumas_salen() -> None:
    with CATALOGO.open(encoding="utf-8", newline="") as archivo:
        razones = [m for m in csv.DictReader(archivo) if m["aditividad"] == "razon"]
    assert {m["columna"] for m in razones if "/" not in m["formula"]} == set()
    assert len(razones) == 4

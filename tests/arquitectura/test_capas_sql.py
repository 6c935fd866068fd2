"""Quién puede usar a quién en dbt, cómo se llaman las cosas y qué se documenta."""

from __future__ import annotations

import re

import pytest

from tests.arquitectura.reglas import RAIZ, descripciones, modelos_sql, referencias, relativa, sql_sin_comentarios

ASUNTOS = {"seguimiento", "difusion", "encuestas", "contratos", "calidad"}
FUENTES = {
    "programa",
    "capturas",
    "meta_ads",
    "google_ads",
    "pauta",
    "encuestas",
    "contratos",
    "geografia",
    "bitacora",
    "cierres",
    "informes",
    "operacion",
}
MAXIMO_DE_LINEAS = 200
MODELOS = list(modelos_sql().values())
MARTS = [p for p in MODELOS if "marts" in p.parts]


@pytest.mark.parametrize("ruta", MODELOS, ids=lambda p: p.stem)
def test_solo_staging_toca_source(ruta):
    if not ruta.stem.startswith("stg_"):
        assert "source(" not in sql_sin_comentarios(ruta)


@pytest.mark.parametrize("ruta", MODELOS, ids=lambda p: p.stem)
def test_cada_capa_lee_de_la_que_le_toca(ruta):
    leidos = referencias(ruta)
    if ruta.stem.startswith("stg_"):
        assert not leidos, "un stg_ solo lee su fuente"
    if ruta.stem.startswith("mart_"):
        assert not {r for r in leidos if r.startswith(("stg_", "int_"))}


@pytest.mark.parametrize("ruta", MODELOS, ids=lambda p: p.stem)
def test_nombre_y_carpeta_dicen_lo_mismo(ruta):
    nombre, carpeta = ruta.stem, ruta.parent.name
    if "staging" in ruta.parts:
        assert carpeta in FUENTES and nombre.startswith(f"stg_{carpeta}__")
    elif "intermediate" in ruta.parts:
        assert carpeta in ASUNTOS and nombre.startswith(f"int_{carpeta}__")
    elif nombre.startswith("mart_"):
        assert carpeta in ASUNTOS and nombre.startswith(f"mart_{carpeta}__")
    else:
        assert carpeta in ASUNTOS | {"conformadas"} and nombre.startswith(("dim_", "fct_"))
    assert re.fullmatch(r"[a-z0-9_]+", nombre)


@pytest.mark.parametrize("ruta", MODELOS, ids=lambda p: p.stem)
def test_cada_modelo_tiene_su_yaml_y_dice_su_grano(ruta):
    entrada = descripciones().get(ruta.stem)
    assert entrada, f"falta {ruta.stem}.yml"
    if "marts" in ruta.parts:
        assert str(entrada["description"]).startswith("Un renglón por")


@pytest.mark.parametrize("ruta", MARTS, ids=lambda p: p.stem)
def test_cada_columna_publicada_esta_descrita_y_tipada(ruta):
    columnas = descripciones()[ruta.stem].get("columns") or []
    assert columnas
    sin = [c["name"] for c in columnas if not str(c.get("description") or "").strip() or not c.get("data_type")]
    assert not sin, f"sin descripción o tipo: {sin}"


@pytest.mark.parametrize("ruta", MODELOS, ids=lambda p: p.stem)
def test_el_resultado_no_depende_del_reloj_ni_del_azar(ruta):
    texto = sql_sin_comentarios(ruta).lower()
    assert not re.search(r"\b(current_date|current_timestamp|now\(\)|today\(\)|random\(\)|uuid\(\)|get_current)", texto)


@pytest.mark.parametrize("ruta", MODELOS, ids=lambda p: p.stem)
def test_tamano_natural(ruta):
    assert len(ruta.read_text(encoding="utf-8").splitlines()) <= MAXIMO_DE_LINEAS


@pytest.mark.parametrize("ruta", MODELOS, ids=lambda p: p.stem)
def test_sin_llaves_ni_indices_y_sin_olfatear_csv(ruta):
    texto = sql_sin_comentarios(ruta).lower()
    assert not re.search(r"\b(primary key|create (unique )?index)\b", texto)
    assert "read_csv" not in texto


def test_el_alcance_se_suma_en_un_solo_lugar():
    donde = [
        relativa(p)
        for p in MODELOS
        if re.search(r"\bsum\s*\(\s*(?:distinct\s+)?(?:\w+\.)?(?:alcance|reach)\w*", sql_sin_comentarios(p), re.I)
    ]
    assert len(donde) <= 1, donde


def test_los_umbrales_no_estan_en_el_sql():
    for ruta in MODELOS:
        texto = sql_sin_comentarios(ruta)
        assert not re.search(r"cumplimiento\w*\s*>=\s*(100|90|70)\b", texto), relativa(ruta)


def test_todo_mart_del_contrato_existe():
    texto = {
        "mart_seguimiento__avance_mensual", "mart_seguimiento__ranking_metas", "mart_seguimiento__ranking_areas",
        "mart_seguimiento__alertas", "mart_seguimiento__alineacion", "mart_difusion__campana_mes",
        "mart_difusion__alcance", "mart_difusion__presupuesto", "mart_encuestas__resultados",
        "mart_encuestas__cobertura", "mart_contratos__entregables", "mart_calidad__archivos",
    }  # fmt: skip
    assert texto <= set(modelos_sql())


def test_la_raiz_de_dbt_es_una_sola():
    assert [p.parent.name for p in RAIZ.rglob("dbt_project.yml") if ".venv" not in p.parts] == ["transformaciones_dbt"]

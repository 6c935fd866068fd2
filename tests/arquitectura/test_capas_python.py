"""Quién puede usar a quién en Python. Lo que import-linter no alcanza a decir."""

from __future__ import annotations

import ast
import re

import pytest

from tests.arquitectura.reglas import PAQUETES, RAIZ, importa, modulos, relativa

NOMBRES_PROHIBIDOS = re.compile(r"^(utils?|helpers?|common|misc)$|_(v\d+|final|new|old)$")
LECTORES_DE_ENTORNO = {"dominio/configuracion.py"}
MAXIMO_DE_LINEAS = 500


@pytest.mark.parametrize("ruta", modulos("portal"), ids=relativa)
def test_el_portal_no_importa_etl(ruta):
    assert not importa(ruta, "etl", "dagster", "dbt", "great_expectations", "demostracion")


@pytest.mark.parametrize("ruta", modulos("etl"), ids=relativa)
def test_etl_no_importa_el_portal(ruta):
    assert not importa(ruta, "portal", "dash", "flask", "plotly")


@pytest.mark.parametrize("ruta", modulos("dominio"), ids=relativa)
def test_dominio_es_puro(ruta):
    assert not importa(ruta, "etl", "portal", "dagster", "dbt", "dash", "plotly", "flask", "great_expectations")


@pytest.mark.parametrize("ruta", [p for p in modulos("etl") if p.name != "activos.py"], ids=relativa)
def test_dagster_solo_vive_en_activos_definiciones_y_programacion(ruta):
    if relativa(ruta) not in {
        "etl/definitions.py",
        "etl/programacion.py",
        "etl/activos_de_fuente.py",
        "etl/recursos.py",
    }:
        assert not importa(ruta, "dagster", "dagster_dbt")


@pytest.mark.parametrize("ruta", modulos("etl", "portal", "dominio"), ids=relativa)
def test_svy_se_usa_en_un_solo_modulo(ruta):
    if importa(ruta, "svy"):
        assert relativa(ruta) == "dominio/encuestas/estimacion.py"


def _importa_al_cargar(ruta) -> set[str]:
    cuerpo = ast.parse(ruta.read_text(encoding="utf-8")).body
    nombres = {alias.name for n in cuerpo if isinstance(n, ast.Import) for alias in n.names}
    for nodo in cuerpo:
        if isinstance(nodo, ast.ImportFrom) and nodo.module:
            nombres |= {nodo.module} | {f"{nodo.module}.{alias.name}" for alias in nodo.names}
    return nombres


@pytest.mark.parametrize("ruta", modulos("etl", "dominio", "portal"), ids=relativa)
def test_great_expectations_vive_en_un_motor_que_nadie_carga_al_importarse(ruta):
    al_cargar = _importa_al_cargar(ruta)
    if relativa(ruta) != "etl/calidad/motor.py":
        assert not {n for n in al_cargar if n.split(".")[0] == "great_expectations"}
    if relativa(ruta) != "etl/calidad/__main__.py":
        assert "etl.calidad.motor" not in al_cargar


@pytest.mark.parametrize("ruta", modulos("portal/paginas"), ids=relativa)
def test_una_pagina_no_importa_otra(ruta):
    asunto = ruta.relative_to(RAIZ / "portal/paginas").parts[0]
    if asunto != "__init__.py":
        ajenas = {n for n in importa(ruta, "portal.paginas") if not n.startswith(f"portal.paginas.{asunto}")}
        assert ajenas <= {"portal.paginas"}


@pytest.mark.parametrize("ruta", sorted((RAIZ / "portal").rglob("consultas*.py")), ids=relativa)
def test_las_consultas_solo_nombran_marts_y_dimensiones(ruta):
    assert not importa(ruta, "dash", "plotly", "dash_ag_grid", "dash_bootstrap_components", "portal.componentes")
    texto = ruta.read_text(encoding="utf-8")
    tablas = set(re.findall(r"\b(?:from|join)\s+([a-z_]\w*)", texto)) - {"typing", "collections", "datetime"}
    ajenas = {t for t in tablas if re.match(r"^(stg_|int_|fct_|read_)", t)}
    assert not ajenas, f"nombra {ajenas}; el portal lee mart_ y dim_"


@pytest.mark.parametrize(
    "ruta",
    sorted([*(RAIZ / "portal/paginas").rglob("graficas*.py"), *modulos("portal/componentes")]),
    ids=relativa,
)
def test_graficas_y_componentes_no_consultan(ruta):
    assert not importa(ruta, "portal.almacen", "duckdb")
    assert not {n for n in importa(ruta, "portal.paginas") if n.endswith(".consultas")}


@pytest.mark.parametrize("ruta", modulos("portal"), ids=relativa)
def test_duckdb_se_abre_en_un_solo_lugar_del_portal(ruta):
    if importa(ruta, "duckdb"):
        assert relativa(ruta) == "portal/almacen.py"


@pytest.mark.parametrize("ruta", modulos(*PAQUETES), ids=relativa)
def test_el_entorno_se_lee_en_un_solo_lugar(ruta):
    if relativa(ruta) in LECTORES_DE_ENTORNO:
        return
    leidas = re.findall(
        r"environ(?:\.get\(|\[)\s*[\"'](MIRADOR\w*|PUERTO_\w*|FALLA)[\"']\s*[\])](?!\s*=[^=])", ruta.read_text("utf-8")
    )
    assert not leidas, f"lee {leidas}; debe pedirlas a dominio.configuracion"


@pytest.mark.parametrize("ruta", modulos(*PAQUETES), ids=relativa)
def test_nombres_de_archivo(ruta):
    for parte in ruta.relative_to(RAIZ).with_suffix("").parts:
        assert not NOMBRES_PROHIBIDOS.search(parte), f"{parte} no dice qué es"
        assert re.fullmatch(r"[a-z_][a-z0-9_]*", parte), f"{parte} no es snake_case ASCII"


@pytest.mark.parametrize("ruta", modulos(*PAQUETES), ids=relativa)
def test_ningun_archivo_se_sale_de_su_cuarto(ruta):
    assert len(ruta.read_text(encoding="utf-8").splitlines()) <= MAXIMO_DE_LINEAS


def test_definitions_cablea_y_no_piensa():
    lineas = (RAIZ / "etl/definitions.py").read_text(encoding="utf-8").splitlines()
    assert len(lineas) <= 60


@pytest.mark.parametrize("ruta", modulos("dominio", "etl", "portal"), ids=relativa)
def test_todo_lo_publico_lleva_docstring(ruta):
    arbol = ast.parse(ruta.read_text(encoding="utf-8"))
    sin = [
        n.name
        for n in arbol.body
        if isinstance(n, ast.FunctionDef | ast.ClassDef) and not n.name.startswith("_") and not ast.get_docstring(n)
    ]
    assert not sin, f"sin docstring: {sin}"


def test_cada_fuente_tiene_su_carpeta_completa():
    for carpeta in sorted(p for p in (RAIZ / "etl/fuentes").iterdir() if (p / "fuente.yml").exists()):
        assert (carpeta / "lectura.py").is_file(), carpeta.name
        assert (carpeta / "activos.py").is_file(), carpeta.name
        assert (RAIZ / "datos_crudos" / carpeta.name / "LEEME.md").is_file(), f"falta LEEME.md de {carpeta.name}"
        staging = RAIZ / "transformaciones_dbt/models/staging" / carpeta.name
        assert list(staging.glob("stg_*.sql")), f"falta {staging}"

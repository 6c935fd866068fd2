"""El grafo que se lee de los archivos es el que dbt construye."""

from __future__ import annotations

import json

import pytest

from etl.corrida import PROYECTO_DBT
from etl.transformacion.grafo import leer_dependencias, leer_grafo


@pytest.fixture
def proyecto(tmp_path):
    for carpeta in ("models/staging/capturas", "models/marts/seguimiento", "tests/seguimiento", "seeds"):
        (tmp_path / carpeta).mkdir(parents=True)
    (tmp_path / "models/staging/capturas/stg_a.sql").write_text("select * from {{ source('crudo', 'capturas') }}")
    (tmp_path / "models/marts/seguimiento/mart_b.sql").write_text(
        "-- {{ ref('comentado') }}\n{# ref('tampoco') #}\nselect * from {{ ref('stg_a') }} join {{ ref( \"lista\" ) }}"
    )
    (tmp_path / "models/marts/seguimiento/mart_b.yml").write_text(
        "models:\n  - name: mart_b\n    description: Un renglón\n      por cosa.\n    data_tests: [algo]\n"
    )
    (tmp_path / "tests/seguimiento/cuadra.sql").write_text("select 1 from {{ ref('stg_a') }}")
    (tmp_path / "seeds/lista.csv").write_text("a\n1\n")
    return tmp_path


def test_lee_capas_dependencias_descripciones_y_pruebas(proyecto):
    grafo = leer_grafo(proyecto)
    mart, stg, semilla = grafo["mart_b"], grafo["stg_a"], grafo["lista"]
    assert (mart.capa, mart.carpeta, mart.descripcion) == ("marts", "seguimiento", "Un renglón por cosa.")
    assert mart.refs == {"stg_a", "lista"}
    assert (stg.capa, stg.carpeta, stg.fuentes) == ("staging", "capturas", {("crudo", "capturas")})
    assert (semilla.capa, semilla.refs) == ("semillas", frozenset())
    assert (mart.tiene_pruebas, stg.tiene_pruebas, semilla.tiene_pruebas) == (True, True, False)


def test_cada_modelo_va_despues_de_los_que_usa(proyecto):
    orden = list(leer_grafo(proyecto))
    assert orden.index("mart_b") == 2


def test_las_dependencias_son_las_del_grafo(proyecto):
    assert leer_dependencias(proyecto) == [
        ("mart_b", "marts", "lista", False),
        ("mart_b", "marts", "stg_a", False),
        ("stg_a", "staging", "capturas", True),
    ]
    grafo = leer_grafo(PROYECTO_DBT)
    usos = {(t, u) for t, _, u, es_insumo in leer_dependencias(PROYECTO_DBT) if not es_insumo}
    assert usos == {(m.nombre, r) for m in grafo.values() for r in m.refs}


@pytest.mark.flujo
def test_coincide_con_el_manifiesto_de_una_construccion_de_verdad(instalacion_demo):
    manifiesto = instalacion_demo.cfg.trabajo / "dbt" / "target" / "manifest.json"
    nodos = json.loads(manifiesto.read_text(encoding="utf-8"))["nodes"]
    de_dbt = {
        n["name"]: {nodos[u]["name"] for u in n["depends_on"].get("nodes", []) if u in nodos}
        for n in nodos.values()
        if n["resource_type"] in ("model", "seed")
    }
    assert {m.nombre: set(m.refs) for m in leer_grafo(PROYECTO_DBT).values()} == de_dbt

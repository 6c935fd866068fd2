"""El alcance se suma en un solo lugar, revisado en el árbol sintáctico y no en el texto.

Cada modelo de dbt y cada consulta del portal se escribe sin plantilla y DuckDB lo analiza. De ahí salen los agregados y
las sumas, y se sigue a las columnas que cuentan personas aunque cambien de nombre dentro del modelo.
"""

from __future__ import annotations

import ast
import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import duckdb
import jinja2
import pytest

from dominio.configuracion import RAIZ

DBT = RAIZ / "transformaciones_dbt"
COTA = "cota_superior_unica"
PERSONAS = re.compile(
    r"alcance(_\w+)?|parte_mayor|suma_(de|menor)(_\w+)?|campana_mayor|maximo_topado|maximo_plataforma"
    r"|usuarios_unicos|unique_users|reach|(proporcion_)?penetracion\w*|frecuencia\w*"
)
"""Columnas que cuentan personas sin repetir, o que se calculan de ellas: ni se suman ni se promedian."""
SUMAN = {"sum", "sum_no_overflow", "fsum", "kahan_sum", "avg", "mean", "favg", "median", "product", "list_sum",
         "list_avg", "list_aggregate"}  # fmt: skip
NO_HEREDAN = {"count", "count_star", "bool_or", "bool_and", "row_number", "rank", "dense_rank", "is_null"}
COMPARAN = ("COMPARISON", "CONJUNCTION", "SUBQUERY")


def _entorno() -> jinja2.Environment:
    """dbt de mentira: las macros del proyecto, con la cota superior puesta como función para reconocerla."""
    entorno = jinja2.Environment(
        loader=jinja2.BaseLoader(), undefined=jinja2.Undefined, autoescape=False, extensions=["jinja2.ext.do"]
    )
    macros = "\n".join(p.read_text(encoding="utf-8") for p in sorted((DBT / "macros").rglob("*.sql")))
    propias = entorno.from_string(macros).make_module({"var": lambda _, omision=1: omision})
    entorno.globals |= {n: getattr(propias, n) for n in dir(propias) if callable(getattr(propias, n, None))}
    entorno.globals |= {
        "ref": lambda nombre: nombre, "source": lambda _, nombre: nombre, "config": lambda **_: "",
        "var": lambda _, omision=1: omision, "cota_superior": lambda parte: f"{COTA}({parte})",
        "doc": lambda _: "", "is_incremental": lambda: False,
    }  # fmt: skip
    return entorno


@pytest.fixture(scope="module")
def entorno() -> jinja2.Environment:
    return _entorno()


def _arbol(sql: str) -> Any:
    (texto,) = duckdb.execute("select json_serialize_sql(?::varchar)", [sql]).fetchone() or ("",)
    arbol = json.loads(texto)
    assert not arbol["error"], f"{arbol.get('error_message')}: {sql[:300]}"
    return arbol["statements"]


def _nodos(arbol: Any) -> Iterator[dict[str, Any]]:
    if isinstance(arbol, dict):
        yield arbol
        for hijo in arbol.values():
            yield from _nodos(hijo)
    elif isinstance(arbol, list):
        for hijo in arbol:
            yield from _nodos(hijo)


def _hijos(nodo: dict[str, Any]) -> Iterator[dict[str, Any]]:
    for clave, valor in nodo.items():
        if clave in {"filter", "filter_expr", "partitions", "orders", "order_bys", "when_expr"}:
            continue
        for hijo in valor if isinstance(valor, list) else [valor]:
            if isinstance(hijo, dict):
                yield hijo


def _cuenta_personas(nodo: dict[str, Any], sabidas: set[str]) -> bool:
    """El valor de la expresión es un conteo de personas (o sale de uno)."""
    if nodo.get("class") == "COLUMN_REF":
        nombre = nodo["column_names"][-1]
        return nombre in sabidas or PERSONAS.fullmatch(nombre) is not None
    if nodo.get("class") in COMPARAN or nodo.get("function_name") in NO_HEREDAN:
        return False
    return any(_cuenta_personas(hijo, sabidas) for hijo in _hijos(nodo))


def _renombradas(arbol: Any) -> set[str]:
    """Los otros nombres que toman esas columnas dentro del modelo."""
    sabidas: set[str] = set()
    while True:
        nuevas = {
            n["alias"]
            for n in _nodos(arbol)
            if n.get("alias") and n.get("class") and n["alias"] not in sabidas and _cuenta_personas(n, sabidas)
        }
        if not nuevas:
            return sabidas
        sabidas |= nuevas


def sumas_de_alcance(sql: str) -> list[str]:
    """Cada suma, promedio o «+» sobre personas; la cota superior no cuenta."""
    arbol = _arbol(sql)
    sabidas = _renombradas(arbol)
    culpables = []
    for nodo in _nodos(arbol):
        funcion = nodo.get("function_name")
        if funcion in SUMAN and any(_cuenta_personas(h, sabidas) for h in nodo.get("children", [])):
            culpables.append(f"{funcion}(…) en la posición {nodo['query_location']}")
        con_personas = [h for h in nodo.get("children", []) if _cuenta_personas(h, sabidas)] if funcion == "+" else []
        if len(con_personas) > 1:
            culpables.append(f"suma de dos alcances en la posición {nodo['query_location']}")
    return culpables


def _modelos() -> list[Path]:
    return sorted([*(DBT / "models").rglob("*.sql"), *(DBT / "tests").rglob("*.sql")])


DE_DIFUSION = [p for p in _modelos() if "difusion" in str(p) or "_ads" in str(p)]


@pytest.mark.parametrize("ruta", DE_DIFUSION, ids=lambda p: p.stem)
def test_ningun_modelo_suma_alcance(entorno: jinja2.Environment, ruta: Path) -> None:
    assert sumas_de_alcance(entorno.from_string(ruta.read_text(encoding="utf-8")).render()) == []


def test_la_cota_superior_es_una_macro_y_solo_ella_suma(entorno: jinja2.Environment) -> None:
    usan = {p.stem for p in DE_DIFUSION if COTA in entorno.from_string(p.read_text(encoding="utf-8")).render()}
    assert usan == {
        "int_difusion__alcance_coberturas", "int_difusion__alcance_mes", "int_difusion__alcance_acumulado",
        "fct_alcance_seleccion", "mart_difusion__alcance_dias", "mart_difusion__alcance_ventanas",
        "mart_difusion__penetracion",
    }  # fmt: skip
    definiciones = re.findall(r"macro cota_superior\(parte\) -%}\s*sum\({{ parte }}\)",
                              (DBT / "macros" / "difusion.sql").read_text(encoding="utf-8"))  # fmt: skip
    assert len(definiciones) == 1


def _consultas(ruta: Path) -> Iterator[str]:
    """Los textos de SQL de un archivo de Python; lo interpolado se cambia por una columna cualquiera."""
    for nodo in ast.walk(ast.parse(ruta.read_text(encoding="utf-8"))):
        if isinstance(nodo, ast.JoinedStr):
            texto = "".join(str(v.value) if isinstance(v, ast.Constant) else "interpolado" for v in nodo.values)
        elif isinstance(nodo, ast.Constant) and isinstance(nodo.value, str):
            texto = nodo.value
        else:
            continue
        if re.match(r"\s*(select|with)\s", texto) and re.search(r"\bfrom\s", texto):
            yield texto


def test_ninguna_consulta_del_portal_suma_alcance() -> None:
    revisadas = 0
    for ruta in sorted((RAIZ / "portal" / "paginas" / "difusion").rglob("*.py")):
        for consulta in _consultas(ruta):
            revisadas += 1
            assert sumas_de_alcance(consulta) == [], ruta
    assert revisadas >= 25


def test_en_python_solo_el_rango_encadena_cotas() -> None:
    """``sum`` sobre un alcance solo existe donde se acota un rango libre, y ahí suma cotas, no observaciones."""
    donde = set()
    for carpeta in ("dominio", "etl", "portal", "demostracion"):
        for ruta in (RAIZ / carpeta).rglob("*.py"):
            for nodo in ast.walk(ast.parse(ruta.read_text(encoding="utf-8"))):
                if isinstance(nodo, ast.Call) and ast.unparse(nodo.func) in {"sum", "fsum", "mean", "statistics.mean"}:
                    argumentos = " ".join(ast.unparse(a) for a in nodo.args)
                    if re.search(r"alcance|\bcotas\b|usuarios_unicos|unique_users|\breach", argumentos):
                        donde.add(ruta.relative_to(RAIZ).as_posix())
    assert donde == {"dominio/difusion/rangos.py"}


@pytest.mark.parametrize(
    "sql",
    [
        "select sum(alcance) from t",
        "select avg(t.frecuencia_minima) from t",
        "select sum(a.alcance_maximo) over (partition by x order by fecha) from a",
        "with b as (select coalesce(alcance_minimo, 0) as piso from t) select sum(piso) from b",
        "with b as (select max(alcance) as m from t group by x), c as (select m as n from b) select sum(n) from c",
        "select a.alcance_maximo + b.alcance_maximo as total from a, b",
        "select sum(case when x then alcance end) from t",
    ],
)
def test_la_prueba_reconoce_una_suma_aunque_se_disfrace(sql: str) -> None:
    assert len(sumas_de_alcance(sql)) == 1


@pytest.mark.parametrize(
    "sql",
    [
        "select max(alcance), min(alcance_maximo), count(alcance) from t",
        f"select {COTA}(alcance_maximo) as alcance_maximo from t",
        "select sum(num_impresiones) filter (where alcance > 0) from t",
        "select num_impresiones_con_alcance / alcance_maximo from t",
        "select sum(case when es_exacto then num_impresiones end), bool_or(alcance > 1) as hay, sum(n) from t",
    ],
)
def test_y_deja_pasar_lo_que_no_suma_personas(sql: str) -> None:
    assert sumas_de_alcance(sql) == []

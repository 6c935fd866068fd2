"""La revisión del plan: cada comprobación encendida y apagada, con el SQL del modelo sobre tablas chicas."""

from __future__ import annotations

from typing import Any

import duckdb
import pytest
from jinja2 import Environment

from etl.corrida import PROYECTO_DBT

NODOS = [
    ("eje", "E1", "Servicios", None),
    ("eje", "E2", "Bienestar", None),
    ("objetivo", "O1", "Calles", "E1"),
    ("objetivo", "O2", "Apoyos", "E2"),
    ("objetivo", "O3", "Suelto", "E9"),
    ("estrategia", "S1", "Bachear", "O1"),
    ("estrategia", "S2", "Becar", "O2"),
    ("estrategia", "S3", "Vacía", "O1"),
    ("linea", "L1", "Bacheo", "S1"),
    ("linea", "L2", "Becas", "S2"),
    ("linea", "L3", "Sin eje", "S9"),
]
DOCE = [*range(1, 12), 54]
PLANO = [10] * 12
SANA: dict[str, Any] = {
    "linea_clave": "L1", "area_clave": "ESC", "unidad": "acción", "sentido": "ascendente", "acumulacion": "suma",
    "linea_base": None, "meta_anual": 120.0, "responsable": None, "calendario": DOCE,
}  # fmt: skip
METAS: dict[str, dict[str, Any]] = {
    "SANA": {},
    "SIN_LINEA": {"linea_clave": "L9"},
    "SIN_EJE": {"linea_clave": "L3"},
    "SIN_AREA": {"area_clave": "NADIE"},
    "SIN_TITULAR": {"area_clave": "VACANTE"},
    "CON_TITULAR": {"area_clave": "VACANTE", "responsable": "Jefatura de Unidad"},
    "SIN_PROGRAMA": {"calendario": [None] * 12},
    "SIN_ANUAL": {"meta_anual": None},
    "CONTRA_ASC": {"acumulacion": "ultimo", "linea_base": 150.0},
    "CONTRA_DESC": {"acumulacion": "ultimo", "sentido": "descendente", "linea_base": 90.0},
    "A_FAVOR": {"acumulacion": "ultimo", "sentido": "descendente", "linea_base": 150.0},
    "NO_SUMA": {"meta_anual": 130.0},
    "CASI_SUMA": {"meta_anual": 120.5},
    "PLANA": {"calendario": PLANO},
    "PLANA_CORTA": {"calendario": [24] * 5 + [None] * 7},
    "PLANA_ULTIMO": {"acumulacion": "ultimo", "calendario": PLANO},
    "IGUAL_1": {"indicador_nombre": "Árboles plantados"},
    "IGUAL_2": {"indicador_nombre": "arboles plantados "},
    "IGUAL_EN_OTRA_PARTE": {"indicador_nombre": "Árboles plantados", "area_clave": "OTRA", "linea_clave": "L2"},
    "IGUAL_OTRA_UNIDAD": {"indicador_nombre": "Árboles plantados", "unidad": "hectárea"},
}


def _ejecutar(conexion: duckdb.DuckDBPyConnection, modelo: str) -> None:
    """El SQL del modelo, tal cual está en el proyecto, hecho tabla con su nombre."""
    macros = (PROYECTO_DBT / "macros" / "motor.sql").read_text("utf-8")
    archivo = next((PROYECTO_DBT / "models").rglob(f"{modelo}.sql"))
    sql = Environment().from_string(macros + archivo.read_text("utf-8")).render(ref=lambda nombre: nombre)
    conexion.execute(f"create or replace table {modelo} as {sql}")


def _crear(conexion: duckdb.DuckDBPyConnection, tabla: str, columnas: str, filas: list[tuple[Any, ...]]) -> None:
    conexion.execute(f"create table {tabla} ({columnas})")
    if filas:
        conexion.executemany(f"insert into {tabla} values ({', '.join('?' * len(filas[0]))})", filas)


@pytest.fixture(scope="module")
def plan() -> duckdb.DuckDBPyConnection:
    """Un programa de 2026 con un caso por meta y uno por nodo; otro de 2025 que no debe verse."""
    con = duckdb.connect()
    metas = {clave: SANA | {"indicador_nombre": f"Indicador {clave}"} | otros for clave, otros in METAS.items()}
    _crear(con, "int_seguimiento__programas", "ejercicio bigint, archivo_sha256 varchar", [(2026, "x"), (2025, "y")])
    for nivel, tabla, padre in (
        ("eje", "ejes", None),
        ("objetivo", "objetivos", "eje"),
        ("estrategia", "estrategias", "objetivo"),
        ("linea", "lineas", "estrategia"),
    ):
        columnas = f"archivo_sha256 varchar, {nivel}_clave varchar, {nivel}_nombre varchar"
        columnas += f", {padre}_clave varchar" if padre else ""
        filas: list[tuple[Any, ...]] = [("x", c, n, p)[: 4 if padre else 3] for v, c, n, p in NODOS if v == nivel]
        filas += [("y", f"{nivel}_viejo", "De 2025", None)[: 4 if padre else 3]]
        _crear(con, f"stg_programa__{tabla}", columnas, filas)
    campos = ("linea_clave", "area_clave", "indicador_nombre", "unidad", "sentido", "acumulacion", "linea_base",
              "meta_anual", "responsable")  # fmt: skip
    tipos = ", ".join(f"{c} {'double' if c in ('linea_base', 'meta_anual') else 'varchar'}" for c in campos)
    _crear(con, "dim_meta", f"ejercicio bigint, meta_clave varchar, es_critica boolean, {tipos}",
           [(2026, clave, clave == "NO_SUMA", *(m[c] for c in campos)) for clave, m in metas.items()])  # fmt: skip
    con.execute("create table int_seguimiento__metas as select * from dim_meta")
    _crear(con, "fct_programacion", "ejercicio bigint, meta_clave varchar, programado double, meta_anual double",
           [(2026, clave, p, m["meta_anual"]) for clave, m in metas.items() for p in m["calendario"]])  # fmt: skip
    _crear(con, "dim_area", "area_clave varchar, area_corta varchar, responsable varchar",
           [("ESC", "Escuelas", "Titular"), ("OTRA", "Otra", "Titular"), ("VACANTE", "Vacante", None)])  # fmt: skip
    _crear(con, "dim_alineacion", "linea_clave varchar, eje_clave varchar", [("L1", "E1"), ("L2", "E2"), ("L3", None)])
    con.execute("create table mart_seguimiento__corte as select 2026 as ejercicio")
    _ejecutar(con, "dim_nodo_del_plan")
    _ejecutar(con, "mart_seguimiento__revision_del_plan")
    return con


def _claves(plan: duckdb.DuckDBPyConnection, comprobacion: str) -> list[str]:
    sql = "select elemento_clave from mart_seguimiento__revision_del_plan where comprobacion = ? order by 1"
    return [clave for (clave,) in plan.execute(sql, [comprobacion]).fetchall()]


@pytest.mark.parametrize(
    ("comprobacion", "claves"),
    [
        ("huerfana", ["SIN_EJE", "SIN_LINEA"]),
        ("sin_responsable", ["SIN_AREA", "SIN_TITULAR"]),
        ("sin_programa", ["SIN_PROGRAMA"]),
        ("sin_meta_anual", ["SIN_ANUAL"]),
        ("sentido_contra_linea_base", ["CONTRA_ASC", "CONTRA_DESC"]),
        ("calendario_no_suma", ["NO_SUMA"]),
        ("calendario_plano", ["PLANA"]),
        ("duplicada", ["IGUAL_1", "IGUAL_2"]),
        ("eje_sin_metas", []),
        ("objetivo_sin_lineas", ["O3"]),
        ("estrategia_sin_lineas", ["S3"]),
        ("linea_sin_metas", []),
        ("nodo_suelto", ["L3", "O3"]),
    ],
)
def test_cada_comprobacion_enciende_solo_donde_debe(plan, comprobacion, claves):
    assert _claves(plan, comprobacion) == claves


def test_un_eje_y_una_linea_se_quedan_sin_metas_al_quitar_la_unica_que_tenian(plan):
    copia = plan.cursor()
    copia.execute("begin")
    copia.execute("delete from int_seguimiento__metas where linea_clave = 'L2'")
    _ejecutar(copia, "dim_nodo_del_plan")
    _ejecutar(copia, "mart_seguimiento__revision_del_plan")
    assert _claves(copia, "eje_sin_metas") == ["E2"]
    assert _claves(copia, "linea_sin_metas") == ["L2"]
    copia.execute("rollback")
    assert _claves(plan, "eje_sin_metas") == []


def test_el_detalle_lleva_los_numeros_y_el_renglon_dice_de_quien_es(plan):
    assert plan.execute(
        "select orden, nivel, area_corta, es_critica, detalle from mart_seguimiento__revision_del_plan "
        "where comprobacion = 'calendario_no_suma'"
    ).fetchall() == [(6, "meta", "Escuelas", True, "El calendario suma 120 y la meta anual es 130.")]
    assert plan.execute(
        "select elemento_clave, detalle from mart_seguimiento__revision_del_plan where comprobacion = 'huerfana' "
        "order by 1"
    ).fetchall() == [
        ("SIN_EJE", "Huérfana: su línea no llega hasta un eje."),
        ("SIN_LINEA", "Huérfana: su línea de acción no está en el programa."),
    ]


def test_cuenta_lo_que_cuelga_de_cada_nodo(plan):
    contado = {
        clave: (lineas, metas, suelto)
        for clave, lineas, metas, suelto in plan.execute(
            "select nodo_clave, num_lineas, num_metas, es_suelto from dim_nodo_del_plan where ejercicio = 2026"
        ).fetchall()
    }
    assert contado["E1"] == (1, len(METAS) - 3, False)
    assert contado["E2"] == (1, 1, False)
    assert contado["S3"] == (0, 0, False)
    assert contado["O3"] == (0, 0, True)
    assert contado["L3"] == (1, 1, True)

"""Las pruebas de dbt ya traducidas dan el mismo veredicto y dejan de usarse si el proyecto cambia."""

from __future__ import annotations

import duckdb
import pytest

from etl.errores import ConstruccionFallida
from etl.transformacion import construccion, pruebas_guardadas


def _nodo(nombre, sql, severidad="ERROR", **config):
    base = {"fail_calc": "count(*)", "error_if": "!= 0", "warn_if": "!= 0", "severity": severidad}
    return {"name": nombre, "resource_type": "test", "compiled_code": sql, "description": f"Exige {nombre}.",
            "config": base | config}  # fmt: skip


@pytest.fixture
def proyecto(tmp_path):
    (tmp_path / "proyecto" / "tests").mkdir(parents=True)
    (tmp_path / "proyecto" / "tests" / "una.sql").write_text("select 1")
    return tmp_path / "proyecto"


@pytest.fixture
def base(tmp_path):
    ruta = tmp_path / "construccion.duckdb"
    with duckdb.connect(str(ruta)) as conexion:
        conexion.execute("create table dim_x as from (values (1), (2), (null)) t(clave)")
    return ruta


def _guardar(proyecto, tmp_path, *nodos):
    archivo = pruebas_guardadas.archivo_de_pruebas(proyecto, tmp_path)
    manifiesto = {"nodes": {n["name"]: n for n in nodos}}
    pruebas_guardadas.guardar(manifiesto, proyecto, archivo, {"sin_nulos": "calidad"})
    return pruebas_guardadas.cargar(archivo)


def test_los_veredictos_son_los_de_dbt(proyecto, base, tmp_path):
    guardadas = _guardar(
        proyecto, tmp_path,
        _nodo("pasa", "select * from main.dim_x where clave > 9 -- comentario final"),
        _nodo("sin_nulos", 'select * from "construccion"."main"."dim_x" where clave is null'),
        _nodo("avisa", "select * from main.dim_x where clave > 1", "WARN"),
        _nodo("hasta_dos", "select * from main.dim_x where clave is not null", error_if="> 2", warn_if="> 2"),
        _nodo("rota", "select * from main.no_existe"),
    )  # fmt: skip
    hallados = {v.prueba.nombre: (v.estado, v.num_fallas) for v in pruebas_guardadas.correr(guardadas, base, tmp_path)}
    assert hallados == {
        "pasa": ("pass", 0), "sin_nulos": ("fail", 1), "avisa": ("warn", 1), "hasta_dos": ("pass", 2),
        "rota": ("error", 0),
    }  # fmt: skip


def test_una_falla_detiene_y_se_nombra(proyecto, base, tmp_path):
    guardadas = _guardar(proyecto, tmp_path, _nodo("sin_nulos", "select * from main.dim_x where clave is null"))
    with pytest.raises(ConstruccionFallida, match=r"la prueba sin_nulos \(1 renglones\): Exige sin_nulos\."):
        construccion._correr_pruebas(guardadas, base, tmp_path)


def test_si_el_proyecto_cambia_no_se_usan(proyecto, tmp_path):
    assert len(_guardar(proyecto, tmp_path, _nodo("pasa", "select 1 where false"))) == 1
    (proyecto / "tests" / "una.sql").write_text("select 2")
    assert pruebas_guardadas.cargar(pruebas_guardadas.archivo_de_pruebas(proyecto, tmp_path)) == []


def test_lo_que_se_traduce_consultando_los_datos_no_se_guarda(proyecto, tmp_path):
    (proyecto / "tests" / "dinamica.sql").write_text("{% set filas = run_query('select 1') %}")
    assert _guardar(proyecto, tmp_path, _nodo("pasa", "select 1 where false")) == []


def test_los_insumos_se_hallan_por_el_camino_fijo_de_la_carpeta_de_dbt(proyecto, base, tmp_path):
    for corrida, filas in (("corrida_1", 3), ("corrida_2", 5)):
        (tmp_path / corrida / "capturas").mkdir(parents=True)
        duckdb.sql(f"from range({filas})").write_parquet(str(tmp_path / corrida / "capturas" / "a.parquet"))
        assert construccion._camino_fijo(tmp_path / "insumos", tmp_path / corrida) == "insumos"
        guardadas = _guardar(proyecto, tmp_path, _nodo("lee", "from read_parquet('insumos/capturas/*.parquet')"))
        assert [v.num_fallas for v in pruebas_guardadas.correr(guardadas, base, tmp_path)] == [filas]


def test_los_macros_que_solo_corren_al_terminar_no_estorban(proyecto, tmp_path):
    (proyecto / "macros").mkdir()
    (proyecto / "macros" / "comentarios.sql").write_text("{% do run_query('select 1') %}")
    assert len(_guardar(proyecto, tmp_path, _nodo("pasa", "select 1 where false"))) == 1

"""Dagster: lo que se cablea, sin correrlo."""

from __future__ import annotations

import dagster as dg
import pytest
import yaml

from dominio.configuracion import RAIZ
from etl.definitions import FUENTES, definiciones
from etl.recepcion import fuentes

PROYECTO = RAIZ / "transformaciones_dbt"
# Instantánea de los activos que no son modelos: agregar una fuente o una estación se ve aquí.
ESTACIONES = {
    "recepcion", "almacen_publicado", "cierre_mensual", "insumos/bitacora", "insumos/estimaciones", "insumos/cierres",
    "insumos/informes", "insumos/operacion",
    "crudo/programa", "crudo/capturas", "crudo/meta_ads", "crudo/google_ads", "crudo/pauta", "crudo/encuestas",
    "crudo/contratos", "crudo/geografia",
    "insumos/programa", "insumos/capturas", "insumos/meta_ads", "insumos/google_ads", "insumos/pauta",
    "insumos/encuestas", "insumos/contratos", "insumos/geografia",
}  # fmt: skip


@pytest.fixture(scope="module")
def grafo():
    return definiciones.resolve_asset_graph()


def _llave(texto: str) -> dg.AssetKey:
    return dg.AssetKey(texto.split("/"))


def test_las_llaves_son_las_estaciones_mas_un_activo_por_modelo_y_semilla(grafo):
    modelos = {r.stem for r in (PROYECTO / "models").rglob("*.sql")} | {
        r.stem for r in (PROYECTO / "seeds").rglob("*.csv")
    }
    assert {k.to_user_string() for k in grafo.get_all_asset_keys()} == ESTACIONES | modelos


def test_hay_una_fuente_en_el_cableado_por_cada_carpeta_con_esquema():
    assert set(FUENTES) == set(fuentes())


def test_el_grafo_va_de_la_recepcion_a_la_publicacion(grafo):
    def padres(llave):
        return {p.to_user_string() for p in grafo.get(_llave(llave)).parent_keys}

    assert padres("crudo/capturas") == {"recepcion"}
    assert padres("insumos/capturas") == {"crudo/capturas"}
    assert padres("insumos/estimaciones") == {"insumos/encuestas"}
    assert padres("stg_capturas__renglones") == {"insumos/capturas"}
    assert padres("stg_bitacora__archivos") == {"insumos/bitacora"}
    assert padres("stg_cierres__avances") == {"insumos/cierres"}
    assert padres("mart_calidad__rechazos") == {"fct_archivos", "fct_rechazos"}
    assert "mart_seguimiento__avance_mensual" in padres("almacen_publicado")


def test_cada_activo_dice_a_que_estacion_pertenece_y_que_es(grafo):
    sin_grupo = [k.to_user_string() for k in grafo.get_all_asset_keys() if "estacion_" not in grafo.get(k).group_name]
    sin_descripcion = [
        k.to_user_string() for k in grafo.get_all_asset_keys()
        if not grafo.get(k).description and not k.path[-1].startswith("int_")
    ]  # fmt: skip
    assert (sin_grupo, sin_descripcion) == ([], [])


def test_las_pruebas_de_dbt_y_las_suites_son_comprobaciones(grafo):
    comprobaciones = {(c.asset_key.to_user_string(), c.name) for c in grafo.asset_check_keys}
    assert ("mart_calidad__archivos", "pruebas_de_dbt") in comprobaciones
    assert ("mart_seguimiento__avance_mensual", "mart_seguimiento__avance_mensual_doce_meses") in comprobaciones
    assert ("insumos/bitacora", "crudo_recepcion") in comprobaciones
    assert ("crudo/pauta", "recibido_igual_a_aceptado_mas_cuarentena") in comprobaciones


def test_publicar_espera_a_la_calidad():
    """Sin esta dependencia, Dagster podría publicar antes de que terminen las suites."""
    job = definiciones.resolve_job_def("flujo")
    estructura = job.graph.dependency_structure
    previos = {
        salida.node_name
        for salidas in estructura.input_to_upstream_outputs_for_node("almacen_publicado").values()
        for salida in salidas
    }
    assert previos == {"construir_con_dbt", "validar_calidad"}


def test_horarios_en_hora_de_la_ciudad_y_tras_una_caida_se_repite_todo():
    repositorio = definiciones.get_repository_def()
    horarios = {h.name: (h.cron_schedule, h.execution_timezone) for h in repositorio.schedule_defs}
    assert horarios == {
        "diario": ("0 6 * * *", "America/Mexico_City"),
        "cierre_de_mes": ("30 6 1 * *", "America/Mexico_City"),
        "informe_del_dia": ("0 8 * * *", "America/Mexico_City"),
        "recordatorio_diario": ("0 9 * * *", "America/Mexico_City"),
    }
    assert definiciones.resolve_job_def("flujo").tags["dagster/retry_strategy"] == "ALL_STEPS"


def test_el_ejecutor_es_en_proceso():
    assert definiciones.executor is dg.in_process_executor


def test_la_instancia_no_manda_telemetria_ni_corre_dos_veces_a_la_vez(tmp_path, monkeypatch):
    (tmp_path / "dagster.yaml").write_bytes((RAIZ / "dagster.yaml").read_bytes())
    monkeypatch.setenv("DAGSTER_HOME", str(tmp_path))
    with dg.DagsterInstance.get() as instancia:
        assert not instancia.telemetry_enabled
        assert instancia.run_retries_enabled
        assert instancia.run_monitoring_enabled
        assert not instancia.get_settings("run_retries")["retry_on_asset_or_op_failure"]
    declarado = yaml.safe_load((RAIZ / "dagster.yaml").read_text(encoding="utf-8"))
    assert declarado["concurrency"]["runs"]["max_concurrent_runs"] == 1


def test_el_cableado_es_corto():
    assert 30 <= len((RAIZ / "etl" / "definitions.py").read_text(encoding="utf-8").splitlines()) <= 60

"""El job de Dagster es el mismo flujo: publica lo mismo, y se calla cuando no hay nada nuevo."""

from __future__ import annotations

import shutil

import dagster as dg
import duckdb
import pytest

from dominio.configuracion import RAIZ
from etl import flujo
from etl.bitacora import Bitacora
from etl.calidad import PruebaDeCalidad, ResultadoCalidad
from etl.calidad.suites_crudo import SUITES as SUITES_CRUDO
from etl.calidad.suites_marts import SUITES as SUITES_MARTS
from etl.definitions import definiciones
from etl.publicacion import auditoria
from etl.transformacion import pruebas_guardadas
from etl.transformacion.construccion import Resultado, leer_resultados

pytestmark = pytest.mark.flujo
_FUENTES = ("programa", "capturas", "meta_ads", "google_ads", "pauta", "encuestas", "contratos", "geografia")


@pytest.fixture
def instancia():
    with dg.DagsterInstance.ephemeral() as instancia:
        yield instancia


@pytest.fixture
def aqui(monkeypatch):
    """Apunta las variables de entorno a una instalación, como lo haría quien arranca Dagster."""

    def _apuntar(instalacion):
        for variable, valor in instalacion.entorno.items():
            if variable.startswith("MIRADOR_"):
                monkeypatch.setenv(variable, valor)
        return instalacion

    return _apuntar


def _correr(instancia):
    return definiciones.resolve_job_def("flujo").execute_in_process(instance=instancia, raise_on_error=False)


def _pasos(resultado, tipo):
    return {e.step_key for e in resultado.all_events if e.event_type_value == tipo}


def _comprobaciones(resultado):
    evaluadas = [
        e.asset_check_evaluation_data for e in resultado.all_events if e.event_type_value == "ASSET_CHECK_EVALUATION"
    ]
    return {(c.asset_key.to_user_string(), c.check_name): c for c in evaluadas}


def _tabla_por_tabla(instalacion):
    return auditoria.huellas(instalacion.cfg.enlace_analistas.resolve())


def test_publica_lo_mismo_que_el_flujo_y_despues_se_calla(instalacion, aqui, instancia):
    shutil.rmtree(instalacion.cfg.datos_crudos)
    shutil.copytree(RAIZ / "datos_crudos", instalacion.cfg.datos_crudos)
    aqui(instalacion)
    resultado = _correr(instancia)
    assert resultado.success
    assert "almacen_publicado" in _pasos(resultado, "STEP_SUCCESS")

    materializados = {e.asset_key.to_user_string() for e in resultado.get_asset_materialization_events()}
    assert {"recepcion", "crudo/capturas", "stg_capturas__renglones", "mart_calidad__archivos"} <= materializados
    assert [c for c in _comprobaciones(resultado).values() if not c.passed and c.severity.value == "ERROR"] == []
    metadatos = next(
        e.materialization.metadata for e in resultado.get_asset_materialization_events()
        if e.asset_key.to_user_string() == "mart_seguimiento__avance_mensual"
    )  # fmt: skip
    assert metadatos["dagster/row_count"].value == 72 * 12

    version = instalacion.version()
    otra = _correr(instancia)
    assert otra.success
    assert _pasos(otra, "STEP_SUCCESS") == {"recepcion", *(f"leer_{f}" for f in _FUENTES)}
    assert "almacen_publicado" in _pasos(otra, "STEP_SKIPPED")
    assert instalacion.version() == version

    # El almacén es desechable: la línea de órdenes lo rehace de los mismos originales, y sale igual.
    de_dagster = _tabla_por_tabla(instalacion)
    shutil.rmtree(instalacion.cfg.almacen)
    assert instalacion.orden("etl").returncode == 0
    assert _tabla_por_tabla(instalacion) == de_dagster


@pytest.fixture
def ya_construido(copia_de_demo, aqui, monkeypatch):
    """Otro día sobre la demostración publicada, sin esperar a dbt: la construcción es una copia de lo publicado."""

    def _construir(corrida):
        shutil.copyfile(corrida.cfg.enlace_analistas.resolve(), corrida.construccion)
        with duckdb.connect(str(corrida.construccion)) as conexion:
            for tabla in ("mart_calidad__pruebas", "mart_calidad__version", "mart_calidad__linaje"):
                conexion.execute(f"drop table if exists {tabla}")
        carpeta = corrida.cfg.trabajo / "dbt"
        modelos = [r for r in leer_resultados(carpeta / "target") if r.tipo != "test"]
        guardadas = pruebas_guardadas.cargar(pruebas_guardadas.archivo_de_pruebas(corrida.proyecto_dbt, carpeta))
        pruebas = [Resultado(p.nombre, "test", "pass", 0, "", "", p.asunto, 0.0) for p in guardadas]
        return modelos + pruebas

    monkeypatch.setattr(flujo, "construir", _construir)
    aqui(copia_de_demo)
    monkeypatch.setenv("MIRADOR_HOY", "2026-11-11")
    return copia_de_demo


class _ValidacionFija:
    """Una validación que ya terminó: todo aprobado, salvo quizá los archivos recibidos."""

    def __init__(self, estado="aprobada"):
        fallidas = {"mart_calidad__archivos"} if estado == "fallida" else set()
        self._pruebas = [
            PruebaDeCalidad(f"{s.clave}.00", s.nombre, s.frontera, s.asunto, s.objeto, "Hay al menos un renglón",
                            estado if s.clave in fallidas else "aprobada")
            for s in (*SUITES_CRUDO, *SUITES_MARTS)
        ]  # fmt: skip

    def terminar(self, construccion):
        return ResultadoCalidad(self._pruebas)

    def cancelar(self):
        pass


def test_una_fuente_cuyo_lector_falla_no_detiene_a_las_demas(ya_construido, instancia, monkeypatch):
    leer = flujo.leer

    def _leer(corrida, fuente=None):
        if fuente == "meta_ads":
            raise RuntimeError("el lector no se puede cargar")
        return leer(corrida, fuente)

    monkeypatch.setattr(flujo, "leer", _leer)
    monkeypatch.setattr(flujo.validacion, "iniciar", lambda insumos, salida: _ValidacionFija())
    antes = ya_construido.version()
    resultado = _correr(instancia)
    assert resultado.success
    assert ya_construido.version() != antes
    comprobaciones = _comprobaciones(resultado)
    assert not comprobaciones["crudo/meta_ads", "lectura_sin_fallas"].passed
    assert comprobaciones["crudo/capturas", "lectura_sin_fallas"].passed


def test_si_la_calidad_no_se_cumple_no_se_publica_y_la_bitacora_lo_anota(ya_construido, instancia, monkeypatch):
    monkeypatch.setattr(flujo.validacion, "iniciar", lambda insumos, salida: _ValidacionFija("fallida"))
    antes = ya_construido.version()
    resultado = _correr(instancia)
    assert not resultado.success
    assert ya_construido.version() == antes
    assert "almacen_publicado" not in _pasos(resultado, "STEP_START")
    comprobacion = _comprobaciones(resultado)["mart_calidad__archivos", "mart_calidad__archivos"]
    assert (comprobacion.passed, comprobacion.blocking) == (False, True)
    bitacora = Bitacora(ya_construido.cfg.bitacora)
    assert bitacora.ultima_corrida(str(ya_construido.cfg.almacen.resolve()))[1] == "fallida"
    bitacora.cerrar()

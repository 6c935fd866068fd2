"""Cerrar un mes: lo que se guarda no cambia, un segundo cierre no pisa al primero, y la versión citada no se purga."""

from __future__ import annotations

import json
from datetime import date

import dagster as dg
import duckdb
import pyarrow.parquet as pq
import pytest

from etl import flujo
from etl.bitacora import Bitacora
from etl.definitions import definiciones
from etl.programacion import hay_novedad
from etl.publicacion import cierres, versiones
from etl.publicacion.cierres import CierreImposible
from tests.flujo.conftest import construir_de_juguete
from tests.flujo.libros import captura

SEPTIEMBRE = date(2026, 9, 1)
_SEGUIMIENTO = """
    create table mart_seguimiento__corte as select date '2026-10-01' as corte_periodo, date '2026-10-31' as corte_fecha;
    create table mart_seguimiento__avance_mensual as
    select 'M-01' as meta_clave, mes as periodo, 2026 as ejercicio, realizado::double as realizado, 'CUMPLIDA' as clase,
        date '2026-01-01' as regla_version, 100::double as umbral_cumplida, 90::double as umbral_buen_desempeno,
        70::double as umbral_regular, 110::double as umbral_excedida
    from (values (date '2026-08-01', 4.0), (date '2026-09-01', 7.0), (date '2026-10-01', 1.0)) as t (mes, realizado);
    create table mart_seguimiento__ranking_metas as
    select 'M-01' as meta_clave, date '2026-09-01' as periodo, 1 as lugar, 1 as orden, 1.0 as cobertura,
        null::bigint as lugar_anterior, null::bigint as movimiento;
    create table mart_seguimiento__ranking_areas as
    select date '2026-09-01' as periodo, 1 as orden, 'DGO' as area_clave, 1 as lugar;
"""


@pytest.fixture
def publicada(instalacion, sin_dbt, monkeypatch):
    """Una instalación publicada cuyo corte es octubre, con una construcción de juguete."""

    def _construir(corrida):
        construir_de_juguete(corrida)
        with duckdb.connect(str(corrida.construccion)) as conexion:
            conexion.execute(_SEGUIMIENTO)

    estaciones = (("Reuniendo", flujo.reunir), ("Construyendo", _construir), ("Publicando", flujo.publicar))
    monkeypatch.setattr(flujo, "_ESTACIONES", estaciones)
    captura(instalacion.cfg.datos_crudos / "capturas/2026-02/DGO.xlsx", {"M-01": 7})
    instalacion.correr()
    return instalacion


def _otra_version(instalacion, realizado):
    captura(instalacion.cfg.datos_crudos / "capturas/2026-03/DGO.xlsx", {"M-01": realizado}, periodo="2026-03")
    assert instalacion.correr().publico


def test_el_cierre_congela_valores_reglas_version_y_huella(publicada):
    cierre = cierres.cerrar(publicada.cfg, SEPTIEMBRE)
    carpeta = publicada.cfg.estado / "cierres" / "2026-09" / "1"
    assert cierre.carpeta == carpeta
    assert sorted(r.name for r in carpeta.iterdir()) == ["areas.parquet", "avances.parquet", "cierre.json"]
    assert {oct(r.stat().st_mode)[-3:] for r in carpeta.iterdir()} == {"444"}
    avances = pq.read_table(carpeta / "avances.parquet").to_pylist()
    assert [(f["periodo"].month, f["realizado"], f["lugar"]) for f in avances] == [
        (8, 4.0, None), (9, 7.0, 1), (10, 1.0, None),
    ]  # fmt: skip
    ficha = json.loads((carpeta / "cierre.json").read_text(encoding="utf-8"))
    apuntador = versiones.leer_apuntador(publicada.cfg)
    assert (ficha["clave"], ficha["version"], ficha["num_metas"]) == ("2026-09.1", publicada.version(), 1)
    assert (ficha["sha256_version"], ficha["huella_insumos"]) == (apuntador["sha256"], apuntador["huella_insumos"])
    assert ficha["reglas"][0] == {
        "regla_version": "2026-01-01", "umbral_cumplida": 100.0, "umbral_buen_desempeno": 90.0, "umbral_regular": 70.0,
        "umbral_excedida": 110.0,
    }  # fmt: skip
    assert ficha["archivos"]["avances.parquet"] == versiones.sha256_de(carpeta / "avances.parquet")


def test_cerrar_dos_veces_pide_motivo_y_conserva_los_dos(publicada):
    primero = cierres.cerrar(publicada.cfg, SEPTIEMBRE)
    with pytest.raises(CierreImposible, match="ya se cerró con la versión"):
        cierres.cerrar(publicada.cfg, SEPTIEMBRE)
    antes = (primero.carpeta / "cierre.json").read_bytes()
    segundo = cierres.cerrar(publicada.cfg, SEPTIEMBRE, motivo="Acta de la contraloría")
    assert [(c.clave, c.ficha["motivo"]) for c in cierres.existentes(publicada.cfg)] == [
        ("2026-09.1", None), ("2026-09.2", "Acta de la contraloría"),
    ]  # fmt: skip
    assert (primero.carpeta / "cierre.json").read_bytes() == antes
    assert segundo.huella != primero.huella


@pytest.mark.parametrize(
    ("mes", "motivo", "mensaje"),
    [
        (date(2026, 11, 1), None, "el corte vigente es 2026-10"),
        (date(2025, 9, 1), None, "el corte vigente es 2026-10"),
        (SEPTIEMBRE, "sin cierre previo", "no tiene cierre"),
    ],
)
def test_solo_se_cierra_lo_ya_calificado(publicada, mes, motivo, mensaje):
    with pytest.raises(CierreImposible, match=mensaje):
        cierres.cerrar(publicada.cfg, mes, motivo=motivo)
    assert cierres.existentes(publicada.cfg) == []
    assert not (publicada.cfg.estado / "cierres" / f"{mes:%Y-%m}").exists()


def test_sin_version_publicada_no_hay_que_cerrar(instalacion):
    with pytest.raises(CierreImposible, match="No hay una versión publicada"):
        cierres.cerrar(instalacion.cfg, SEPTIEMBRE)


def test_un_cierre_nuevo_es_algo_nuevo_por_publicar(publicada):
    assert not publicada.correr().publico
    cierres.cerrar(publicada.cfg, SEPTIEMBRE)
    assert publicada.correr().publico
    assert not publicada.correr().publico


@pytest.mark.parametrize("archivo", ["avances.parquet", "cierre.json"])
def test_un_cierre_alterado_detiene_el_flujo_y_lo_publicado_sigue(publicada, archivo):
    cierre = cierres.cerrar(publicada.cfg, SEPTIEMBRE)
    ruta = cierre.carpeta / archivo
    ruta.chmod(0o644)
    ruta.write_bytes(ruta.read_bytes().replace(b"M-01", b"M-02").replace(b'"num_metas": 1', b'"num_metas": 2'))
    version = publicada.version()
    with pytest.raises(CierreImposible, match=f"ya no es el que se guardó \\({archivo}"):
        publicada.correr()
    assert publicada.version() == version


def test_la_version_citada_no_se_purga_y_se_puede_revertir_a_ella(publicada, monkeypatch):
    monkeypatch.setattr(versiones, "CONSERVADAS", 1)
    citada = publicada.version()
    cierres.cerrar(publicada.cfg, SEPTIEMBRE)
    for realizado in (1, 2, 3):
        _otra_version(publicada, realizado)
    assert versiones.existentes(publicada.cfg) == [citada, publicada.version()]
    assert cierres.existentes(publicada.cfg)[0].ficha["version"] == citada
    versiones.revertir(publicada.cfg, citada)
    assert publicada.version() == citada
    bitacora = Bitacora(publicada.cfg.bitacora)
    versiones.purgar(publicada.cfg, bitacora)
    bitacora.cerrar()
    assert citada in versiones.existentes(publicada.cfg)


def test_la_orden_cierra_lista_y_explica_lo_que_no_entiende(publicada):
    hecha = publicada.orden("etl.publicacion.cierres", "cerrar", "2026-09", "--motivo", "")
    assert (hecha.returncode, hecha.stdout.startswith("Cerrado 2026-09 (cierre 1): 1 meta, versión ")) == (0, True)
    repetida = publicada.orden("etl.publicacion.cierres", "cerrar", "2026-09")
    assert (repetida.returncode, "ya se cerró" in repetida.stderr) == (1, True)
    rara = publicada.orden("etl.publicacion.cierres", "cerrar", "septiembre")
    assert (rara.returncode, "Escríbalo como AAAA-MM" in rara.stderr) == (1, True)
    assert publicada.orden("etl.publicacion.cierres", "listar").stdout.startswith("2026-09  cierre 1  versión ")


def test_el_job_de_dagster_cierra_el_mes_de_su_particion_y_el_sensor_pide_el_flujo(publicada, monkeypatch):
    for variable, valor in publicada.entorno.items():
        if variable.startswith("MIRADOR_"):
            monkeypatch.setenv(variable, valor)
    bitacora = Bitacora(publicada.cfg.bitacora)
    bitacora._base.execute("update huellas_de_ruta set es_estable = 1")
    bitacora.cerrar()
    assert hay_novedad(publicada.cfg) is None
    job = definiciones.resolve_job_def("cierre")
    with dg.DagsterInstance.ephemeral() as instancia:
        hecho = job.execute_in_process(instance=instancia, partition_key="2026-09-01")
        assert hecho.success
        [evento] = hecho.get_asset_materialization_events()
        assert (evento.asset_key.to_user_string(), evento.partition) == ("cierre_mensual", "2026-09-01")
        assert evento.materialization.metadata["cierre"].value == "2026-09.1"
        otra_vez = job.execute_in_process(instance=instancia, partition_key="2026-09-01", raise_on_error=False)
        assert not otra_vez.success
        motivo = {"ops": {"cierre_mensual": {"config": {"motivo": "Corrección del acta"}}}}
        recierre = job.execute_in_process(instance=instancia, partition_key="2026-09-01", run_config=motivo)
        assert recierre.success
    assert [c.clave for c in cierres.existentes(publicada.cfg)] == ["2026-09.1", "2026-09.2"]
    assert hay_novedad(publicada.cfg).motivo.startswith("cierre por publicar: 2026-09.")
    assert publicada.correr().publico

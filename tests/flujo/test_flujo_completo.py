"""El flujo de verdad, con dbt y calidad, de archivo a almacén publicado."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from dominio.configuracion import RAIZ
from etl.huellas import diferencias
from etl.publicacion import versiones
from etl.publicacion.auditoria import huellas
from tests.flujo.libros import captura

pytestmark = pytest.mark.flujo
NUEVO = "capturas/2026-02/prueba_del_flujo.xlsx"


def _procesos_de(texto: str) -> list[str]:
    ordenes = []
    for carpeta in os.scandir("/proc"):
        if carpeta.name.isdigit():
            try:
                ordenes.append(Path(carpeta.path, "cmdline").read_bytes().replace(b"\0", b" ").decode(errors="replace"))
            except OSError:
                continue
    return [orden for orden in ordenes if texto in orden]


def test_la_demostracion_se_publica_y_todo_cuadra(instalacion_demo):
    assert instalacion_demo.version()
    descuadrados = instalacion_demo.consultar(
        "select archivo from mart_calidad__archivos where num_renglones <> num_aceptados + num_rechazados"
    )
    assert descuadrados == []
    [(rechazados,)] = instalacion_demo.consultar(
        "select count(*) from mart_calidad__archivos where estado = 'rechazado' and motivo is not null"
    )
    assert rechazados >= 1
    esquemas = instalacion_demo.consultar("select distinct schema_name from duckdb_tables() where not internal")
    assert esquemas == [("main",)]
    [(pruebas, malas)] = instalacion_demo.consultar(
        "select count(*), count(*) filter (estado = 'fallida') from mart_calidad__pruebas"
    )
    assert pruebas > 50 and malas == 0


def test_toda_columna_publicada_lleva_comentario(instalacion_demo):
    mudas = instalacion_demo.consultar(
        "select table_name || '.' || column_name from duckdb_columns() where schema_name = 'main'"
        " and not internal and coalesce(comment, '') = '' order by 1"
    )
    assert mudas == []


def test_sin_cambios_termina_sin_cargar_herramientas_pesadas(instalacion_demo):
    codigo = (
        "import sys; from etl.__main__ import main; salida = main([]);"
        "pesadas = {'dbt', 'dagster', 'great_expectations', 'pandas', 'duckdb'} & set(sys.modules);"
        "print(salida, sorted(pesadas))"
    )
    hecho = subprocess.run(
        [sys.executable, "-c", codigo],
        cwd=RAIZ,
        env=instalacion_demo.entorno,
        capture_output=True,
        text=True,
    )
    assert "Nada nuevo; sigue vigente la versión" in hecho.stdout
    assert hecho.stdout.strip().endswith("0 []")


def test_dos_construcciones_en_dos_carpetas_dan_huellas_identicas(instalacion_demo, instalacion):
    object.__setattr__(instalacion.cfg, "datos_crudos", RAIZ / "datos_crudos")
    object.__setattr__(instalacion.cfg, "es_demostracion", True)
    instalacion.correr()
    una = huellas(instalacion_demo.cfg.enlace_analistas.resolve())
    otra = huellas(instalacion.cfg.enlace_analistas.resolve())
    assert diferencias(una, otra) == []


def test_solo_programa_y_capturas_tambien_publica(instalacion):
    for carpeta in ("programa", "capturas"):
        shutil.copytree(RAIZ / "datos_crudos" / carpeta, instalacion.cfg.datos_crudos / carpeta)
    assert instalacion.correr().publico
    [(con_metas,)] = instalacion.consultar("select count(*) from mart_seguimiento__avance_mensual")
    assert con_metas > 0


@pytest.mark.parametrize("ruta", ["vacia", "no_existe", "archivo.txt"])
def test_sin_un_solo_archivo_no_se_publica_y_se_dice_enseguida(instalacion, ruta):
    base = instalacion.cfg.datos_crudos
    (base / "vacia" / "capturas").mkdir(parents=True)
    (base / "archivo.txt").write_text("no es carpeta", encoding="utf-8")
    hecho = instalacion.orden("etl", MIRADOR_DATOS_CRUDOS=str(base / ruta))
    assert hecho.returncode == 1
    assert str(base / ruta) in hecho.stderr and "no se publica nada" in hecho.stderr
    assert "Construyendo" not in hecho.stdout
    assert instalacion.version() is None


def test_kill_9_en_tres_momentos_y_la_siguiente_corrida_completa(copia_de_demo):
    version = copia_de_demo.version()
    captura(copia_de_demo.cfg.datos_crudos / NUEVO, {"CLAVE-AJENA": 1})
    for punto in ("leyendo", "en_dbt", "antes_puntero"):
        muerto = copia_de_demo.orden("etl", FALLA=f"{punto}:kill9")
        assert muerto.returncode == -9, f"{punto}: {muerto.stdout}{muerto.stderr}"
        assert copia_de_demo.version() == version
        assert versiones.esta_sana(copia_de_demo.cfg, versiones.leer_apuntador(copia_de_demo.cfg))
        time.sleep(0.3)
        assert _procesos_de(str(copia_de_demo.cfg.almacen)) == [], "quedó un proceso huérfano escribiendo"
    completa = copia_de_demo.orden("etl")
    assert completa.returncode == 0, completa.stdout + completa.stderr
    assert "La corrida anterior se interrumpió; esta la completa." in completa.stdout
    assert copia_de_demo.version() != version
    [(estado,)] = copia_de_demo.consultar(f"select estado from mart_calidad__archivos where archivo = '{NUEVO}'")
    assert estado == "leido"
    assert list(copia_de_demo.cfg.trabajo.glob("corrida_*")) == []


def test_una_prueba_que_falla_no_publica_nada_y_se_nombra(copia_de_demo, tmp_path):
    version = copia_de_demo.version()
    proyecto = tmp_path / "proyecto"
    shutil.copytree(RAIZ / "transformaciones_dbt", proyecto, ignore=shutil.ignore_patterns("target", "logs"))
    (proyecto / "tests" / "ninguna_meta_es_valida.sql").write_text("select meta_clave from {{ ref('dim_meta') }}\n")
    hecho = copia_de_demo.orden("etl", "--proyecto-dbt", str(proyecto))
    assert hecho.returncode == 1
    assert "la prueba ninguna_meta_es_valida" in hecho.stderr and "no se publica nada" in hecho.stderr
    assert copia_de_demo.version() == version

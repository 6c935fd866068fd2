"""Cerrar un mes y corregirlo después: qué se congela, qué se reexpresa y qué enseña el portal (REGLAS §7)."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dominio.configuracion import Configuracion
from etl.publicacion import cierres, versiones
from tests.portal.publicador import apuntar
from tests.transformaciones import escenarios
from tests.transformaciones.conftest import Seguimiento, construir_modelos
from tests.transformaciones.libros import escribir_captura

MAYO = date(2026, 5, 1)
TARDE = date(2026, 7, 10)


def publicar(cfg: Configuracion, construido: Path, version: str) -> None:
    """Lo construido, como si el flujo lo hubiera publicado: archivo, versión y apuntador."""
    cfg.publicado.mkdir(parents=True, exist_ok=True)
    archivo = cfg.publicado / versiones.nombre_de_archivo(version)
    shutil.copyfile(construido, archivo)
    with duckdb.connect(str(archivo)) as conexion:
        conexion.execute(
            "create table mart_calidad__version as select ?::varchar as version, timestamp '2026-07-15 12:00:00' as "
            "publicado_en, date '2026-06-30' as corte, ?::date as hoy, 'x' as huella_insumos, true as es_demostracion",
            [version, escenarios.HOY],
        )
    apuntar(cfg.publicado, version, corte="2026-06-30", hoy="2026-07-15", sha256=versiones.sha256_de(archivo))


@dataclass
class Reexpresado:
    """Mayo cerrado con los escenarios tal cual, y todo vuelto a construir con tres correcciones posteriores."""

    cfg: Configuracion
    cierre: cierres.Cierre
    almacen: Path

    def filas(self, sql: str, *valores: Any) -> list[tuple[Any, ...]]:
        """Consulta de solo lectura."""
        with duckdb.connect(str(self.almacen), read_only=True) as conexion:
            return conexion.execute(sql, valores).fetchall()


@pytest.fixture(scope="module")
def reexpresado(seguimiento: Seguimiento, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reexpresado]:
    """Una sola construcción más: la de después del cierre."""
    base = tmp_path_factory.mktemp("cierre")
    cfg = Configuracion(
        datos_crudos=base / "datos_crudos", almacen=base / "almacen", estado=base / "estado", hoy=escenarios.HOY,
        es_demostracion=True, url_bd="", puerto_portal=8050, puerto_dagster=3000,
    )  # fmt: skip
    publicar(cfg, seguimiento.almacen, "2026-07-15.1")
    cierre = cierres.cerrar(cfg, MAYO)
    escenarios.escribir(cfg.datos_crudos)
    de_mayo = [{"clave": "A2_NO", "realizado": 5}, {"clave": "A4_VIEJA", "realizado": 10}]
    escribir_captura(cfg.datos_crudos, "ESC", 5, de_mayo, TARDE, nombre="correccion")
    escribir_captura(
        cfg.datos_crudos, "ESC", 3, [{"clave": "A3_NO", "realizado": 4}], TARDE, nombre="correccion_de_marzo"
    )
    escribir_captura(cfg.datos_crudos, "ESC", 6, [{"clave": "A2_SI", "realizado": 1}], TARDE, nombre="de_junio")
    almacen = construir_modelos(cfg.datos_crudos, escenarios.HOY, base)
    publicar(cfg, almacen, "2026-07-15.2")
    yield Reexpresado(cfg, cierre, almacen)


def test_sin_cierres_los_marts_existen_y_estan_vacios(seguimiento: Seguimiento):
    for mart in ("cierres", "como_se_reporto", "areas_como_se_reporto", "reexpresiones"):
        assert seguimiento.filas(f"select count(*) from mart_seguimiento__{mart}") == [(0,)]


def test_lo_congelado_son_los_valores_de_ese_dia(reexpresado: Reexpresado, seguimiento: Seguimiento):
    columnas = "meta_clave, periodo, realizado, realizado_acumulado, cumplimiento, clase, es_vencido, archivo, celda"
    reportado = reexpresado.filas(f"select {columnas} from mart_seguimiento__como_se_reporto order by 1, 2")
    assert reportado == seguimiento.filas(
        f"select {columnas} from mart_seguimiento__avance_mensual where ejercicio = 2026 order by 1, 2"
    )
    de_areas = "area_clave, periodo, lugar, cumplimiento_ranking, clase"
    assert reexpresado.filas(
        f"select {de_areas} from mart_seguimiento__areas_como_se_reporto order by 1, 2"
    ) == seguimiento.filas(
        f"select {de_areas} from mart_seguimiento__ranking_areas where periodo <= '{MAYO}' order by 1, 2"
    )
    assert seguimiento.filas("select count(*) from fct_cierres") == [(0,)]


def test_cada_correccion_es_exactamente_sus_reexpresiones_con_archivo_y_celda(reexpresado: Reexpresado):
    filas = reexpresado.filas(
        "select meta_clave, campo, coalesce(texto_antes, valor_antes::varchar), "
        "coalesce(texto_ahora, valor_ahora::varchar), archivo, hoja, celda, fecha_captura, month(periodo_captura) "
        "from mart_seguimiento__reexpresiones order by meta_clave, campo"
    )
    de_mayo = ("capturas/2026-05/correccion.xlsx", "captura", "E6", TARDE, 5)
    segunda = ("capturas/2026-05/correccion.xlsx", "captura", "E7", TARDE, 5)
    de_marzo = ("capturas/2026-03/correccion_de_marzo.xlsx", "captura", "E6", TARDE, 3)
    assert filas == [
        ("A2_NO", "clase", "BUEN_DESEMPENO", "REGULAR", *de_mayo),
        ("A2_NO", "cumplimiento", "90.0", "82.0", *de_mayo),
        ("A2_NO", "realizado", "9.0", "5.0", *de_mayo),
        ("A2_NO", "realizado_acumulado", "45.0", "41.0", *de_mayo),
        ("A3_NO", "clase", "CUMPLIDA", "REGULAR", *de_marzo),
        ("A3_NO", "cumplimiento", "100.0", "88.0", *de_marzo),
        ("A3_NO", "realizado_acumulado", "50.0", "44.0", *de_marzo),
        ("A4_VIEJA", "clase", "REGULAR", "CUMPLIDA", *segunda),
        ("A4_VIEJA", "cumplimiento", "80.0", "100.0", *segunda),
        ("A4_VIEJA", "estado_captura", "SIN_CAPTURA", "EXTEMPORANEA", *segunda),
        ("A4_VIEJA", "num_meses_omitidos", "1.0", "0.0", *segunda),
        ("A4_VIEJA", "realizado", None, "10.0", *segunda),
        ("A4_VIEJA", "realizado_acumulado", "40.0", "50.0", *segunda),
    ]
    assert reexpresado.filas("select distinct causa, cambia_clase, version from mart_seguimiento__reexpresiones") == [
        ("captura", True, "2026-07-15.1")
    ]


def test_el_cierre_cuenta_lo_que_se_ha_reexpresado(reexpresado: Reexpresado):
    assert reexpresado.filas(
        "select cierre_clave, periodo, es_vigente, version, huella, num_reexpresiones, num_metas_reexpresadas, "
        "num_cambios_de_clase from mart_seguimiento__cierres"
    ) == [("2026-05.1", MAYO, True, "2026-07-15.1", reexpresado.cierre.huella, 13, 3, 3)]

"""Construye seguimiento con el código real —recepción, lectores, insumos y dbt— sin publicar."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from dominio.configuracion import Configuracion
from etl.corrida import PROYECTO_DBT, abrir_corrida, empezar
from etl.flujo import leer, recibir, reunir
from tests.transformaciones import escenarios
from tests.transformaciones.comparacion import Llave, avance_publicado

Constructor = Callable[[Path, date], Path]


SEGUIMIENTO = ("+path:models/marts/seguimiento", "+path:models/marts/conformadas/dim_fecha.sql", "+fct_archivos")


def construir_modelos(datos_crudos: Path, hoy: date, base: Path, seleccion: tuple[str, ...] = SEGUIMIENTO) -> Path:
    """Deja ``base/almacen.duckdb`` con los modelos elegidos (por omisión, seguimiento) construidos y probados.

    Raises:
        AssertionError: dbt falló; el mensaje es lo último que dijo.
    """
    cfg = Configuracion(
        datos_crudos=datos_crudos, almacen=base / "almacen", estado=base / "estado", hoy=hoy, es_demostracion=True,
        url_bd=f"sqlite:///{base / 'operativa.sqlite'}", puerto_portal=8050, puerto_dagster=3000,
    )  # fmt: skip
    destino = base / "almacen.duckdb"
    with abrir_corrida(cfg) as corrida:
        recibir(corrida)
        empezar(corrida)
        leer(corrida)
        insumos = reunir(corrida)
        hecho = subprocess.run(
            [sys.executable, "-c", "from dbt.cli.main import cli; cli()", "build", "--project-dir", str(PROYECTO_DBT),
             "--profiles-dir", str(PROYECTO_DBT), "--target-path", str(base / "target"), "--log-path", str(base),
             "--indirect-selection", "cautious",
             "--select", *seleccion],
            env=os.environ | {"MIRADOR_INSUMOS": str(insumos), "MIRADOR_CONSTRUCCION": str(destino),
                              "DO_NOT_TRACK": "1"},
            capture_output=True, text=True, check=False,
        )  # fmt: skip
    assert hecho.returncode == 0, hecho.stdout[-6000:] + hecho.stderr[-2000:]
    return destino


@pytest.fixture(scope="session")
def construir(tmp_path_factory: pytest.TempPathFactory) -> Constructor:
    """``construir(datos_crudos, hoy)`` → archivo DuckDB."""
    return lambda datos_crudos, hoy: construir_modelos(datos_crudos, hoy, tmp_path_factory.mktemp("seguimiento"))


@dataclass
class Seguimiento:
    """Los escenarios ya construidos."""

    almacen: Path
    avance: dict[Llave, dict[str, Any]]

    def filas(self, sql: str) -> list[tuple[Any, ...]]:
        """Consulta de solo lectura."""
        with duckdb.connect(str(self.almacen), read_only=True) as conexion:
            return conexion.execute(sql).fetchall()

    def area(self, clave: str, mes: int) -> dict[str, Any]:
        """El renglón del ranking de un área en un mes de 2026."""
        with duckdb.connect(str(self.almacen), read_only=True) as conexion:
            cursor = conexion.execute(
                "select * from mart_seguimiento__ranking_areas where area_clave = ? and periodo = ?",
                [clave, date(2026, mes, 1)],
            )
            fila = cursor.fetchone()
            assert fila is not None
            return dict(zip([d[0] for d in cursor.description or []], fila, strict=True))


@pytest.fixture(scope="session")
def seguimiento(construir: Constructor, tmp_path_factory: pytest.TempPathFactory) -> Seguimiento:
    """Todos los escenarios de ``escenarios.py``, construidos una vez."""
    datos_crudos = tmp_path_factory.mktemp("escenarios")
    escenarios.escribir(datos_crudos)
    almacen = construir(datos_crudos, escenarios.HOY)
    return Seguimiento(almacen, avance_publicado(almacen))

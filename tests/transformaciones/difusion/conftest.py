"""Construye difusión con el código real: un escenario escrito a mano y las muestras de terceros."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb
import pytest

from tests.muestras import CARPETA
from tests.transformaciones.conftest import construir_modelos
from tests.transformaciones.difusion import escenario

DIFUSION = ("+path:models/marts/difusion", "path:tests/difusion")


@dataclass(frozen=True)
class Difusion:
    """Un almacén de difusión construido."""

    almacen: Path

    def filas(self, sql: str, parametros: list[Any] | None = None) -> list[tuple[Any, ...]]:
        """Consulta de solo lectura."""
        with duckdb.connect(str(self.almacen), read_only=True) as conexion:
            return conexion.execute(sql, parametros or []).fetchall()

    def intervalo(self, ambito: str, plataforma: str | None, mes: int, tipo: str = "mes") -> tuple[Any, ...]:
        """(alcance_minimo, alcance_maximo, metodo) de un ámbito en un mes de 2026."""
        return self.filas(
            "select alcance_minimo, alcance_maximo, metodo from mart_difusion__alcance where ambito = ?"
            " and plataforma is not distinct from ? and periodo = ? and tipo_periodo = ?",
            [ambito, plataforma, date(2026, mes, 1), tipo],
        )[0]


@pytest.fixture(scope="session")
def construir_difusion(tmp_path_factory: pytest.TempPathFactory) -> Callable[[Path], Difusion]:
    """``construir_difusion(datos_crudos)`` → almacén."""

    def construir(datos_crudos: Path) -> Difusion:
        base = tmp_path_factory.mktemp("difusion")
        return Difusion(construir_modelos(datos_crudos, date(2026, 11, 10), base, DIFUSION))

    return construir


@pytest.fixture(scope="session")
def difusion(tmp_path_factory: pytest.TempPathFactory, construir_difusion: Callable[[Path], Difusion]) -> Difusion:
    """El escenario escrito a mano."""
    crudos = tmp_path_factory.mktemp("escenario")
    escenario.escribir(crudos)
    return construir_difusion(crudos)


@pytest.fixture(scope="session")
def muestras(tmp_path_factory: pytest.TempPathFactory, difusion: Difusion) -> Difusion:
    """Las exportaciones reales de terceros, todas juntas, con el SQL y las pruebas que dbt compiló."""
    from tests.transformaciones.difusion.hechos import Entregas

    if not (CARPETA / "meta").is_dir():
        pytest.skip("no está la carpeta de muestras")
    base = tmp_path_factory.mktemp("muestras")
    entregas = Entregas(base)
    for fuente, carpeta in (("meta_ads", "meta"), ("google_ads", "google")):
        shutil.copytree(CARPETA / carpeta, entregas.carpeta(fuente), dirs_exist_ok=True)
    entregas.correr()
    return Difusion(entregas.construir(difusion, base / "almacen.duckdb"))

"""Instalaciones para las pruebas: carpetas propias, nunca las del repositorio.

- ``instalacion_demo``: el flujo real corrido una vez por sesión sobre ``datos_crudos/``; SOLO LECTURA.
- ``instalacion``: carpetas vacías por prueba.
- ``copia_de_demo``: una copia que se puede modificar, ya publicada, con sus propios datos crudos.
"""

from __future__ import annotations

import dataclasses
import fcntl
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from datetime import date
from pathlib import Path

import duckdb
import pytest

from dominio.configuracion import RAIZ, Configuracion
from etl.flujo import ResultadoDelFlujo, correr
from etl.huellas_de_codigo import huella_de
from etl.publicacion import versiones

HOY = date(2026, 11, 10)
INSTALACIONES = RAIZ / ".pytest_cache" / "instalaciones"


@dataclasses.dataclass
class Instalacion:
    """Carpetas de una instalación y cómo correr el flujo en ella."""

    cfg: Configuracion
    mensajes: list[str] = dataclasses.field(default_factory=list)

    @property
    def entorno(self) -> dict[str, str]:
        """Variables para que otro proceso (portal, flujo, Dagster) use estas carpetas."""
        propias = {
            "MIRADOR_DATOS_CRUDOS": str(self.cfg.datos_crudos),
            "MIRADOR_ALMACEN": str(self.cfg.almacen),
            "MIRADOR_ESTADO": str(self.cfg.estado),
            "MIRADOR_HOY": self.cfg.hoy.isoformat(),
            "PYTHONPATH": str(RAIZ),
        }
        return {k: v for k, v in os.environ.items() if k != "FALLA"} | propias

    def correr(self) -> ResultadoDelFlujo:
        """El flujo, en este proceso; los mensajes quedan en ``mensajes``."""
        self.mensajes.clear()
        return correr(self.cfg, self.mensajes.append)

    def orden(self, *argumentos: str, **variables: str) -> subprocess.CompletedProcess[str]:
        """``python -m <argumentos>`` en otro proceso, con estas carpetas."""
        return subprocess.run(
            [sys.executable, "-m", *argumentos], cwd=RAIZ, env=self.entorno | variables, capture_output=True, text=True,
            check=False, timeout=300,
        )  # fmt: skip

    def recibir(self, origen: Path, destino: str) -> Path:
        """Copia un archivo a ``datos_crudos/<destino>``."""
        ruta = self.cfg.datos_crudos / destino
        ruta.parent.mkdir(parents=True, exist_ok=True)
        shutil.copyfile(origen, ruta)
        return ruta

    def version(self) -> str | None:
        """Versión vigente según el apuntador."""
        apuntador = versiones.leer_apuntador(self.cfg)
        return str(apuntador["version"]) if apuntador else None

    def consultar(self, sql: str) -> list[tuple]:
        """Consulta la versión vigente, como lo haría un analista."""
        with duckdb.connect(str(self.cfg.enlace_analistas.resolve()), read_only=True) as conexion:
            return conexion.execute(sql).fetchall()


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Reparte la suite entre procesos sin rehacer en cada uno lo caro: junta lo que comparte construcción o portal."""
    for item in items:
        item.add_marker(pytest.mark.xdist_group(_grupo(item)))


def _grupo(item: pytest.Item) -> str:
    ruta = item.path.relative_to(RAIZ / "tests")
    if ruta.parts[0] == "navegador":
        return "navegador"
    if ruta.parts[:2] == ("transformaciones", "difusion"):
        return "difusion"
    return "seguimiento" if "seguimiento" in getattr(item, "fixturenames", ()) else str(ruta)


def _configuracion(base: Path, datos_crudos: Path) -> Configuracion:
    return Configuracion(
        datos_crudos=datos_crudos, almacen=base / "almacen", estado=base / "estado", hoy=HOY, es_demostracion=True,
        url_bd=f"sqlite:///{base / 'operativa.sqlite'}", puerto_portal=8050, puerto_dagster=3000,
    )  # fmt: skip


@pytest.fixture(scope="session")
def instalacion_demo(request: pytest.FixtureRequest) -> Iterator[Instalacion]:
    """El flujo real sobre los datos de demostración. Se conserva entre sesiones; el flujo sabe si algo cambió."""
    base = INSTALACIONES / huella_de(sorted(p for p in (RAIZ / "datos_crudos").rglob("*") if p.is_file()))[:16]
    base.mkdir(parents=True, exist_ok=True)
    with (INSTALACIONES / "turno").open("w") as turno:
        fcntl.flock(turno, fcntl.LOCK_EX)  # varias sesiones de pruebas a la vez esperan su turno
        for vieja in INSTALACIONES.iterdir():  # con otros datos, otra historia: no se mezclan
            if vieja.is_dir() and vieja != base and time.time() - vieja.stat().st_mtime > 3600:
                shutil.rmtree(vieja)
        demo = Instalacion(_configuracion(base, RAIZ / "datos_crudos"))
        demo.correr()
    yield demo


@pytest.fixture
def instalacion(tmp_path: Path) -> Instalacion:
    """Carpetas vacías (salvo el análisis del proyecto de dbt, si otra instalación de la sesión ya lo hizo)."""
    (tmp_path / "datos_crudos").mkdir()
    cfg = _configuracion(tmp_path, tmp_path / "datos_crudos")
    _heredar_analisis_de_dbt(cfg.trabajo / "dbt")
    return Instalacion(dataclasses.replace(cfg, es_demostracion=False))


def _heredar_analisis_de_dbt(destino: Path) -> None:
    """Lo que dbt y el flujo ya dedujeron del proyecto, no de los datos; si el proyecto cambió, no lo usan."""
    for carpeta in INSTALACIONES.glob("*/almacen/trabajo/dbt"):
        for ruta in (*carpeta.glob("pruebas_*.json"), *carpeta.glob("target/partial_parse.msgpack")):
            copia = destino / ruta.relative_to(carpeta)
            copia.parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(ruta, copia)


@pytest.fixture
def copia_de_demo(instalacion_demo: Instalacion, tmp_path: Path) -> Instalacion:
    """Copia modificable de la instalación de demostración, ya publicada."""
    base = instalacion_demo.cfg.almacen.parent
    for carpeta in ("almacen", "estado"):
        shutil.copytree(base / carpeta, tmp_path / carpeta, symlinks=True)
    shutil.copytree(RAIZ / "datos_crudos", tmp_path / "datos_crudos")
    return Instalacion(_configuracion(tmp_path, tmp_path / "datos_crudos"))


@pytest.fixture
def con_falla(monkeypatch: pytest.MonkeyPatch) -> Callable[[str], None]:
    """Pone ``FALLA=<punto>[:<modo>]`` en este proceso; se quita al terminar la prueba."""
    return lambda punto: monkeypatch.setenv("FALLA", punto)

"""De una carpeta de exportaciones a los hechos de difusión sin volver a correr dbt.

Recepción, lectores e insumos son los reales; el SQL es el que dbt compiló para el escenario, leído de los insumos
nuevos. Así una prueba puede cargar el mismo informe en tres formatos, dos veces o en otro orden en segundos.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

from dominio.configuracion import Configuracion
from etl.corrida import abrir_corrida, empezar
from etl.flujo import leer, recibir, reunir
from tests.transformaciones.difusion.conftest import Difusion

_RELACION = re.compile(r'"almacen"\."(\w+)"\."(\w+)"')
_INSUMOS = re.compile(r"read_parquet\('[^']*/insumos/")
_DE_INFORME = re.compile(r"informe:[0-9a-f]{64}")
SIN_PROCEDENCIA = {"archivo_sha256", "hoja", "fila", "archivo", "total_clave"}
"""Lo que dice de qué archivo vino un hecho: cambia con el formato, el hecho no."""


class Entregas:
    """Una instalación que recibe exportaciones en varias corridas."""

    def __init__(self, base: Path, hoy: date = date(2026, 11, 10)) -> None:
        self.cfg = Configuracion(
            datos_crudos=base / "datos_crudos", almacen=base / "almacen", estado=base / "estado", hoy=hoy,
            es_demostracion=True, url_bd=f"sqlite:///{base / 'operativa.sqlite'}", puerto_portal=8050,
            puerto_dagster=3000,
        )  # fmt: skip
        for fuente in ("meta_ads", "google_ads", "pauta"):
            (self.cfg.datos_crudos / fuente).mkdir(parents=True)
        self.insumos: Path | None = None

    def carpeta(self, fuente: str) -> Path:
        """Dónde se deja lo que la fuente entrega."""
        return self.cfg.datos_crudos / fuente

    def correr(self) -> None:
        """Recibe, lee y reúne lo que haya en la carpeta."""
        with abrir_corrida(self.cfg) as corrida:
            recibir(corrida)
            empezar(corrida)
            leer(corrida)
            self.insumos = reunir(corrida)

    def hechos(self, difusion: Difusion, *modelos: str) -> dict[str, list[tuple[Any, ...]]]:
        """Cada modelo, sin las columnas de procedencia y en orden, como dbt lo construiría con estos insumos."""
        with self.montados(difusion, *modelos) as conexion:
            return {modelo: _contenido(conexion, modelo) for modelo in modelos}

    def construir(self, difusion: Difusion, destino: Path) -> Path:
        """Todos los modelos de difusión en un archivo, con cada prueba de datos que dbt compiló para ellos.

        Raises:
            AssertionError: alguna prueba de datos encontró renglones.
        """
        assert self.insumos is not None, "falta correr()"
        marts = [p.stem for p in (_carpeta(difusion) / "marts" / "difusion").glob("*.sql")]
        with duckdb.connect(config={"threads": 2}) as conexion:
            conexion.execute(f"attach '{destino}' as almacen")
            _montar(conexion, difusion, self.insumos, tuple(sorted(marts)))
            assert _pruebas_que_fallan(conexion, difusion) == []
        return destino

    @contextmanager
    def montados(self, difusion: Difusion, *modelos: str) -> Iterator[Any]:
        """Una conexión en memoria con esos modelos y todo lo que necesitan."""
        assert self.insumos is not None, "falta correr()"
        with duckdb.connect(config={"threads": 1}) as conexion:
            conexion.execute("attach ':memory:' as almacen")
            _montar(conexion, difusion, self.insumos, modelos)
            conexion.execute("use almacen")
            yield conexion


def _carpeta(difusion: Difusion) -> Path:
    return difusion.almacen.parent / "target" / "compiled" / "mirador" / "models"


def _compilados(difusion: Difusion) -> dict[str, str]:
    rutas = [p for p in _carpeta(difusion).rglob("*.sql") if p.parent.suffix != ".yml"]
    return {p.stem: p.read_text(encoding="utf-8") for p in rutas}


def _pruebas_que_fallan(conexion: Any, difusion: Difusion) -> list[str]:
    """Las pruebas genéricas y singulares compiladas, sobre lo recién construido."""
    genericas = [p for p in _carpeta(difusion).rglob("*.sql") if p.parent.suffix == ".yml"]
    singulares = list((_carpeta(difusion).parent / "tests").rglob("*.sql"))
    assert len(genericas) > 100 and len(singulares) >= 6
    return [p.stem for p in (*genericas, *singulares) if conexion.execute(p.read_text(encoding="utf-8")).fetchone()]


def _montar(conexion: Any, difusion: Difusion, insumos: Path, modelos: tuple[str, ...]) -> None:
    compilados = _compilados(difusion)
    conexion.execute(f"attach '{difusion.almacen}' as escenario (read_only)")
    hechas: set[str] = set()

    def poner(esquema: str, nombre: str) -> None:
        if nombre in hechas:
            return
        hechas.add(nombre)
        conexion.execute(f"create schema if not exists almacen.{esquema}")
        if nombre not in compilados:
            consulta = f"select * from escenario.{esquema}.{nombre}"  # las semillas no salen de los archivos
        else:
            consulta = _INSUMOS.sub(f"read_parquet('{insumos}/", compilados[nombre])
            for otro_esquema, otro in _RELACION.findall(consulta):
                poner(otro_esquema, otro)
        conexion.execute(f"create table almacen.{esquema}.{nombre} as {consulta}")

    for modelo in modelos:
        poner("main", modelo)


def _contenido(conexion: Any, modelo: str) -> list[tuple[Any, ...]]:
    cursor = conexion.execute(f"select * from almacen.main.{modelo}")
    quedan = [i for i, (nombre, *_) in enumerate(cursor.description) if nombre not in SIN_PROCEDENCIA]
    return sorted((tuple(_sin_huella(fila[i]) for i in quedan) for fila in cursor.fetchall()), key=repr)


def _sin_huella(valor: Any) -> Any:
    """El total de un informe se identifica por la huella de su archivo: es procedencia."""
    return _DE_INFORME.sub("informe", valor) if isinstance(valor, str) else valor

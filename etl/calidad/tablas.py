"""Trae a pandas lo que se va a validar: crudo desde Parquet, marts desde la construcción en solo lectura."""

from __future__ import annotations

from pathlib import Path

import duckdb
import pandas as pd
import yaml

from dominio.configuracion import RAIZ
from etl.calidad.expectativas import Suite
from etl.lectura.esquema import cargar_fuente

LIMITE = 200_000
"""Renglones por suite; más allá se toma una muestra, siempre la misma, por la huella de la llave."""


def _conectar(ruta: Path | None) -> duckdb.DuckDBPyConnection:
    opciones: dict[str, str | bool | int | float | list[str]] = {"threads": 2, "autoinstall_known_extensions": False}
    return duckdb.connect(str(ruta), read_only=True, config=opciones) if ruta else duckdb.connect(config=opciones)


class Crudo:
    """Los insumos de la corrida, con una vista por fuente y las de la bitácora."""

    def __init__(self, insumos: Path):
        self._conexion = _conectar(None)
        for carpeta in sorted(c for c in insumos.iterdir() if c.is_dir() and c.name != "bitacora"):
            self._vista(carpeta.name, carpeta / "*.parquet")
        for archivo in sorted((insumos / "bitacora").glob("*.parquet")):
            self._vista(f"bitacora_{archivo.stem}", archivo)

    def _vista(self, nombre: str, patron: Path) -> None:
        ruta = str(patron).replace("'", "''")
        self._conexion.execute(f"create view \"{nombre}\" as select * from read_parquet('{ruta}')")  # noqa: S608

    def fuentes_con_renglones(self) -> frozenset[str]:
        """Fuentes con algún archivo vigente del que entró al menos un renglón, según la bitácora."""
        filas = self._conexion.execute(
            "select distinct fuente from bitacora_archivos where es_vigente and num_aceptados > 0"
        ).fetchall()
        return frozenset(f[0] for f in filas)

    def leer(self, suite: Suite) -> pd.DataFrame:
        """La tabla de la suite, o su muestra."""
        return _leer(self._conexion, suite)

    def columnas(self, suite: Suite) -> tuple[str, ...]:
        """Columnas que dice ``fuente.yml``, salvo que la suite traiga su propia consulta."""
        if suite.columnas:
            return suite.columnas
        return tuple(cargar_fuente(RAIZ / "etl" / "fuentes" / suite.objeto / "fuente.yml").esquema_crudo().names)


class Marts:
    """La construcción terminada por dbt, en solo lectura."""

    def __init__(self, construccion: Path):
        self._conexion = _conectar(construccion)

    def leer(self, suite: Suite) -> pd.DataFrame:
        """La tabla de la suite, o su muestra."""
        return _leer(self._conexion, suite)

    def columnas(self, suite: Suite) -> tuple[str, ...]:
        """Columnas del contrato de dbt, salvo que la suite traiga su propia consulta."""
        return suite.columnas or contrato(suite.objeto)


def tiene_contrato(modelo: str) -> bool:
    """¿El proyecto de dbt tiene ese modelo entre sus marts?"""
    return bool(list((RAIZ / "transformaciones_dbt" / "models" / "marts").glob(f"*/{modelo}.yml")))


def contrato(modelo: str) -> tuple[str, ...]:
    """Columnas que declara el YAML de un modelo de marts.

    Raises:
        FileNotFoundError: el modelo no tiene contrato.
    """
    hallados = list((RAIZ / "transformaciones_dbt" / "models" / "marts").glob(f"*/{modelo}.yml"))
    if not hallados:
        raise FileNotFoundError(f"El modelo {modelo} no tiene contrato en transformaciones_dbt/models/marts")
    declarado = yaml.safe_load(hallados[0].read_text(encoding="utf-8"))["models"][0]
    return tuple(c["name"] for c in declarado["columns"])


def _leer(conexion: duckdb.DuckDBPyConnection, suite: Suite) -> pd.DataFrame:
    consulta = suite.consulta or f'select * from "{suite.objeto}"'  # noqa: S608
    cuenta = conexion.execute(f"select count(*) from ({consulta})").fetchone()  # noqa: S608
    if cuenta is not None and cuenta[0] > LIMITE:
        llaves = ", ".join(f'"{c}"' for c in suite.llaves)
        consulta = f"select * from ({consulta}) order by hash({llaves}), {llaves} limit {LIMITE}"  # noqa: S608
    return conexion.execute(consulta).df()

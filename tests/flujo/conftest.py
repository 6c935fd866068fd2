"""El flujo con una construcción de juguete: las reglas de recepción y publicación sin esperar a dbt."""

from __future__ import annotations

import duckdb
import pytest

from etl import flujo
from etl.corrida import Corrida


def construir_de_juguete(corrida: Corrida) -> None:
    """Tres tablas hechas directamente de los insumos."""
    with duckdb.connect(str(corrida.construccion)) as conexion:
        bitacora = corrida.insumos / "bitacora"
        conexion.execute(f"create table mart_calidad__archivos as from '{bitacora}/archivos.parquet'")
        conexion.execute(f"create table mart_calidad__rechazos as from '{bitacora}/rechazos.parquet'")
        conexion.execute(
            f"create table fct_capturas as select * from read_parquet('{corrida.insumos}/capturas/*.parquet')"
            " order by archivo_sha256, fila"
        )
        conexion.execute("comment on table fct_capturas is 'Un renglón por renglón capturado.'")
        conexion.execute("comment on column fct_capturas.clave is 'Clave de la meta.'")


@pytest.fixture
def sin_dbt(monkeypatch: pytest.MonkeyPatch) -> None:
    """Cambia dbt, las estimaciones y la calidad por la construcción de juguete."""
    estaciones = (("Reuniendo", flujo.reunir), ("Construyendo", construir_de_juguete), ("Publicando", flujo.publicar))
    monkeypatch.setattr(flujo, "_ESTACIONES", estaciones)

"""El diccionario que se lee en el repositorio es el de lo que se publica."""

import pytest

from etl.publicacion.diccionario import DESTINO, diccionario

pytestmark = pytest.mark.flujo


def test_el_diccionario_esta_al_dia(instalacion_demo):
    publicado = diccionario(instalacion_demo.cfg.enlace_analistas.resolve())
    assert DESTINO.read_text(encoding="utf-8") == publicado, "corra «make flujo diccionario»"


def test_nada_se_publica_sin_descripcion(instalacion_demo):
    mudas = instalacion_demo.consultar(
        "select table_name || '.' || column_name from duckdb_columns() "
        "where schema_name = 'main' and not internal and coalesce(trim(comment), '') = ''"
    )
    assert mudas == []

"""Las bases de demostración traen nombres, teléfonos, correos, domicilios y encuestadores: ninguno llega al almacén."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from pathlib import Path

import duckdb
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from dominio.configuracion import RAIZ
from dominio.encuestas.llave import clave_de_entrevista
from tests.conftest import Instalacion

pytestmark = pytest.mark.flujo

PLANTADOS = ("Informante Inventado", "@ejemplo.invalid", "55-0000-", "Calle Inventada", "Encuestadora 0", "F00042")
VERBATIMS = ("QUE PASEN PATRULLAS", "que pasen patrullas", "PONER LUMINARIAS", "los franeleros")
"""Lo que alguien contestó con sus palabras: se codifica en su carpeta y no sale de ahí."""


def _hallados(contenido: bytes) -> list[str]:
    todos = (*PLANTADOS, *VERBATIMS)
    return [p for p in todos if p.encode() in contenido or p.encode("utf-16-le") in contenido]


def _textos_de_parquet(ruta: Path) -> Iterator[bytes]:
    """Los textos sin comprimir: los bytes de un Parquet comprimido no los muestran."""
    tabla = pq.read_table(ruta)
    for nombre in tabla.column_names:
        if pa.types.is_string(tabla.schema.field(nombre).type):
            yield "\n".join(v for v in tabla[nombre].unique().to_pylist() if v).encode()


def _textos_de_duckdb(ruta: Path) -> Iterator[bytes]:
    with duckdb.connect(str(ruta), read_only=True) as conexion:
        columnas = conexion.execute(
            "select schema_name, table_name, column_name from duckdb_columns() "
            "where data_type = 'VARCHAR' and not internal"
        ).fetchall()
        for esquema, tabla, columna in columnas:
            filas = conexion.execute(f'select distinct "{columna}" from "{esquema}"."{tabla}"').fetchall()
            yield "\n".join(str(v) for (v,) in filas if v is not None).encode()


def test_la_demostracion_si_trae_identificadores() -> None:
    """Sin esto, la prueba de abajo no probaría nada."""
    base = (RAIZ / "datos_crudos" / "encuestas" / "telefonica-1" / "base.csv").read_bytes()
    assert set(_hallados(base)) == set(PLANTADOS) - {"Calle Inventada"}
    carpeta = RAIZ / "datos_crudos" / "encuestas" / "vivienda-2"
    assert set(_hallados((carpeta / "codificacion.csv").read_bytes())) >= set(VERBATIMS[:1])
    assert "[dato personal]" in (carpeta / "codificacion.csv").read_text(encoding="utf-8-sig")


def test_ningun_identificador_en_almacen_ni_bitacora(instalacion_demo: Instalacion) -> None:
    cfg = instalacion_demo.cfg
    revisados = 0
    for carpeta in (cfg.almacen, cfg.bitacora.parent):
        for ruta in sorted(p for p in carpeta.rglob("*") if p.is_file() and not p.is_symlink()):
            assert not _hallados(ruta.read_bytes()), ruta.relative_to(carpeta)
            if ruta.suffix == ".parquet":
                assert not [h for t in _textos_de_parquet(ruta) for h in _hallados(t)], ruta.relative_to(carpeta)
            elif ruta.suffix == ".duckdb":
                assert not [h for t in _textos_de_duckdb(ruta) for h in _hallados(t)], ruta.relative_to(carpeta)
            revisados += 1
    assert revisados > 10
    assert instalacion_demo.consultar("select count(*) from mart_encuestas__resultados")[0][0] > 5000


def test_ninguna_tabla_publicada_lleva_personas_ni_resultados_por_colonia(instalacion_demo: Instalacion) -> None:
    columnas = instalacion_demo.consultar(
        "select table_name, column_name from duckdb_columns() where schema_name = 'main'"
    )
    propias = {
        (t, c)
        for t, c in columnas
        if "encuestas" in t or t.startswith(("fct_estimaciones", "dim_estudio", "dim_pregunta"))
    }
    assert propias
    assert not [p for p in propias if p[1] in ("respondente", "folio", "edad", "peso", "upm")]
    cortes = instalacion_demo.consultar("select distinct corte from mart_encuestas__resultados order by corte")
    assert [c for (c,) in cortes] == ["escolaridad", "grupo_edad", "sexo", "total", "zona"]
    con_colonia = instalacion_demo.consultar(
        "select table_name from duckdb_columns() "
        "where schema_name = 'main' and column_name = 'colonia_clave' order by 1"
    )
    assert [t for (t,) in con_colonia] == [
        "dim_colonia", "dim_poligono", "fct_cobertura_muestra", "mart_encuestas__cobertura", "mart_encuestas__mapa",
    ]  # fmt: skip


def test_el_crudo_lleva_la_clave_hmac_y_nada_que_lleve_al_renglon(instalacion_demo: Instalacion) -> None:
    cfg = instalacion_demo.cfg
    llave = cfg.estado / "llaves" / "encuestas.llave"
    assert stat.S_IMODE(llave.stat().st_mode) == 0o600
    for ruta in (cfg.crudo / "encuestas").glob("*.parquet"):
        tabla = pq.read_table(ruta, filters=[("tabla", "in", ["entrevistas", "respuestas"])])
        estudios = set(tabla["estudio"].to_pylist())
        assert set(tabla["fila"].to_pylist()) | set(tabla["hoja"].to_pylist()) <= {None}
        if estudios == {"telefonica-1"}:
            con_folio = clave_de_entrevista(llave.read_bytes(), "telefonica-1", "F00042")
            assert con_folio in set(tabla["respondente"].to_pylist())
            return
    pytest.fail("no está el crudo de telefonica-1")

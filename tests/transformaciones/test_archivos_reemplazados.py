"""Lo que falló en un archivo deja de esperar corrección cuando se entrega y se lee otro con el mismo nombre."""

import re

import duckdb
import pytest

from tests.arquitectura.reglas import modelos_sql

ENTREGAS = """
    create table stg_bitacora__archivos as
    select
        sha as archivo_sha256, 'capturas' as fuente, archivo, recibido::timestamp as recibido_en,
        recibido::date as fecha_recepcion, 'carpeta' as origen, 1 as tamano_bytes, estado, true as es_vigente,
        1 as num_renglones, 1 as num_aceptados, 0 as num_rechazados, null::varchar as motivo, null::varchar as remedio
    from (values
        ('rota_y_repuesta_1', '2026-10/CSC.xlsx', '2026-11-03 10:00', 'rechazado'),
        ('rota_y_repuesta_2', '2026-10/CSC.xlsx', '2026-11-04 10:00', 'leido'),
        ('repuesta_con_una_rota_1', '2026-10/DGO.xlsx', '2026-11-03 10:00', 'leido'),
        ('repuesta_con_una_rota_2', '2026-10/DGO.xlsx', '2026-11-04 10:00', 'rechazado'),
        ('unica', '2026-10/JO.xlsx', '2026-11-03 10:00', 'leido'),
        ('rota', '2026-10/UTR.xlsx', '2026-11-03 10:00', 'rechazado')
    ) as entregas (sha, archivo, recibido, estado);
    create table fct_rechazos (
        fuente varchar, archivo_sha256 varchar, tabla varchar, hoja varchar, fila bigint, celda varchar,
        columna varchar, valor varchar, regla varchar, motivo varchar, remedio varchar, gravedad varchar, etapa varchar
    );
"""


@pytest.fixture(scope="module")
def reemplazados():
    sql = re.sub(r"\{\{\s*ref\('(\w+)'\)\s*\}\}", r"\1", modelos_sql()["fct_archivos"].read_text(encoding="utf-8"))
    with duckdb.connect() as conexion:
        conexion.execute(ENTREGAS)
        return dict(conexion.execute(f"select archivo_sha256, esta_reemplazado from ({sql})").fetchall())


def test_solo_lo_repuesto_por_un_archivo_que_si_se_leyo(reemplazados):
    assert reemplazados == {
        "rota_y_repuesta_1": True,
        "rota_y_repuesta_2": False,
        "repuesta_con_una_rota_1": False,
        "repuesta_con_una_rota_2": False,
        "unica": False,
        "rota": False,
    }

"""Un mart chico en memoria, con las columnas que usan los agregados, y la puerta de consultas apuntando a él."""

from __future__ import annotations

import datetime as dt
from typing import Any

import duckdb
import pytest

from portal.paginas.seguimiento import consultas

COLUMNAS = (
    "meta_clave varchar, area_clave varchar, area_corta varchar, eje_clave varchar, eje_nombre varchar, periodo date, "
    "peso double, cumplimiento_tope double, cumplimiento_ranking double, clase varchar, es_critica boolean, "
    "num_meses_omitidos bigint, es_vencido boolean"
)
OCTUBRE, SEPTIEMBRE = dt.date(2026, 10, 1), dt.date(2026, 9, 1)
METAS: list[tuple[Any, ...]] = [
    # clave, área, eje, peso, tope, ranking, clase, crítica
    ("M1", "A1", "E1", 1.0, 100.0, 100.0, "CUMPLIDA", True),
    ("M2", "A1", "E1", 3.0, 50.0, 50.0, "DEFICIENTE", False),
    ("M3", "A1", "E2", None, 80.0, 80.0, "REGULAR", False),
    ("M4", "A2", "E2", 2.0, None, 0.0, "SIN_CAPTURA", True),
    ("M5", "A2", "E2", 1.0, None, None, "NO_EVALUABLE", False),
    ("M6", "A2", "E1", 5.0, None, None, "NO_PROGRAMADA", False),
]


@pytest.fixture
def mart(monkeypatch: pytest.MonkeyPatch) -> duckdb.DuckDBPyConnection:
    """Seis metas en septiembre y octubre; septiembre, con M2 en 70."""
    conexion = duckdb.connect()
    conexion.execute(f"create table mart_seguimiento__avance_mensual ({COLUMNAS})")
    for campo in ("umbral_cumplida", "umbral_buen_desempeno", "umbral_regular"):
        valor = {"umbral_cumplida": 100, "umbral_buen_desempeno": 90, "umbral_regular": 70}[campo]
        conexion.execute(f"alter table mart_seguimiento__avance_mensual add column {campo} double default {valor}")
    for periodo in (SEPTIEMBRE, OCTUBRE):
        for clave, area, eje, peso, tope, ranking, clase, critica in METAS:
            if clave == "M2" and periodo == SEPTIEMBRE:
                tope, ranking, clase = 70.0, 70.0, "REGULAR"
            conexion.execute(
                "insert into mart_seguimiento__avance_mensual values (?,?,?,?,?,?,?,?,?,?,?,0,true,100,90,70)",
                [clave, area, f"Área {area}", eje, f"Eje {eje}", periodo, peso, tope, ranking, clase, critica],
            )

    def consultar(sql: str, parametros: Any = None) -> list[dict[str, Any]]:
        cursor = conexion.execute(sql, parametros) if parametros else conexion.execute(sql)
        nombres = [c[0] for c in cursor.description]
        return [dict(zip(nombres, fila, strict=True)) for fila in cursor.fetchall()]

    monkeypatch.setattr(consultas, "consultar", consultar)
    return conexion

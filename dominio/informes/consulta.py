"""Lo que un informe lee de la versión publicada. Solo marts y dimensiones, en una conexión de solo lectura."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import Any

import duckdb

Renglon = dict[str, Any]


class Publicacion:
    """Una versión publicada abierta en solo lectura; se usa con ``with``."""

    def __init__(self, archivo: Path) -> None:
        self._conexion = duckdb.connect(str(archivo), read_only=True, config={"threads": 1})
        filas = self._conexion.execute(
            "select table_name from information_schema.tables where table_schema = 'main'"
        ).fetchall()
        self.tablas = frozenset(str(nombre) for (nombre,) in filas)

    def __enter__(self) -> Publicacion:
        return self

    def __exit__(self, *_: object) -> None:
        self._conexion.close()

    def filas(self, sql: str, parametros: list[Any] | None = None) -> list[Renglon]:
        """Un diccionario por renglón."""
        cursor = self._conexion.execute(sql, parametros or [])
        nombres = [str(d[0]) for d in cursor.description or []]
        return [dict(zip(nombres, fila, strict=True)) for fila in cursor.fetchall()]

    def filas_si_hay(self, tabla: str, sql: str, parametros: list[Any] | None = None) -> list[Renglon] | None:
        """Los renglones, o ``None`` si la versión no trae esa tabla."""
        return self.filas(sql, parametros) if tabla in self.tablas else None

    def ficha(self) -> Renglon:
        """Versión, corte, fecha de referencia y huella de los insumos."""
        return self.filas("select * from mart_calidad__version")[0]


@dataclass(frozen=True)
class DatosDeEvaluacion:
    """Todo lo que lleva la evaluación de un mes."""

    periodo: date
    ficha: Renglon
    es_vencido: bool
    total: Renglon | None
    anterior: Renglon | None
    metas: list[Renglon]
    ranking: list[Renglon]
    areas: list[Renglon]
    agregados: list[Renglon]
    alertas: list[Renglon]
    compromisos: list[Renglon] | None
    captura: list[Renglon]
    reexpresiones: list[Renglon] | None
    cierre: Renglon | None
    reglas: list[Renglon]
    tecnicas: list[Renglon]
    contrato: Renglon | None
    entregable: Renglon | None
    rechazos: list[Renglon] | None


def mensuales(publicacion: Publicacion, contrato: str = "SEG") -> list[Renglon]:
    """Informes mensuales de un contrato con el mes que evalúa cada uno: el primero, el del inicio."""
    filas = publicacion.filas_si_hay(
        "mart_contratos__entregables",
        "select entregable.*, (date_trunc('month', contrato.fecha_inicio) + to_months(cast("
        "row_number() over (order by entregable.fecha_comprometida) - 1 as integer)))::date as periodo"
        " from mart_contratos__entregables as entregable inner join dim_contrato as contrato using (contrato_clave)"
        " where contrato_clave = ? and entregable.tipo = 'mensual' order by entregable.fecha_comprometida",
        [contrato],
    )
    return filas or []


def del_mes(publicacion: Publicacion, contrato: str, periodo: date) -> list[str]:
    """Clave del informe mensual de ese contrato para ese mes: una o ninguna."""
    return [str(e["entregable_clave"]) for e in mensuales(publicacion, contrato) if e["periodo"] == periodo]


def unicos(publicacion: Publicacion, comienzo: str) -> list[str]:
    """Claves de los entregables únicos del contrato de seguimiento cuyo nombre empieza así."""
    filas = publicacion.filas_si_hay(
        "mart_contratos__entregables",
        "select entregable_clave from mart_contratos__entregables where contrato_clave = 'SEG' and tipo = 'unico'"
        " and starts_with(lower(entregable_nombre), lower(?)) order by entregable_clave",
        [comienzo],
    )
    return [str(f["entregable_clave"]) for f in filas or []]


def de_estudios(publicacion: Publicacion) -> list[str]:
    """Claves de los entregables de estudio que vencen cuando vence la entrega de un estudio publicado."""
    filas = publicacion.filas_si_hay(
        "mart_contratos__entregables",
        "select entregable_clave from mart_contratos__entregables where tipo = 'estudio' and fecha_comprometida in"
        " (select fecha_limite_entrega from mart_encuestas__ficha) order by entregable_clave",
    )
    return [str(f["entregable_clave"]) for f in filas or []]


def evaluacion(publicacion: Publicacion, periodo: date, area: str | None = None) -> DatosDeEvaluacion:
    """La evaluación de un mes; con ``area``, solo lo suyo."""
    del_mes = [periodo, area, area]
    nivel, clave = ("alcaldia", "TODO") if area is None else ("area", area)
    agregados = publicacion.filas(
        "select * from mart_seguimiento__agregados where periodo = ? and (? is null or (nivel = 'area' and clave = ?))"
        " order by nivel, clave",
        del_mes,
    )
    previo = publicacion.filas(
        "select * from mart_seguimiento__agregados where nivel = ? and clave = ?"
        " and periodo < ? order by periodo desc limit 1",
        [nivel, clave, periodo],
    )
    metas = publicacion.filas(
        "select * from mart_seguimiento__avance_mensual where periodo = ? and (? is null or area_clave = ?)"
        " order by area_clave, meta_clave",
        del_mes,
    )
    cierres = publicacion.filas_si_hay(
        "mart_seguimiento__cierres",
        "select * from mart_seguimiento__cierres where periodo = ? and es_vigente order by numero desc limit 1",
        [periodo],
    )
    entregables = [e for e in mensuales(publicacion) if e["periodo"] == periodo]
    contratos = publicacion.filas_si_hay(
        "mart_contratos__contratos", "select * from mart_contratos__contratos where contrato_clave = 'SEG'"
    )
    return DatosDeEvaluacion(
        periodo=periodo,
        ficha=publicacion.ficha(),
        es_vencido=bool(metas and metas[0]["es_vencido"]),
        total=next((a for a in agregados if a["nivel"] == nivel), None),
        anterior=previo[0] if previo else None,
        metas=metas,
        ranking=publicacion.filas(
            "select * from mart_seguimiento__ranking_metas where periodo = ? and (? is null or area_clave = ?)"
            " order by lugar nulls last, orden, meta_clave",
            del_mes,
        ),
        areas=publicacion.filas(
            "select * from mart_seguimiento__ranking_areas where periodo = ? and (? is null or area_clave = ?)"
            " order by lugar nulls last, orden, area_clave",
            del_mes,
        ),
        agregados=agregados,
        alertas=publicacion.filas(
            "select * from mart_seguimiento__alertas where periodo = ? and (? is null or area_clave = ?) order by"
            " case severidad when 'critica' then 0 when 'alta' then 1 when 'media' then 2 else 3 end, alerta_clave",
            del_mes,
        ),
        compromisos=publicacion.filas_si_hay(
            "mart_seguimiento__compromisos",
            "select * from mart_seguimiento__compromisos where fecha_comprometida <= (date_trunc('month', ?::date)"
            " + interval 1 month - interval 1 day) and (? is null or area_clave = ?)"
            " order by fecha_comprometida, compromiso_clave",
            del_mes,
        ),
        captura=publicacion.filas(
            "select * from mart_seguimiento__captura where periodo = ?"
            " and (? is null or area_clave = ?) order by area_clave",
            del_mes,
        ),
        reexpresiones=publicacion.filas_si_hay(
            "mart_seguimiento__reexpresiones",
            "select * from mart_seguimiento__reexpresiones where periodo = ? and (? is null or area_clave = ?)"
            " order by meta_clave, campo, cierre_clave",
            del_mes,
        ),
        cierre=cierres[0] if cierres else None,
        reglas=publicacion.filas("select * from mart_seguimiento__reglas order by vigente_desde, regla_clave"),
        tecnicas=publicacion.filas(
            "select * from dim_meta where (? is null or area_clave = ?) order by meta_clave", [area, area]
        ),
        contrato=contratos[0] if contratos else None,
        entregable=entregables[0] if entregables else None,
        rechazos=publicacion.filas_si_hay(
            "mart_calidad__rechazos",
            "select archivo, hoja, celda, motivo from mart_calidad__rechazos where fuente = 'capturas' and es_vigente"
            " and (? is null or archivo like '%/' || ? || '.%') order by archivo, hoja, fila, celda",
            [area, area],
        ),
    )

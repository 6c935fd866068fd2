"""Hoja trimestral de indicadores para la obligación de transparencia (artículo 121 de la ley local)."""

from __future__ import annotations

from datetime import date

from dominio.informes import formato
from dominio.informes.consulta import Publicacion
from dominio.informes.modelo import Columna, Documento, Seccion, Tabla, Valor

COLUMNAS = (
    Columna("ejercicio", "Ejercicio", "entero"),
    Columna("inicio", "Inicio del periodo", "fecha"),
    Columna("fin", "Término del periodo", "fecha"),
    Columna("objetivo", "Objetivo institucional", ancho=2),
    Columna("nombre", "Nombre del indicador", ancho=2),
    Columna("dimension", "Dimensión"),
    Columna("definicion", "Definición", ancho=2),
    Columna("metodo", "Método de cálculo con variables", ancho=2),
    Columna("unidad", "Unidad"),
    Columna("frecuencia", "Frecuencia"),
    Columna("base", "Línea base", "numero"),
    Columna("programada", "Metas programadas", "numero"),
    Columna("ajustada", "Metas ajustadas", "numero"),
    Columna("avance", "Avance", "numero"),
    Columna("sentido", "Sentido"),
    Columna("fuente", "Fuente", ancho=1.5),
    Columna("area", "Área responsable", ancho=1.5),
    Columna("validacion", "Fecha de validación", "fecha"),
    Columna("actualizacion", "Fecha de actualización", "fecha"),
)
_CORTE = 9


def documento(publicacion: Publicacion, periodo: date, area: str | None = None) -> Documento:
    """El trimestre al que pertenece el mes, con el último mes vencido de ese trimestre."""
    primero = date(periodo.year, 3 * ((periodo.month - 1) // 3) + 1, 1)
    fin = publicacion.filas("select (?::date + interval 3 month - interval 1 day)::date as fin", [primero])[0]["fin"]
    filas = publicacion.filas(
        """
        with ultimo as (
            select max(periodo) filter (where es_vencido) as vencido, min(periodo) as primero
            from mart_seguimiento__avance_mensual where periodo between ? and ?
        ),

        ajustes as (
            select meta_clave, bool_or(es_ajustada) as es_ajustada
            from mart_seguimiento__avance_mensual where periodo between ? and ? group by meta_clave
        )

        select
            mes.meta_clave, mes.objetivo_nombre, meta.indicador_nombre, meta.dimension, meta.definicion,
            meta.metodo_calculo,
            meta.unidad, meta.frecuencia, meta.linea_base, meta.meta_anual, meta.sentido, meta.medio_verificacion,
            mes.area_nombre, mes.realizado_acumulado, mes.meta_anual as meta_ajustada, ajustes.es_ajustada
        from mart_seguimiento__avance_mensual as mes
        inner join ultimo on mes.periodo = coalesce(ultimo.vencido, ultimo.primero)
        inner join dim_meta as meta using (meta_clave)
        inner join ajustes using (meta_clave)
        where ? is null or mes.area_clave = ?
        order by mes.area_clave, mes.meta_clave
        """,
        [primero, fin, primero, fin, area, area],
    )
    ficha = publicacion.ficha()
    renglones: list[list[Valor]] = [
        [
            periodo.year,
            primero,
            fin,
            f["objetivo_nombre"],
            f["indicador_nombre"],
            f["dimension"],
            f["definicion"],
            f["metodo_calculo"],
            f["unidad"],
            f["frecuencia"],
            f["linea_base"],
            f["meta_anual"],
            f["meta_ajustada"] if f["es_ajustada"] else None,
            f["realizado_acumulado"],
            f["sentido"],
            f["medio_verificacion"],
            f["area_nombre"],
            ficha["corte"],
            ficha["hoy"],
        ]
        for f in filas
    ]
    nombre = Columna("indicador", "Indicador", ancho=2)
    una = Tabla("hoja", "Indicadores del trimestre", COLUMNAS, renglones, formatos=frozenset({"xlsx"}))
    impresa = frozenset({"pdf", "docx"})
    completa = Tabla(
        "indicadores",
        "Indicadores del trimestre",
        COLUMNAS[:_CORTE],
        [r[:_CORTE] for r in renglones],
        formatos=impresa,
    )
    resto = Tabla(
        "indicadores_2",
        "Indicadores del trimestre (continúa)",
        [nombre, *COLUMNAS[_CORTE:]],
        [[r[4], *r[_CORTE:]] for r in renglones],
        formatos=impresa,
    )
    return Documento(
        "transparencia",
        "Indicadores de interés público",
        f"Trimestre que inicia en {formato.mes(primero)}",
        [
            ("Periodo", f"{formato.fecha(primero)} a {formato.fecha(fin)}"),
            ("Versión de los datos", str(ficha["version"])),
        ],
        [Seccion("Indicadores", [una, completa, resto], "Indicadores", en_pagina_nueva=True)],
        ficha["hoy"],
        str(ficha["version"]),
        bool(ficha["es_demostracion"]),
        con_indice=False,
    )

"""Lo que pregunta el tablero de un área (y el índice de áreas) a los marts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.almacen import consultar

Renglon = dict[str, Any]


def area(area_clave: str) -> Renglon | None:
    """El área vigente con esa clave, o None si no existe."""
    renglones = consultar(
        """
        select area_clave, area_nombre, area_corta, responsable
        from dim_area
        where area_clave = $area
        order by vigente_desde desc nulls last
        limit 1
        """,
        {"area": area_clave},
    )
    return renglones[0] if renglones else None


def ranking(periodo: dt.date) -> list[Renglon]:
    """Las áreas en su orden de ranking del periodo, con conteos, mes previo y umbrales: índice y cifras del área."""
    return consultar(
        """
        with umbrales as (
            select
                max(umbral_cumplida) as umbral_cumplida,
                max(umbral_buen_desempeno) as umbral_buen_desempeno,
                max(umbral_regular) as umbral_regular
            from mart_seguimiento__avance_mensual
            where periodo = $periodo
        )

        select lugares.*, agregados.cumplimiento_anterior, umbrales.*
        from mart_seguimiento__ranking_areas as lugares
        cross join umbrales
        left join mart_seguimiento__agregados as agregados
            on agregados.nivel = 'area'
            and agregados.clave = lugares.area_clave
            and agregados.periodo = lugares.periodo
        where lugares.periodo = $periodo
        order by lugares.orden
        """,
        {"periodo": periodo},
    )


def metas(area_clave: str, periodo: dt.date) -> list[Renglon]:
    """Las metas del área en el periodo, por línea de acción, con sus doce meses en listas (`serie_*`)."""
    return consultar(
        """
        with meses as (
            select
                meta_clave,
                list(programado_acumulado order by periodo) as serie_programado,
                list(realizado_acumulado order by periodo) as serie_realizado,
                list(estado_captura order by periodo) as serie_estado,
                list(programado order by periodo) as serie_mensual_programado
            from mart_seguimiento__avance_mensual
            where area_clave = $area and year(periodo) = year($periodo)
            group by meta_clave
        )

        select
            avance.meta_clave, avance.indicador_nombre, avance.unidad, avance.sentido, avance.acumulacion,
            avance.linea_clave, avance.linea_nombre, avance.programado_acumulado, avance.realizado_acumulado,
            avance.diferencia, avance.meta_anual, avance.cumplimiento, avance.cumplimiento_anterior, avance.clase,
            avance.clase_anterior, avance.avance_anual, avance.es_critica, avance.es_excedida, avance.es_concluida,
            avance.es_ajustada, avance.es_sin_brecha, avance.es_lb_incoherente, avance.num_extemporaneas,
            avance.num_meses_omitidos, avance.observaciones, avance.justificacion, avance.evidencia,
            avance.responsable, avance.peso, avance.periodo, avance.metodo_efectivo, avance.cumplimiento_tope,
            previo.cumplimiento as cumplimiento_anio_previo,
            meses.serie_programado, meses.serie_realizado, meses.serie_estado, meses.serie_mensual_programado
        from mart_seguimiento__avance_mensual as avance
        inner join meses using (meta_clave)
        left join mart_seguimiento__avance_mensual as previo
            on previo.meta_clave = avance.meta_clave and previo.periodo = $periodo - interval 1 year
        where avance.area_clave = $area and avance.periodo = $periodo
        order by avance.linea_clave, avance.meta_clave
        """,
        {"area": area_clave, "periodo": periodo},
    )


def captura(area_clave: str, periodo: dt.date) -> Renglon | None:
    """Estado de la captura del área en el periodo."""
    renglones = consultar(
        "select * from mart_seguimiento__captura where area_clave = $area and periodo = $periodo",
        {"area": area_clave, "periodo": periodo},
    )
    return renglones[0] if renglones else None


def para_descargar(area_clave: str, periodo: dt.date) -> list[Renglon]:
    """Las metas del área en el periodo con lo que pide una hoja de cálculo."""
    return consultar(
        """
        select
            linea_clave, linea_nombre, meta_clave, indicador_nombre, unidad, sentido, acumulacion, periodo,
            programado_acumulado, realizado_acumulado, diferencia, cumplimiento, clase, cumplimiento_anterior,
            clase_anterior, meta_anual, avance_anual, peso, es_critica, es_excedida, es_concluida, es_ajustada,
            num_meses_omitidos, num_extemporaneas, estado_captura, responsable, observaciones, justificacion,
            evidencia, regla_version, archivo, hoja, celda
        from mart_seguimiento__avance_mensual
        where area_clave = $area and periodo = $periodo
        order by linea_clave, meta_clave
        """,
        {"area": area_clave, "periodo": periodo},
    )

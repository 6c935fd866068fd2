"""El SQL de informes: meses, áreas, el entregable que toca y las cifras de dos meses."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.almacen import consultar

Renglon = dict[str, Any]


def periodos() -> list[Renglon]:
    """Meses del programa: periodo y es_vencido, del primero al último."""
    return consultar(
        "select periodo, bool_or(es_vencido) as es_vencido from mart_seguimiento__avance_mensual"
        " group by periodo order by periodo"
    )


def areas() -> list[Renglon]:
    """Áreas con metas, por su nombre corto."""
    return consultar(
        "select distinct area_clave, area_corta from mart_seguimiento__avance_mensual order by area_corta, area_clave"
    )


def entregable(periodo: date) -> Renglon | None:
    """El informe mensual del contrato de seguimiento que evalúa ese mes: el primero, el mes de inicio del contrato."""
    filas = consultar(
        """
        with numerados as (
            select
                entregable.*,
                (
                    date_trunc('month', contrato.fecha_inicio)
                    + to_months(cast(row_number() over (order by entregable.fecha_comprometida) - 1 as integer))
                )::date as periodo
            from mart_contratos__entregables as entregable
            inner join dim_contrato as contrato using (contrato_clave)
            where entregable.contrato_clave = 'SEG' and entregable.tipo = 'mensual'
        )

        select * from numerados where periodo = ?
        """,
        [periodo],
    )
    return filas[0] if filas else None


def total(periodo: date) -> Renglon | None:
    """Las cifras de la alcaldía en un mes."""
    filas = consultar(
        "select * from mart_seguimiento__agregados where nivel = 'alcaldia' and clave = 'TODO' and periodo = ?",
        [periodo],
    )
    return filas[0] if filas else None


def areas_en_dos_meses(antes: date, ahora: date) -> list[Renglon]:
    """Cumplimiento y lugar de cada área en los dos meses, por su lugar en el segundo."""
    return consultar(
        """
        select
            coalesce(ahora.area_clave, antes.area_clave) as area_clave,
            coalesce(ahora.area_corta, antes.area_corta) as area_corta,
            antes.cumplimiento_ranking as cumplimiento_antes,
            ahora.cumplimiento_ranking as cumplimiento_ahora,
            round(ahora.cumplimiento_ranking - antes.cumplimiento_ranking, 2) as diferencia,
            antes.lugar as lugar_antes,
            ahora.lugar as lugar_ahora
        from (select * from mart_seguimiento__ranking_areas where periodo = $ahora) as ahora
        full join (select * from mart_seguimiento__ranking_areas where periodo = $antes) as antes
            on ahora.area_clave = antes.area_clave
        order by lugar_ahora nulls last, area_corta
        """,
        {"antes": antes, "ahora": ahora},
    )


def metas_que_cambiaron(antes: date, ahora: date) -> list[Renglon]:
    """Metas cuya clase no es la misma en los dos meses; primero las que más cambiaron."""
    return consultar(
        """
        select
            ahora.meta_clave,
            ahora.indicador_nombre,
            ahora.area_corta,
            antes.clase as clase_antes,
            ahora.clase as clase_ahora,
            antes.cumplimiento as cumplimiento_antes,
            ahora.cumplimiento as cumplimiento_ahora,
            round(ahora.cumplimiento - antes.cumplimiento, 2) as diferencia
        from mart_seguimiento__avance_mensual as ahora
        inner join mart_seguimiento__avance_mensual as antes
            on ahora.meta_clave = antes.meta_clave and antes.periodo = $antes
        where ahora.periodo = $ahora and ahora.clase <> antes.clase
        order by abs(ahora.cumplimiento - antes.cumplimiento) desc nulls last, ahora.meta_clave
        """,
        {"antes": antes, "ahora": ahora},
    )

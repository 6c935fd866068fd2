"""El SQL de un rango de fechas: cotas de alcance por ámbito y sumas de lo que sí se suma. Solo marts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.almacen import consultar

Renglon = dict[str, Any]

VENTANAS = """
    select ambito, plataforma, campana_clave, origen, fecha_inicio, fecha_fin, alcance_minimo, alcance_maximo,
        es_reportada, num_impresiones, num_impresiones_diarias, cota_antes, cota_hasta
    from mart_difusion__alcance_ventanas
    where fecha_fin >= cast($desde as date) - 1 and fecha_inicio <= cast($hasta as date)
"""
DIAS = """
    select ambito, plataforma, campana_clave,
        coalesce(max(cota_acumulada) filter (where fecha < cast($desde as date)), 0) as cota_antes,
        max(cota_acumulada) as cota_hasta,
        max(alcance_minimo) filter (where fecha >= cast($desde as date)) as parte_mayor,
        max(num_impresiones_acumuladas)
            - coalesce(max(num_impresiones_acumuladas) filter (where fecha < cast($desde as date)), 0)
            as num_impresiones
    from mart_difusion__alcance_dias
    where fecha <= cast($hasta as date)
    group by ambito, plataforma, campana_clave
"""


def limites() -> Renglon:
    """Primer y último día de los meses con entrega."""
    return consultar(
        """
        select min(periodo) as primero, last_day(max(periodo)) as ultimo
        from mart_difusion__campana_mes
        where num_impresiones > 0
        """
    )[0]


def ventanas(desde: dt.date, hasta: dt.date) -> list[Renglon]:
    """Los tramos con alcance conocido que tocan el rango, y los que terminan justo antes."""
    return consultar(VENTANAS, {"desde": desde, "hasta": hasta})


def dias(desde: dt.date, hasta: dt.date) -> list[Renglon]:
    """Por ámbito, la cota acumulada antes y al final del rango, y lo observado en sus días."""
    return consultar(DIAS, {"desde": desde, "hasta": hasta})


def campanas(
    desde: dt.date, hasta: dt.date, plataforma: str | None, objetivo: str | None, publico: str | None
) -> list[Renglon]:
    """Entrega de cada campaña en el rango; un mes que solo se exportó entero cuenta si el rango lo abarca todo.

    ``es_parcial``: el rango parte un mes sin detalle diario, y lo de ese mes no se cuenta.
    """
    return consultar(
        """
        with diarias as (
            select campana_clave, periodo, sum(num_impresiones) as impresiones_del_mes,
                sum(importe_gasto_mxn) filter (where fecha between $desde and $hasta) as importe_gasto_mxn,
                sum(num_impresiones) filter (where fecha between $desde and $hasta) as num_impresiones,
                sum(num_interacciones) filter (where fecha between $desde and $hasta) as num_interacciones,
                sum(num_clics) filter (where fecha between $desde and $hasta) as num_clics,
                sum(num_visitas) filter (where fecha between $desde and $hasta) as num_visitas,
                sum(num_contactos) filter (where fecha between $desde and $hasta) as num_contactos
            from mart_difusion__diario
            where periodo between date_trunc('month', cast($desde as date)) and $hasta
            group by campana_clave, periodo
        ),

        meses as (
            select m.*, coalesce(d.impresiones_del_mes >= m.num_impresiones, false) as es_diaria,
                m.periodo >= $desde and last_day(m.periodo) <= $hasta as es_entero, d.importe_gasto_mxn as d_gasto,
                d.num_impresiones as d_impresiones, d.num_interacciones as d_interacciones, d.num_clics as d_clics,
                d.num_visitas as d_visitas, d.num_contactos as d_contactos
            from mart_difusion__campana_mes as m
            left join diarias as d on m.campana_clave = d.campana_clave and m.periodo = d.periodo
            where m.periodo between date_trunc('month', cast($desde as date)) and $hasta and m.num_impresiones > 0
                and ($plataforma is null or m.plataforma = $plataforma)
                and ($objetivo is null or m.objetivo = $objetivo)
                and ($publico is null or m.publico_clave = $publico)
        )

        select campana_clave, any_value(campana_nombre) as campana_nombre, any_value(plataforma) as plataforma,
            any_value(objetivo) as objetivo, any_value(publico_clave) as publico_clave,
            any_value(publico_nombre) as publico_nombre, bool_or(tiene_alcance) as tiene_alcance,
            bool_or(not es_diaria and not es_entero) as es_parcial,
            sum(case when es_diaria or not es_entero then d_gasto else importe_gasto_mxn end) as importe_gasto_mxn,
            cast(sum(case when es_diaria or not es_entero then d_impresiones else num_impresiones end) as bigint)
                as num_impresiones,
            cast(sum(case when es_diaria or not es_entero then d_interacciones else num_interacciones end) as bigint)
                as num_interacciones,
            cast(sum(case when es_diaria or not es_entero then d_clics else num_clics end) as bigint) as num_clics,
            cast(sum(case when es_diaria or not es_entero then d_visitas else num_visitas end) as bigint)
                as num_visitas,
            cast(sum(case when es_diaria or not es_entero then d_contactos else num_contactos end) as bigint)
                as num_contactos
        from meses
        group by campana_clave
        having sum(case when es_diaria or not es_entero then d_impresiones else num_impresiones end) > 0
            or bool_or(not es_diaria and not es_entero)
        order by plataforma, importe_gasto_mxn desc nulls last, campana_clave
        """,
        {"desde": desde, "hasta": hasta, "plataforma": plataforma, "objetivo": objetivo, "publico": publico},
    )


def filtros_posibles(desde: dt.date, hasta: dt.date) -> list[Renglon]:
    """Plataformas, objetivos y públicos con entrega en los meses del rango."""
    return consultar(
        """
        select distinct plataforma, objetivo, publico_clave, publico_nombre
        from mart_difusion__campana_mes
        where periodo between date_trunc('month', cast($desde as date)) and $hasta and num_impresiones > 0
        """,
        {"desde": desde, "hasta": hasta},
    )


def poblacion(publico: str | None) -> Renglon | None:
    """El público elegido, o la población general."""
    halladas = consultar(
        """
        select *
        from dim_publico
        where ($publico is null and es_general) or publico_clave = $publico
        order by publico_clave
        limit 1
        """,
        {"publico": publico},
    )
    return halladas[0] if halladas else None

with

agregados as (
    select * from {{ ref('mart_seguimiento__agregados') }}
    where nivel = 'area' and es_vencido
),

areas as (
    select * from {{ ref('dim_area') }}
),

-- rank() solo entre quienes tienen valor: 1, 1, 3. Lo demás va después, sin lugar.
con_lugar as (
    select
        *,
        case
            when cumplimiento_ranking is not null
                then rank() over (partition by periodo order by cumplimiento_ranking desc nulls last)
        end as lugar,
        case
            when cumplimiento is not null
                then rank() over (partition by periodo order by cumplimiento desc nulls last)
        end as lugar_sin_omisiones,
        row_number() over (
            partition by periodo order by cumplimiento_ranking desc nulls last, num_extemporaneas asc, clave asc
        ) as orden
    from agregados
),

con_movimiento as (
    select
        *,
        lag(lugar) over (partition by ejercicio, clave order by periodo) as lugar_anterior
    from con_lugar
),

finales as (
    select
        con_movimiento.periodo,
        con_movimiento.lugar,
        con_movimiento.orden,
        con_movimiento.clave as area_clave,
        con_movimiento.nombre as area_nombre,
        areas.area_corta,
        con_movimiento.cumplimiento_ranking,
        con_movimiento.cumplimiento,
        con_movimiento.lugar_sin_omisiones,
        con_movimiento.cobertura,
        con_movimiento.lugar_anterior,
        con_movimiento.lugar_anterior - con_movimiento.lugar as movimiento,
        con_movimiento.clase,
        con_movimiento.es_corte_vigente,
        con_movimiento.num_metas,
        con_movimiento.num_cumplida,
        con_movimiento.num_buen_desempeno,
        con_movimiento.num_regular,
        con_movimiento.num_deficiente,
        con_movimiento.num_sin_captura,
        con_movimiento.num_no_evaluable,
        con_movimiento.num_no_programada,
        con_movimiento.num_no_aplica,
        con_movimiento.num_pendiente,
        con_movimiento.num_evaluables,
        con_movimiento.num_exigibles,
        con_movimiento.num_meses_omitidos,
        con_movimiento.num_extemporaneas,
        con_movimiento.num_excedidas
    from con_movimiento
    left join areas on con_movimiento.clave = areas.area_clave
)

select * from finales

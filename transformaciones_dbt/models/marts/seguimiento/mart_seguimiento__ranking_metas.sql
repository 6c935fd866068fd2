with

avances as (
    select * from {{ ref('mart_seguimiento__avance_mensual') }}
    where es_vencido
),

con_lugar as (
    select
        *,
        case
            when cumplimiento_ranking is not null
                then rank() over (partition by periodo order by cumplimiento_ranking desc nulls last)
        end as lugar,
        row_number() over (
            partition by periodo order by cumplimiento_ranking desc nulls last, num_extemporaneas asc, meta_clave asc
        ) as orden,
        -- De lo exigido a la meta hasta el corte, la proporción que sí se capturó.
        case
            when num_meses_exigibles > 0
                then (num_meses_exigibles - num_meses_omitidos) / cast(num_meses_exigibles as double)
        end as cobertura
    from avances
),

con_movimiento as (
    select
        *,
        lag(lugar) over (partition by ejercicio, meta_clave order by periodo) as lugar_anterior
    from con_lugar
),

finales as (
    select
        periodo,
        lugar,
        orden,
        meta_clave,
        indicador_nombre,
        area_clave,
        area_corta,
        eje_clave,
        cumplimiento_ranking,
        cumplimiento,
        clase,
        cobertura,
        lugar_anterior,
        lugar_anterior - lugar as movimiento,
        es_corte_vigente,
        es_critica,
        es_excedida,
        num_meses_omitidos,
        num_extemporaneas,
        programado_acumulado,
        realizado_acumulado,
        unidad
    from con_movimiento
)

select * from finales

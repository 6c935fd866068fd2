with

cierres as (
    select * from {{ source('cierres', 'areas') }}
),

renombrada as (
    select
        cierre_clave,
        cast(periodo as date) as periodo,
        cast(lugar as bigint) as lugar,
        cast(orden as bigint) as orden,
        area_clave,
        area_nombre,
        area_corta,
        cast(cumplimiento_ranking as double) as cumplimiento_ranking,
        cast(cumplimiento as double) as cumplimiento,
        cast(lugar_sin_omisiones as bigint) as lugar_sin_omisiones,
        cast(cobertura as double) as cobertura,
        cast(lugar_anterior as bigint) as lugar_anterior,
        cast(movimiento as bigint) as movimiento,
        clase,
        cast(es_corte_vigente as boolean) as es_corte_vigente,
        cast(num_metas as bigint) as num_metas,
        cast(num_cumplida as bigint) as num_cumplida,
        cast(num_buen_desempeno as bigint) as num_buen_desempeno,
        cast(num_regular as bigint) as num_regular,
        cast(num_deficiente as bigint) as num_deficiente,
        cast(num_sin_captura as bigint) as num_sin_captura,
        cast(num_no_evaluable as bigint) as num_no_evaluable,
        cast(num_no_programada as bigint) as num_no_programada,
        cast(num_no_aplica as bigint) as num_no_aplica,
        cast(num_pendiente as bigint) as num_pendiente,
        cast(num_evaluables as bigint) as num_evaluables,
        cast(num_exigibles as bigint) as num_exigibles,
        cast(num_meses_omitidos as bigint) as num_meses_omitidos,
        cast(num_extemporaneas as bigint) as num_extemporaneas,
        cast(num_excedidas as bigint) as num_excedidas
    from cierres
)

select * from renombrada

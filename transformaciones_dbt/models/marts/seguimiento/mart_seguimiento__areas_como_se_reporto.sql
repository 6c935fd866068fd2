with

cerrados as (
    select * from {{ ref('fct_areas_cerradas') }}
),

cierres as (
    select * from {{ ref('fct_cierres') }}
    where es_vigente
),

finales as (
    select
        cerrados.cierre_clave,
        cierres.periodo as cierre_periodo,
        cerrados.periodo,
        cerrados.lugar,
        cerrados.orden,
        cerrados.area_clave,
        cerrados.area_nombre,
        cerrados.area_corta,
        cerrados.cumplimiento_ranking,
        cerrados.cumplimiento,
        cerrados.lugar_sin_omisiones,
        cerrados.cobertura,
        cerrados.lugar_anterior,
        cerrados.movimiento,
        cerrados.clase,
        cerrados.es_corte_vigente,
        cerrados.num_metas,
        cerrados.num_cumplida,
        cerrados.num_buen_desempeno,
        cerrados.num_regular,
        cerrados.num_deficiente,
        cerrados.num_sin_captura,
        cerrados.num_no_evaluable,
        cerrados.num_no_programada,
        cerrados.num_no_aplica,
        cerrados.num_pendiente,
        cerrados.num_evaluables,
        cerrados.num_exigibles,
        cerrados.num_meses_omitidos,
        cerrados.num_extemporaneas,
        cerrados.num_excedidas
    from cerrados
    inner join cierres on cerrados.cierre_clave = cierres.cierre_clave
)

select * from finales

with

periodos as (
    select * from {{ ref('dim_periodo') }}
),

resumen as (
    select
        max(hoy) as hoy,
        max(case when es_corte_vigente then periodo end) as corte_periodo,
        max(case when es_corte_vigente then fecha_fin end) as corte_fecha,
        min(case when fecha_limite >= hoy then fecha_limite end) as siguiente_fecha_limite,
        coalesce(max(case when es_corte_vigente then ejercicio end), min(ejercicio)) as ejercicio
    from periodos
    having count(*) > 0
)

select * from resumen

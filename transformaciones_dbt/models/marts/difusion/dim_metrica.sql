with

metricas as (
    select
        metrica_clave,
        columna,
        metrica_nombre,
        aditividad,
        unidad,
        formula,
        nota
    from {{ ref('metricas_difusion') }}
)

select * from metricas

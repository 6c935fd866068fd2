with

bitacora as (
    select * from {{ source('bitacora', 'corrida') }}
),

renombrada as (
    select
        cast(hoy as date) as hoy,
        cast(es_demostracion as boolean) as es_demostracion
    from bitacora
)

select * from renombrada

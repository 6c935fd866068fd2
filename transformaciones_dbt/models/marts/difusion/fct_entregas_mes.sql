with

hechos as (
    select * from {{ ref('int_difusion__entregas_mes') }}
)

select * from hechos

with

hechos as (
    select * from {{ ref('int_difusion__entregas_periodo') }}
)

select * from hechos

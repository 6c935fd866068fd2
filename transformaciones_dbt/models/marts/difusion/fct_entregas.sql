with

hechos as (
    select * from {{ ref('int_difusion__entregas_dia') }}
)

select * from hechos

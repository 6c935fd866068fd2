with

hechos as (
    select * from {{ ref('int_difusion__alcance_observado') }}
)

select * from hechos

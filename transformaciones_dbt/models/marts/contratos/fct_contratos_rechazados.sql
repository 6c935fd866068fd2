with

rechazados as (
    select * from {{ ref('int_contratos__rechazos') }}
)

select * from rechazados

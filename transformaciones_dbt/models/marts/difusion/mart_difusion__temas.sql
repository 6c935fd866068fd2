with

relaciones as (
    select * from {{ ref('dim_tema') }}
)

select * from relaciones

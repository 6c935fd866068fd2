with

cerrados as (
    select * from {{ ref('stg_cierres__avances') }}
)

select * from cerrados

with

cerrados as (
    select * from {{ ref('stg_cierres__areas') }}
)

select * from cerrados

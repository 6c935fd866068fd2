with

bandas as (
    select * from {{ ref('fct_banda_contractual') }}
)

select * from bandas

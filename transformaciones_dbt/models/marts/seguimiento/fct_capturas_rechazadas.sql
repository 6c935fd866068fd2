with

rechazadas as (
    select * from {{ ref('int_seguimiento__capturas_rechazadas') }}
)

select * from rechazadas

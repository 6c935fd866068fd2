with crudo as (
    select * from {{ source('crudo', 'estimaciones') }}
    where tabla in ('resultados', 'pruebas', 'diseno', 'diferencias', 'perfil')
)

select * from crudo

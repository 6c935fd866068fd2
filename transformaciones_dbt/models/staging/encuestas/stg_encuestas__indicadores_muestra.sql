with crudo as (
    select * from {{ source('crudo', 'encuestas') }}
    where tabla = 'calidad_muestra'
),

final as (
    select
        archivo_sha256,
        estudio,
        aspecto,
        indicador,
        orden,
        valor,
        texto
    from crudo
)

select * from final

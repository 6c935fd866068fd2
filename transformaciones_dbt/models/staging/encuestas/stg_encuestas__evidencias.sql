with crudo as (
    select * from {{ source('crudo', 'encuestas') }}
    where tabla = 'evidencias'
),

final as (
    select
        archivo_sha256,
        estudio,
        orden,
        tipo as evidencia_tipo,
        referencia,
        custodia,
        fecha_fin as fecha_conservacion
    from crudo
)

select * from final

with crudo as (
    select * from {{ source('crudo', 'encuestas') }}
    where tabla = 'hallazgos'
),

final as (
    select
        archivo_sha256,
        estudio,
        orden,
        tema,
        texto as hallazgo,
        seudonimo,
        cita
    from crudo
)

select * from final

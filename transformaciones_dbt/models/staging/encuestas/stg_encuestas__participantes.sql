with crudo as (
    select * from {{ source('crudo', 'encuestas') }}
    where tabla = 'participantes'
),

final as (
    select
        archivo_sha256,
        estudio,
        orden,
        seudonimo,
        sexo,
        grupo_edad,
        zona
    from crudo
)

select * from final

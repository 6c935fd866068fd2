with crudo as (
    select * from {{ source('crudo', 'encuestas') }}
    where tabla = 'cobertura'
),

final as (
    select
        archivo_sha256,
        estudio,
        colonia as colonia_clave,
        num_hechas,
        cuota
    from crudo
)

select * from final

with crudo as (
    select * from {{ source('crudo', 'geografia') }}
    where tabla = 'poligonos'
),

final as (
    select
        archivo_sha256,
        colonia as colonia_clave,
        trazo,
        x,
        y,
        ancho,
        alto
    from crudo
)

select * from final

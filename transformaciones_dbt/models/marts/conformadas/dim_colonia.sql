with catalogo as (
    select * from {{ ref('colonias') }}
),

final as (
    select
        colonia_clave,
        colonia_nombre,
        nombre_oficial,
        zona,
        zona_nombre_completo,
        distrito_local,
        nullif(sector, '') as sector,
        poblacion_2020,
        area_km2,
        lon,
        lat,
        nullif(codigo_postal, '') as codigo_postal,
        mosaico_fila,
        mosaico_columna
    from catalogo
)

select * from final

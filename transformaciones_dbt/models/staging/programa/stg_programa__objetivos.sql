with

programa as (
    select * from {{ source('crudo', 'programa') }}
),

objetivos as (
    select
        archivo_sha256,
        hoja,
        fila,
        clave as objetivo_clave,
        eje as eje_clave,
        nombre as objetivo_nombre
    from programa
    where tabla = 'objetivos'
)

select * from objetivos

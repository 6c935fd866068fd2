with

programa as (
    select * from {{ source('crudo', 'programa') }}
),

ejes as (
    select
        archivo_sha256,
        hoja,
        fila,
        clave as eje_clave,
        nombre as eje_nombre
    from programa
    where tabla = 'ejes'
)

select * from ejes

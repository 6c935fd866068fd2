with

programa as (
    select * from {{ source('crudo', 'programa') }}
),

lineas as (
    select
        archivo_sha256,
        hoja,
        fila,
        clave as linea_clave,
        estrategia as estrategia_clave,
        nombre as linea_nombre
    from programa
    where tabla = 'lineas'
)

select * from lineas

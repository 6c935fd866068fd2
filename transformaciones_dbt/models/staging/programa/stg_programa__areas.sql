with

programa as (
    select * from {{ source('crudo', 'programa') }}
),

areas as (
    select
        archivo_sha256,
        hoja,
        fila,
        clave as area_clave,
        nombre as area_nombre,
        responsable,
        vigente_desde,
        vigente_hasta
    from programa
    where tabla = 'areas'
)

select * from areas

with

programa as (
    select * from {{ source('crudo', 'programa') }}
),

inhabiles as (
    select
        archivo_sha256,
        hoja,
        fila,
        fecha as fecha_inhabil,
        nombre as inhabil_nombre
    from programa
    where tabla = 'inhabiles'
)

select * from inhabiles

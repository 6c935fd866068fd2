with

crudo as (
    select * from {{ source('crudo', 'pauta') }}
    where tabla = 'inhabiles'
),

renombrado as (
    select
        archivo_sha256,
        hoja,
        fila,
        fecha,
        nombre as inhabil_nombre
    from crudo
)

select * from renombrado

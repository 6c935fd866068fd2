with

crudo as (
    select * from {{ source('crudo', 'pauta') }}
    where tabla = 'temas'
),

renombrado as (
    select
        archivo_sha256,
        hoja,
        fila,
        tema,
        tipo,
        clave as relacionado_clave
    from crudo
)

select * from renombrado

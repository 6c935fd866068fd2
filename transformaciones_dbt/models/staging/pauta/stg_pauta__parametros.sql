with

crudo as (
    select * from {{ source('crudo', 'pauta') }}
    where tabla = 'parametros'
),

renombrado as (
    select
        archivo_sha256,
        hoja,
        fila,
        clave as parametro_clave,
        cantidad as valor
    from crudo
)

select * from renombrado

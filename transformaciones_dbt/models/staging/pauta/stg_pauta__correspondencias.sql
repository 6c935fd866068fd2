with

crudo as (
    select * from {{ source('crudo', 'pauta') }}
    where tabla = 'correspondencia'
),

renombrado as (
    select
        archivo_sha256,
        hoja,
        fila,
        campana as campana_clave,
        plataforma,
        campana_plataforma
    from crudo
)

select * from renombrado

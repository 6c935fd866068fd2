with

nombres as (
    select * from {{ source('bitacora', 'nombres') }}
),

renombrada as (
    select
        fuente,
        archivo,
        archivo_sha256
    from nombres
)

select * from renombrada

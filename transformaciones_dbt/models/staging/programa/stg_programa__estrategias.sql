with

programa as (
    select * from {{ source('crudo', 'programa') }}
),

estrategias as (
    select
        archivo_sha256,
        hoja,
        fila,
        clave as estrategia_clave,
        objetivo as objetivo_clave,
        nombre as estrategia_nombre
    from programa
    where tabla = 'estrategias'
)

select * from estrategias

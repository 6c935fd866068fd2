with

fuentes as (
    select
        fuente,
        cast(orden as bigint) as orden,
        nombre as fuente_nombre,
        entrega,
        asunto
    from {{ ref('fuentes') }}
)

select * from fuentes

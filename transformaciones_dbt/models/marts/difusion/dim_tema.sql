with

temas as (
    select
        tema,
        tipo as tipo_relacion,
        relacionado_clave
    from {{ ref('stg_pauta__temas') }}
)

select * from temas

with respondentes as (
    select * from {{ ref('stg_encuestas__respondentes') }}
),

estudios as (
    select * from {{ ref('dim_estudio') }}
),

final as (
    select
        respondentes.estudio,
        respondentes.caso,
        respondentes.zona,
        respondentes.sexo,
        respondentes.grupo_edad,
        respondentes.escolaridad,
        respondentes.factor_expansion,
        respondentes.unidad_muestreo,
        respondentes.estrato_muestreo
    from respondentes
    inner join estudios on respondentes.archivo_sha256 = estudios.archivo_sha256
)

select * from final

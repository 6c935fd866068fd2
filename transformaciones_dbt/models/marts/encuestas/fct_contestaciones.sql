with contestaciones as (
    select * from {{ ref('stg_encuestas__contestaciones') }}
),

estudios as (
    select * from {{ ref('dim_estudio') }}
),

final as (
    select
        contestaciones.estudio,
        contestaciones.caso,
        contestaciones.pregunta,
        contestaciones.num_mencion,
        contestaciones.opcion,
        contestaciones.valor
    from contestaciones
    inner join estudios on contestaciones.archivo_sha256 = estudios.archivo_sha256
)

select * from final

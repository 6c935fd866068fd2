with estudios as (
    select * from {{ ref('dim_estudio') }}
),

hallazgos as (
    select * from {{ ref('stg_encuestas__hallazgos') }}
),

participantes as (
    select * from {{ ref('stg_encuestas__participantes') }}
),

final as (
    select
        hallazgos.estudio,
        hallazgos.orden,
        row_number() over (
            partition by hallazgos.estudio, hallazgos.orden
            order by hallazgos.seudonimo, hallazgos.cita
        ) as orden_cita,
        hallazgos.tema,
        hallazgos.hallazgo,
        hallazgos.cita,
        hallazgos.seudonimo,
        hallazgos.seudonimo || ', ' || lower(participantes.sexo) || ', ' || participantes.grupo_edad as quien
    from hallazgos
    inner join estudios on hallazgos.archivo_sha256 = estudios.archivo_sha256
    left join participantes
        on
            hallazgos.archivo_sha256 = participantes.archivo_sha256
            and hallazgos.seudonimo = participantes.seudonimo
)

select * from final

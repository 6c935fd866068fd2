with hechos as (
    select * from {{ ref('fct_hallazgos_grupo') }}
),

estudios as (
    select * from {{ ref('dim_estudio') }}
),

final as (
    select
        estudios.estudio_corto,
        hechos.estudio,
        hechos.orden,
        hechos.orden_cita,
        hechos.tema,
        hechos.hallazgo,
        hechos.cita,
        hechos.seudonimo,
        hechos.quien
    from hechos
    inner join estudios on hechos.estudio = estudios.estudio
)

select * from final

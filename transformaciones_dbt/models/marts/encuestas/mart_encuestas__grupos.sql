with estudios as (
    select * from {{ ref('dim_estudio') }}
    where tipo_estudio = 'grupo'
),

hallazgos as (
    select
        estudio,
        count(distinct orden) as num_hallazgos,
        count(cita) as num_citas
    from {{ ref('fct_hallazgos_grupo') }}
    group by estudio
),

final as (
    select
        estudios.estudio,
        estudios.estudio_nombre,
        estudios.estudio_corto,
        estudios.objetivo,
        estudios.fecha_fin as fecha_realizado,
        estudios.plataforma,
        estudios.moderacion,
        estudios.reclutamiento,
        estudios.segmento,
        estudios.cuestionario as guia,
        estudios.analisis,
        estudios.limitaciones,
        estudios.duracion_minutos,
        estudios.duracion_minutos <= 120 as es_duracion_valida,
        estudios.num_invitados,
        estudios.num_asistentes,
        estudios.num_asistentes between 8 and 10 as es_asistencia_valida,
        estudios.num_observadores,
        coalesce(hallazgos.num_hallazgos, 0) as num_hallazgos,
        coalesce(hallazgos.num_citas, 0) as num_citas
    from estudios
    left join hallazgos on estudios.estudio = hallazgos.estudio
)

select * from final

-- La serie es modo + serie + pregunta + redacción: vivienda y teléfono nunca quedan en la misma.
with estimaciones as (
    select * from {{ ref('fct_estimaciones') }}
    where corte = 'total'
),

preguntas as (
    select * from {{ ref('dim_pregunta') }}
    where tendencia is not null
),

estudios as (
    select * from {{ ref('dim_estudio') }}
    where tipo_estudio = 'encuesta'
),

diferencias as (
    select * from {{ ref('fct_diferencias_oleadas') }}
    where corte = 'total'
),

final as (
    select
        estudios.modo || '|' || estudios.serie || '|' || preguntas.tendencia || '|' || preguntas.huella_redaccion
            as serie_clave,
        estudios.modo,
        estudios.serie,
        preguntas.tendencia,
        estudios.oleada,
        estimaciones.estudio,
        estudios.estudio_corto,
        estudios.fecha_inicio,
        estudios.fecha_fin,
        estimaciones.pregunta,
        preguntas.pregunta_nombre,
        preguntas.pregunta_texto,
        estimaciones.opcion,
        estimaciones.opcion_etiqueta,
        estimaciones.medida,
        estimaciones.es_principal,
        estimaciones.estimacion,
        estimaciones.error_estandar,
        estimaciones.ic_inferior,
        estimaciones.ic_superior,
        (estimaciones.ic_superior - estimaciones.ic_inferior) / 2 as margen,
        estimaciones.num_base,
        estimaciones.precision,
        estimaciones.motivo_supresion,
        estimaciones.base_margen,
        diferencias.estudio_anterior,
        diferencias.estimacion_anterior,
        diferencias.diferencia,
        diferencias.valor_p,
        diferencias.minima_detectable,
        diferencias.es_distinguible
    from estimaciones
    inner join estudios on estimaciones.estudio = estudios.estudio
    inner join preguntas
        on
            estimaciones.estudio = preguntas.estudio
            and estimaciones.pregunta = preguntas.pregunta
    left join diferencias
        on
            estimaciones.estudio = diferencias.estudio
            and estimaciones.pregunta = diferencias.pregunta
            and estimaciones.opcion = diferencias.opcion
            and estimaciones.medida = diferencias.medida
)

select * from final

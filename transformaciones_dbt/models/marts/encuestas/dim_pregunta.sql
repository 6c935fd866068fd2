with estudios as (
    select * from {{ ref('dim_estudio') }}
),

preguntas as (
    select * from {{ ref('stg_encuestas__preguntas') }}
),

principales as (
    select
        archivo_sha256,
        pregunta,
        min(opcion) as neto_principal,
        min_by(frase, opcion) as neto_frase
    from {{ ref('stg_encuestas__opciones') }}
    where es_principal
    group by archivo_sha256, pregunta
),

final as (
    select
        preguntas.estudio,
        preguntas.pregunta,
        preguntas.orden,
        preguntas.pregunta_nombre,
        preguntas.pregunta_texto,
        preguntas.tipo_pregunta,
        preguntas.tema,
        preguntas.filtro,
        preguntas.tendencia,
        preguntas.huella_redaccion,
        preguntas.saldo_etiqueta,
        coalesce(preguntas.es_abierta, false) as es_abierta,
        preguntas.version_codigos,
        principales.neto_principal,
        principales.neto_frase
    from preguntas
    inner join estudios on preguntas.archivo_sha256 = estudios.archivo_sha256
    left join principales
        on
            preguntas.archivo_sha256 = principales.archivo_sha256
            and preguntas.pregunta = principales.pregunta
)

select * from final

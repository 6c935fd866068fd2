with crudo as (
    select * from {{ source('crudo', 'encuestas') }}
    where tabla = 'preguntas'
),

final as (
    select
        archivo_sha256,
        estudio,
        pregunta,
        orden,
        nombre as pregunta_nombre,
        texto as pregunta_texto,
        tipo as tipo_pregunta,
        tema,
        filtro,
        tendencia,
        huella_redaccion,
        saldo as saldo_etiqueta,
        es_abierta,
        version_codigos
    from crudo
)

select * from final

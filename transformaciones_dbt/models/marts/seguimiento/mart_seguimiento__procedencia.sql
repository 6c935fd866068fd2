with

capturas as (
    select * from {{ ref('fct_capturas') }}
),

finales as (
    select
        meta_clave,
        area_clave,
        periodo,
        version,
        es_vigente,
        es_retiro,
        realizado,
        numerador,
        denominador,
        n,
        es_no_aplica as no_aplica,
        observaciones,
        evidencia,
        justificacion,
        fecha_captura,
        archivo_sha256,
        archivo,
        recibido_en,
        hoja,
        fila,
        celda_realizado,
        celda_numerador,
        celda_denominador
    from capturas
)

select * from finales

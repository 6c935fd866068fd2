with

versiones as (
    select * from {{ ref('int_seguimiento__versiones') }}
),

finales as (
    select
        meta_clave,
        area_clave,
        periodo,
        version,
        es_vigente,
        es_retiro,
        programado as programado_escrito,
        realizado,
        numerador,
        denominador,
        n,
        es_no_aplica,
        tiene_valor,
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
    from versiones
)

select * from finales

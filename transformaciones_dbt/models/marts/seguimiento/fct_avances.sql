with

cumplimiento as (
    select * from {{ ref('int_seguimiento__cumplimiento') }}
),

finales as (
    select
        ejercicio,
        meta_clave,
        area_clave,
        linea_clave,
        periodo,
        programado_original,
        programado,
        realizado,
        numerador,
        denominador,
        n,
        estado_captura,
        programado_acumulado,
        realizado_acumulado,
        numerador_acumulado,
        denominador_acumulado,
        meta_anual,
        metodo_efectivo,
        cumplimiento,
        cumplimiento_tope,
        cumplimiento_ranking,
        clase,
        es_evaluable,
        avance_anual,
        es_excedida,
        es_concluida,
        es_ajustada,
        es_sin_brecha,
        es_lb_incoherente,
        num_exigibles as num_meses_exigibles,
        num_meses_omitidos,
        num_extemporaneas,
        ultimo_estado_exigible,
        ultima_fecha_limite_exigible,
        tiene_valor,
        regla_version,
        fecha_captura,
        fecha_primer_valor,
        observaciones,
        evidencia,
        justificacion,
        archivo_sha256,
        archivo,
        hoja,
        fila,
        celda
    from cumplimiento
)

select * from finales

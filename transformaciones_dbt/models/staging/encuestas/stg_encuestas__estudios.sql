with crudo as (
    select * from {{ source('crudo', 'encuestas') }}
    where tabla = 'estudios'
),

final as (
    select
        archivo_sha256,
        estudio,
        tipo_estudio,
        nombre as estudio_nombre,
        nombre_corto as estudio_corto,
        modo,
        serie,
        oleada,
        entregable as entregable_clave,
        es_probabilistica,
        tiene_peso,
        tiene_upm,
        tiene_estrato,
        fecha_inicio,
        fecha_fin,
        objetivo,
        patrocinador,
        realizador,
        difusor,
        poblacion,
        poblacion_tamano,
        exclusiones,
        marco,
        muestreo,
        recoleccion,
        cuestionario,
        ponderacion,
        fuente_calibracion,
        procesamiento,
        control_calidad,
        limitaciones,
        tamano_previsto,
        num_recibidas,
        num_rechazadas,
        tasa_respuesta,
        tasa_rechazo,
        moderacion,
        reclutamiento,
        segmento,
        plataforma,
        analisis,
        duracion_minutos,
        num_invitados,
        num_asistentes,
        num_observadores
    from crudo
)

select * from final

-- Dos carpetas con la misma clave de estudio: gana la de campo más reciente y, a igualdad, la huella mayor.
with estudios as (
    select * from {{ ref('stg_encuestas__estudios') }}
    qualify row_number() over (
        partition by estudio
        order by fecha_fin desc, archivo_sha256 desc
    ) = 1
),

diseno as (
    select * from {{ ref('stg_encuestas__estimaciones') }}
    where tabla = 'diseno'
),

final as (
    select
        estudios.estudio,
        estudios.archivo_sha256,
        estudios.tipo_estudio,
        estudios.estudio_nombre,
        estudios.estudio_corto,
        estudios.modo,
        case estudios.modo
            when 'vivienda' then 'En vivienda, cara a cara'
            when 'telefono' then 'Telefónica'
            when 'en_linea' then 'En línea'
            when 'via_publica' then 'En vía pública'
            when 'grupo' then 'Grupo de enfoque'
            else 'Varios modos'
        end as modo_nombre,
        estudios.serie,
        estudios.oleada,
        estudios.entregable_clave,
        estudios.es_probabilistica,
        coalesce(estudios.tiene_peso, false) as tiene_peso,
        coalesce(estudios.tiene_upm, false) as tiene_upm,
        coalesce(estudios.tiene_estrato, false) as tiene_estrato,
        coalesce(diseno.es_calibrada, false) as es_calibrada,
        estudios.fecha_inicio,
        estudios.fecha_fin,
        estudios.objetivo,
        estudios.patrocinador,
        estudios.realizador,
        estudios.difusor,
        estudios.poblacion,
        estudios.poblacion_tamano,
        estudios.exclusiones,
        estudios.marco,
        estudios.muestreo,
        estudios.recoleccion,
        estudios.cuestionario,
        estudios.ponderacion,
        estudios.fuente_calibracion,
        estudios.procesamiento,
        estudios.control_calidad,
        estudios.limitaciones,
        estudios.tamano_previsto,
        estudios.num_recibidas,
        estudios.num_rechazadas,
        diseno.num_base as num_entrevistas,
        diseno.n_efectiva as n_efectiva_pesos,
        diseno.deff as deff_pesos,
        diseno.num_upm,
        diseno.num_estratos,
        diseno.peso_minimo,
        diseno.peso_maximo,
        diseno.base_margen,
        diseno.nota as nota_estimacion,
        estudios.tasa_respuesta,
        estudios.tasa_rechazo,
        estudios.moderacion,
        estudios.reclutamiento,
        estudios.segmento,
        estudios.plataforma,
        estudios.analisis,
        estudios.duracion_minutos,
        estudios.num_invitados,
        estudios.num_asistentes,
        estudios.num_observadores
    from estudios
    left join diseno on estudios.archivo_sha256 = diseno.archivo_sha256
)

select * from final

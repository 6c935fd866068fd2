with

solicitudes as (
    select * from {{ ref('fct_solicitudes') }}
),

campanas as (
    select * from {{ ref('dim_campana') }}
),

unidas as (
    select
        solicitudes.solicitud_clave,
        solicitudes.periodo,
        solicitudes.campana_clave,
        campanas.campana_nombre,
        campanas.plataforma,
        solicitudes.tipo,
        solicitudes.solicitada_en,
        solicitudes.vence_en,
        solicitudes.atendida_en,
        solicitudes.minutos_plazo,
        solicitudes.minutos_atencion,
        solicitudes.minutos_exceso,
        solicitudes.estado,
        solicitudes.contenido_en,
        solicitudes.publicacion_en,
        solicitudes.minutos_anticipacion,
        solicitudes.es_contenido_a_tiempo,
        solicitudes.archivo_sha256,
        solicitudes.hoja,
        solicitudes.fila
    from solicitudes
    left join campanas on solicitudes.campana_clave = campanas.campana_clave
)

select * from unidas

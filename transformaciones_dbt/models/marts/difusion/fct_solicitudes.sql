-- El reloj corre solo en horas de servicio (ver int_difusion__ventanas_servicio). Sin respuesta, la
-- solicitud está abierta: nunca «0 minutos».
with

ventanas as (
    select * from {{ ref('int_difusion__ventanas_servicio') }}
),

parametros as (
    select * from {{ ref('int_difusion__parametros') }}
),

corrida as (
    select hoy from {{ ref('stg_bitacora__corrida') }}
),

solicitudes as (
    select * from {{ ref('stg_pauta__solicitudes') }}
),

momentos as (
    select
        solicitud_clave,
        'solicitada' as marca,
        solicitada_en as momento
    from solicitudes
    union all
    select
        solicitud_clave,
        'atendida' as marca,
        atendida_en as momento
    from solicitudes
    union all
    select
        solicitud_clave,
        'contenido' as marca,
        contenido_en as momento
    from solicitudes
    union all
    select
        solicitud_clave,
        'publicacion' as marca,
        publicacion_en as momento
    from solicitudes
),

relojes as (
    select
        momentos.solicitud_clave,
        momentos.marca,
        ventanas.segundos_previos
        + {{ segundos_entre('ventanas.abre_en', 'least(momentos.momento, ventanas.cierra_en)') }} as segundos
    from momentos
    inner join ventanas
        on
            momentos.momento >= ventanas.abre_en
            and (momentos.momento < ventanas.siguiente_abre_en or ventanas.siguiente_abre_en is null)
),

por_solicitud as (
    select
        solicitud_clave,
        max(segundos) filter (where marca = 'solicitada') as solicitada,
        max(segundos) filter (where marca = 'atendida') as atendida,
        max(segundos) filter (where marca = 'contenido') as contenido,
        max(segundos) filter (where marca = 'publicacion') as publicacion
    from relojes
    group by solicitud_clave
),

medidas as (
    select
        solicitudes.*,
        (por_solicitud.atendida - por_solicitud.solicitada) / 60.0 as minutos_atencion,
        (por_solicitud.publicacion - por_solicitud.contenido) / 60.0 as minutos_anticipacion,
        {{ sumar_segundos(
            'ventanas.abre_en',
            'por_solicitud.solicitada + parametros.minutos_atencion * 60 - ventanas.segundos_previos'
        ) }} as vence_en,
        parametros.minutos_atencion as minutos_plazo,
        parametros.minutos_anticipacion as minutos_anticipacion_minima
    from solicitudes
    cross join parametros
    inner join por_solicitud on solicitudes.solicitud_clave = por_solicitud.solicitud_clave
    left join ventanas
        on
            ventanas.segundos_previos < por_solicitud.solicitada + parametros.minutos_atencion * 60
            and por_solicitud.solicitada + parametros.minutos_atencion * 60
            <= ventanas.segundos_previos + ventanas.num_segundos
),

calificadas as (
    select
        medidas.solicitud_clave,
        medidas.campana_clave,
        cast(date_trunc('month', medidas.solicitada_en) as date) as periodo,
        medidas.tipo,
        medidas.precio_clave,
        cast(medidas.cantidad as double) as cantidad,
        medidas.solicitada_en,
        medidas.atendida_en,
        medidas.vence_en,
        medidas.contenido_en,
        medidas.publicacion_en,
        cast(medidas.minutos_plazo as integer) as minutos_plazo,
        cast(medidas.minutos_atencion as double) as minutos_atencion,
        case
            when medidas.minutos_atencion is not null
                then cast(greatest(medidas.minutos_atencion - medidas.minutos_plazo, 0) as double)
        end as minutos_exceso,
        cast(medidas.minutos_anticipacion as double) as minutos_anticipacion,
        medidas.minutos_anticipacion >= medidas.minutos_anticipacion_minima as es_contenido_a_tiempo,
        case
            when medidas.atendida_en is null and cast(medidas.vence_en as date) < corrida.hoy then 'ABIERTA_VENCIDA'
            when medidas.atendida_en is null then 'ABIERTA'
            when medidas.minutos_atencion <= medidas.minutos_plazo then 'EN_PLAZO'
            when medidas.minutos_anticipacion < medidas.minutos_anticipacion_minima then 'NO_IMPUTABLE'
            else 'FUERA_DE_PLAZO'
        end as estado,
        medidas.notas,
        medidas.archivo_sha256,
        medidas.hoja,
        medidas.fila
    from medidas
    cross join corrida
)

select * from calificadas

with

archivos as (
    select * from {{ ref('stg_bitacora__archivos') }}
),

-- Una fila con tres fallas es un solo renglón en cuarentena.
renglones_senalados as (
    select distinct
        fuente,
        archivo_sha256,
        etapa,
        gravedad,
        coalesce(hoja, '') as hoja,
        coalesce(fila, 0) as fila
    from {{ ref('fct_rechazos') }}
),

conteos as (
    select
        fuente,
        archivo_sha256,
        count(*) filter (where gravedad = 'rechazo' and etapa = 'modelo') as num_rechazados_contexto,
        count(*) filter (where gravedad = 'aviso') as num_avisos
    from renglones_senalados
    group by fuente, archivo_sha256
),

-- Lo que invalida la captura entera: no cuenta ninguno de sus renglones (REGLAS: B3 futura, y B1 o B2 que no existen).
rechazados_enteros as (
    select
        fuente,
        archivo_sha256,
        min(motivo) as motivo,
        min(remedio) as remedio
    from {{ ref('fct_rechazos') }}
    where etapa = 'modelo' and regla in ('fecha_futura', 'periodo_fuera_de_ejercicio', 'area_desconocida')
    group by fuente, archivo_sha256
),

final as (
    select
        archivos.archivo_sha256,
        archivos.fuente,
        archivos.archivo,
        archivos.recibido_en,
        archivos.fecha_recepcion,
        archivos.origen,
        archivos.tamano_bytes,
        case when rechazados_enteros.archivo_sha256 is null then archivos.estado else 'rechazado' end as estado,
        archivos.es_vigente,
        -- Ya se entregó y se leyó otro contenido con ese nombre: lo que falló aquí ya no espera corrección.
        coalesce(
            archivos.recibido_en < max(archivos.recibido_en) filter (where archivos.estado <> 'rechazado')
                over (partition by archivos.fuente, archivos.archivo),
            false
        ) as esta_reemplazado,
        archivos.num_renglones,
        archivos.num_aceptados - coalesce(conteos.num_rechazados_contexto, 0) as num_aceptados,
        archivos.num_rechazados + coalesce(conteos.num_rechazados_contexto, 0) as num_rechazados,
        coalesce(conteos.num_rechazados_contexto, 0) as num_rechazados_contexto,
        coalesce(conteos.num_avisos, 0) as num_avisos,
        coalesce(archivos.motivo, rechazados_enteros.motivo) as motivo,
        coalesce(archivos.remedio, rechazados_enteros.remedio) as remedio
    from archivos
    left join conteos
        on
            archivos.fuente = conteos.fuente
            and archivos.archivo_sha256 = conteos.archivo_sha256
    left join rechazados_enteros
        on
            archivos.fuente = rechazados_enteros.fuente
            and archivos.archivo_sha256 = rechazados_enteros.archivo_sha256
)

select * from final

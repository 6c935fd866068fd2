with

fuentes as (
    select * from {{ ref('dim_fuente') }}
),

por_fuente as (
    select
        fuente,
        count(*) as num_archivos,
        count(*) filter (where es_vigente) as num_archivos_vigentes,
        count(*) filter (where estado = 'rechazado') as num_archivos_rechazados,
        max(recibido_en) as ultimo_recibido_en,
        cast(sum(num_renglones) filter (where es_vigente) as bigint) as num_renglones,
        cast(sum(num_aceptados) filter (where es_vigente) as bigint) as num_aceptados,
        cast(sum(num_rechazados) filter (where es_vigente) as bigint) as num_rechazados,
        cast(sum(num_avisos) filter (where es_vigente) as bigint) as num_avisos
    from {{ ref('fct_archivos') }}
    group by fuente
),

final as (
    select
        fuentes.fuente,
        fuentes.fuente_nombre,
        fuentes.entrega,
        fuentes.asunto,
        fuentes.orden,
        coalesce(por_fuente.num_archivos, 0) as num_archivos,
        coalesce(por_fuente.num_archivos_vigentes, 0) as num_archivos_vigentes,
        coalesce(por_fuente.num_archivos_rechazados, 0) as num_archivos_rechazados,
        coalesce(por_fuente.num_renglones, 0) as num_renglones,
        coalesce(por_fuente.num_aceptados, 0) as num_aceptados,
        coalesce(por_fuente.num_rechazados, 0) as num_rechazados,
        coalesce(por_fuente.num_avisos, 0) as num_avisos,
        por_fuente.ultimo_recibido_en,
        coalesce(por_fuente.num_archivos_vigentes, 0) > 0 as tiene_datos
    from fuentes
    left join por_fuente on fuentes.fuente = por_fuente.fuente
)

select * from final

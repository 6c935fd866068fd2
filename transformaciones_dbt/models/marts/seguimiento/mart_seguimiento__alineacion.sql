with

metas as (
    select * from {{ ref('dim_meta') }}
),

alineacion as (
    select * from {{ ref('dim_alineacion') }}
),

areas as (
    select * from {{ ref('dim_area') }}
),

corte as (
    select * from {{ ref('mart_seguimiento__corte') }}
),

avances_al_corte as (
    select fct_avances.*
    from {{ ref('fct_avances') }} as fct_avances
    inner join corte on fct_avances.periodo = corte.corte_periodo
),

-- De cada meta, la observación más grave.
observaciones as (
    select
        elemento_clave as meta_clave,
        arg_min(detalle, orden) as observacion_plan
    from {{ ref('mart_seguimiento__revision_del_plan') }}
    where nivel = 'meta'
    group by elemento_clave
),

unidas as (
    select
        alineacion.eje_clave,
        alineacion.eje_nombre,
        alineacion.objetivo_clave,
        alineacion.objetivo_nombre,
        alineacion.estrategia_clave,
        alineacion.estrategia_nombre,
        metas.linea_clave,
        alineacion.linea_nombre,
        metas.meta_clave,
        metas.indicador_nombre,
        metas.area_clave,
        areas.area_corta,
        metas.peso,
        metas.es_critica,
        avances_al_corte.cumplimiento,
        avances_al_corte.clase,
        observaciones.observacion_plan
    from metas
    inner join corte on metas.ejercicio = corte.ejercicio
    left join alineacion on metas.linea_clave = alineacion.linea_clave
    left join areas on metas.area_clave = areas.area_clave
    left join observaciones on metas.meta_clave = observaciones.meta_clave
    left join avances_al_corte
        on metas.ejercicio = avances_al_corte.ejercicio and metas.meta_clave = avances_al_corte.meta_clave
)

select * from unidas

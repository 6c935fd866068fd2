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

programacion as (
    select
        ejercicio,
        meta_clave,
        count(programado) as num_meses_programados,
        count(distinct programado) as num_programados_distintos,
        sum(programado) as programado_anual,
        max(meta_anual) as meta_anual
    from {{ ref('fct_programacion') }}
    group by ejercicio, meta_clave
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
        -- Lo que un revisor del plan preguntaría, lo más grave primero.
        case
            when alineacion.linea_clave is null then 'Huérfana: su línea de acción no está en el programa.'
            when alineacion.eje_clave is null then 'Huérfana: su línea no llega hasta un eje.'
            when areas.area_clave is null then 'Sin responsable: su área no está en el programa.'
            when coalesce(programacion.num_meses_programados, 0) = 0 then 'Sin programa: ningún mes está programado.'
            when metas.meta_anual is null then 'Sin meta anual.'
            when
                metas.acumulacion <> 'suma' and metas.linea_base is not null
                and (
                    (metas.sentido = 'ascendente' and metas.meta_anual < metas.linea_base)
                    or (metas.sentido = 'descendente' and metas.meta_anual > metas.linea_base)
                )
                then 'Incoherente: la meta anual va en contra de su sentido respecto de la línea base.'
            when
                metas.acumulacion = 'suma'
                and abs(programacion.programado_anual - programacion.meta_anual)
                > 0.005 * greatest(abs(programacion.meta_anual), 1)
                then
                    'El calendario suma ' || {{ numero_legible('programacion.programado_anual') }}
                    || ' y la meta anual es ' || {{ numero_legible('programacion.meta_anual') }} || '.'
            when
                metas.acumulacion = 'suma'
                and programacion.num_meses_programados >= 6 and programacion.num_programados_distintos = 1
                then 'Calendario plano: los meses programados llevan el mismo valor.'
        end as observacion_plan
    from metas
    inner join corte on metas.ejercicio = corte.ejercicio
    left join alineacion on metas.linea_clave = alineacion.linea_clave
    left join areas on metas.area_clave = areas.area_clave
    left join programacion
        on metas.ejercicio = programacion.ejercicio and metas.meta_clave = programacion.meta_clave
    left join avances_al_corte
        on metas.ejercicio = avances_al_corte.ejercicio and metas.meta_clave = avances_al_corte.meta_clave
)

select * from unidas

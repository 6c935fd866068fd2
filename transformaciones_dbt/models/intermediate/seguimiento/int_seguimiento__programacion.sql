with

corrida as (
    select hoy from {{ ref('stg_bitacora__corrida') }}
),

metas as (
    select * from {{ ref('int_seguimiento__metas') }}
),

calendario as (
    select * from {{ ref('stg_programa__calendario') }}
),

periodos as (
    select * from {{ ref('int_seguimiento__periodos') }}
),

-- Un ajuste fechado después de hoy todavía no rige.
ajustes as (
    select
        ajustes.*,
        {{ numero_de_mes('ajustes.desde') }} as mes_desde
    from {{ ref('stg_programa__ajustes') }} as ajustes
    cross join corrida
    where ajustes.fecha_oficio <= corrida.hoy
),

originales as (
    select
        metas.ejercicio,
        metas.meta_clave,
        metas.archivo_sha256,
        periodos.periodo,
        periodos.mes,
        metas.meta_anual as meta_anual_original,
        {{ valor_del_mes('calendario', 'periodos.mes') }} as programado_original
    from metas
    inner join periodos on metas.ejercicio = periodos.ejercicio
    left join calendario
        on metas.archivo_sha256 = calendario.archivo_sha256 and metas.meta_clave = calendario.meta_clave
),

ajustes_por_mes as (
    select
        originales.meta_clave,
        originales.periodo,
        ajustes.oficio,
        ajustes.fecha_oficio,
        ajustes.justificacion,
        ajustes.meta_anual_ajustada,
        {{ valor_del_mes('ajustes', 'originales.mes') }} as programado_ajustado,
        row_number() over (
            partition by originales.meta_clave, originales.periodo
            order by ajustes.fecha_oficio desc, ajustes.fila desc
        ) as orden,
        -- La meta anual la cambia el último ajuste que la traiga: uno posterior que la deja vacía no la toca.
        first_value(ajustes.meta_anual_ajustada) over (
            partition by originales.meta_clave, originales.periodo
            order by
                case when ajustes.meta_anual_ajustada is null then 1 else 0 end,
                ajustes.fecha_oficio desc,
                ajustes.fila desc
        ) as meta_anual_vigente
    from originales
    inner join ajustes
        on
            originales.archivo_sha256 = ajustes.archivo_sha256
            and originales.meta_clave = ajustes.meta_clave
            and originales.mes >= ajustes.mes_desde
),

vigentes as (
    select
        originales.ejercicio,
        originales.meta_clave,
        originales.periodo,
        originales.mes,
        originales.programado_original,
        case
            when ajustes_por_mes.periodo is not null then ajustes_por_mes.programado_ajustado
            else originales.programado_original
        end as programado,
        originales.meta_anual_original,
        coalesce(ajustes_por_mes.meta_anual_vigente, originales.meta_anual_original) as meta_anual,
        ajustes_por_mes.periodo is not null as es_ajustada,
        ajustes_por_mes.oficio,
        ajustes_por_mes.fecha_oficio,
        ajustes_por_mes.justificacion as justificacion_ajuste
    from originales
    left join ajustes_por_mes
        on
            originales.meta_clave = ajustes_por_mes.meta_clave
            and originales.periodo = ajustes_por_mes.periodo
            and ajustes_por_mes.orden = 1
)

select * from vigentes

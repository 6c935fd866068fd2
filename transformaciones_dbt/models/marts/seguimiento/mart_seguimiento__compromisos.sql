with

actos as (
    select * from {{ ref('fct_actos_de_alerta') }}
),

metas as (
    select
        *,
        row_number() over (partition by meta_clave order by ejercicio desc) as orden
    from {{ ref('dim_meta') }}
),

areas as (
    select * from {{ ref('dim_area') }}
),

hoy as (
    select max(hoy) as fecha from {{ ref('mart_seguimiento__corte') }}
),

-- Lo que cierra un compromiso es el primer acto posterior que lo cumple, lo incumple, lo cambia o vuelve a abrir.
con_cierre as (
    select
        compromisos.*,
        cierres.accion as accion_cierre,
        cierres.fecha_registro as fecha_cierre,
        row_number() over (partition by compromisos.secuencia order by cierres.secuencia) as orden
    from actos as compromisos
    left join actos as cierres
        on
            compromisos.alerta_clave = cierres.alerta_clave and compromisos.secuencia < cierres.secuencia
            and cierres.accion in ('cumplido', 'incumplido', 'compromiso', 'reabierta', 'verificada')
    where compromisos.accion = 'compromiso'
),

finales as (
    select
        con_cierre.evento_clave as compromiso_clave,
        con_cierre.alerta_clave,
        con_cierre.regla,
        con_cierre.meta_clave,
        metas.indicador_nombre,
        metas.area_clave,
        areas.area_corta,
        con_cierre.texto as compromiso,
        con_cierre.responsable,
        con_cierre.autor,
        con_cierre.fecha_registro,
        con_cierre.fecha_limite as fecha_comprometida,
        con_cierre.fecha_cierre,
        case
            when con_cierre.accion_cierre in ('cumplido', 'verificada') then 'CUMPLIDO'
            when con_cierre.accion_cierre = 'incumplido' then 'INCUMPLIDO'
            when con_cierre.accion_cierre = 'compromiso' then 'SUSTITUIDO'
            when con_cierre.accion_cierre = 'reabierta' then 'RETIRADO'
            when con_cierre.fecha_limite < hoy.fecha then 'VENCIDO'
            else 'VIGENTE'
        end as estado,
        greatest(
            coalesce(con_cierre.fecha_cierre, hoy.fecha) - con_cierre.fecha_limite, 0
        )::bigint as num_dias_atraso
    from con_cierre
    left join metas on con_cierre.meta_clave = metas.meta_clave and metas.orden = 1
    left join areas on metas.area_clave = areas.area_clave
    cross join hoy
    where con_cierre.orden = 1
)

select * from finales

with

alertas as (
    select * from {{ ref('fct_alertas') }}
),

metas as (
    select * from {{ ref('dim_meta') }}
),

areas as (
    select * from {{ ref('dim_area') }}
),

periodos as (
    select * from {{ ref('dim_periodo') }}
),

con_vecinos as (
    select
        alertas.*,
        month(alertas.periodo) as mes,
        lag(month(alertas.periodo)) over por_alerta as mes_anterior,
        lead(month(alertas.periodo)) over por_alerta as mes_siguiente
    from alertas
    window por_alerta as (partition by alertas.ejercicio, alertas.alerta_clave order by alertas.periodo)
),

-- Una racha empieza donde el mes anterior no disparó.
con_racha as (
    select
        *,
        max(case when coalesce(mes_anterior, -1) < mes - 1 then periodo end) over (
            partition by ejercicio, alerta_clave
            order by periodo
            rows between unbounded preceding and current row
        ) as desde_periodo
    from con_vecinos
),

abiertas as (
    select
        alerta_clave,
        regla,
        severidad,
        ejercicio,
        meta_clave,
        area_clave,
        periodo,
        case when periodo = desde_periodo then 'NUEVA' else 'SE_MANTIENE' end as estado,
        desde_periodo,
        mensaje,
        es_critica
    from con_racha
),

resueltas as (
    select
        con_racha.alerta_clave,
        con_racha.regla,
        con_racha.severidad,
        con_racha.ejercicio,
        con_racha.meta_clave,
        con_racha.area_clave,
        periodos.periodo,
        'RESUELTA' as estado,
        con_racha.desde_periodo,
        'Ya no se enciende. Decía: ' || con_racha.mensaje as mensaje,
        con_racha.es_critica
    from con_racha
    inner join periodos
        on con_racha.ejercicio = periodos.ejercicio and con_racha.mes + 1 = periodos.mes and periodos.es_vencido
    where con_racha.mes_siguiente is null or con_racha.mes_siguiente > con_racha.mes + 1
),

todas as (
    select * from abiertas
    union all
    select * from resueltas
),

finales as (
    select
        todas.alerta_clave,
        todas.regla,
        todas.severidad,
        todas.meta_clave,
        metas.indicador_nombre,
        todas.area_clave,
        areas.area_corta,
        todas.periodo,
        todas.estado,
        todas.desde_periodo,
        todas.mensaje,
        todas.es_critica
    from todas
    inner join metas on todas.ejercicio = metas.ejercicio and todas.meta_clave = metas.meta_clave
    left join areas on todas.area_clave = areas.area_clave
)

select * from finales

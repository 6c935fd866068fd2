with

corrida as (
    select hoy from {{ ref('stg_bitacora__corrida') }}
),

dias as (
    select * from {{ ref('int_seguimiento__dias') }}
),

programas as (
    select * from {{ ref('int_seguimiento__programas') }}
),

reglas as (
    select
        programas.ejercicio,
        reglas.vigente_desde,
        reglas.regla_clave,
        reglas.valor,
        reglas.fila
    from {{ ref('stg_programa__reglas') }} as reglas
    inner join programas on reglas.archivo_sha256 = programas.archivo_sha256
),

periodos as (
    select
        programas.ejercicio,
        dias.periodo,
        month(dias.periodo) as mes,
        max(dias.fecha) as fecha_fin
    from programas
    inner join dias on programas.ejercicio = year(dias.periodo)
    group by programas.ejercicio, dias.periodo
),

-- Rige el renglón más reciente al último día del periodo; antes de la primera vigencia, la primera que hubo.
reglas_numeradas as (
    select
        periodos.periodo,
        reglas.regla_clave,
        reglas.valor,
        row_number() over (
            partition by periodos.periodo, reglas.regla_clave
            order by
                case when reglas.vigente_desde <= periodos.fecha_fin then 0 else 1 end,
                case when reglas.vigente_desde <= periodos.fecha_fin then reglas.vigente_desde end desc nulls last,
                reglas.vigente_desde,
                reglas.fila desc
        ) as orden
    from periodos
    inner join reglas on periodos.ejercicio = reglas.ejercicio
),

reglas_del_periodo as (
    select
        periodo,
        max(case when regla_clave = 'cumplida' then valor end) as umbral_cumplida,
        max(case when regla_clave = 'buen_desempeno' then valor end) as umbral_buen_desempeno,
        max(case when regla_clave = 'regular' then valor end) as umbral_regular,
        max(case when regla_clave = 'excedida' then valor end) as umbral_excedida,
        max(case when regla_clave = 'dia_limite_captura' then valor end) as dia_limite_captura
    from reglas_numeradas
    where orden = 1
    group by periodo
),

versiones_de_reglas as (
    select
        periodos.periodo,
        coalesce(
            max(case when reglas.vigente_desde <= periodos.fecha_fin then reglas.vigente_desde end),
            min(reglas.vigente_desde)
        ) as regla_version
    from periodos
    inner join reglas on periodos.ejercicio = reglas.ejercicio
    group by periodos.periodo
),

-- El día límite se acota al último del mes: «día 31» en un mes de 30 es el 30.
limites as (
    select
        periodos.*,
        versiones_de_reglas.regla_version,
        reglas_del_periodo.umbral_cumplida,
        reglas_del_periodo.umbral_buen_desempeno,
        reglas_del_periodo.umbral_regular,
        reglas_del_periodo.umbral_excedida,
        cast(
            periodos.fecha_fin
            + cast(
                least(
                    greatest(reglas_del_periodo.dia_limite_captura, 1),
                    day(last_day(cast(periodos.fecha_fin + interval '1 day' as date)))
                ) as integer
            ) as date
        ) as fecha_limite_natural
    from periodos
    left join reglas_del_periodo on periodos.periodo = reglas_del_periodo.periodo
    left join versiones_de_reglas on periodos.periodo = versiones_de_reglas.periodo
),

con_limite as (
    select
        limites.*,
        dias.fecha_habil_siguiente as fecha_limite,
        coalesce(corrida.hoy > dias.fecha_habil_siguiente, false) as ya_paso_limite
    from limites
    cross join corrida
    left join dias on limites.fecha_limite_natural = dias.fecha
),

cortes as (
    select
        *,
        max(case when ya_paso_limite then periodo end) over () as corte_periodo
    from con_limite
),

finales as (
    select
        ejercicio,
        periodo,
        mes,
        fecha_fin,
        fecha_limite,
        ya_paso_limite,
        regla_version,
        umbral_cumplida,
        umbral_buen_desempeno,
        umbral_regular,
        umbral_excedida,
        corte_periodo,
        coalesce(periodo <= corte_periodo, false) as es_vencido,
        coalesce(periodo = corte_periodo, false) as es_corte_vigente,
        month(corte_periodo) as corte_mes
    from cortes
)

select * from finales

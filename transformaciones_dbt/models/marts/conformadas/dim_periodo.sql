with

corrida as (
    select hoy from {{ ref('stg_bitacora__corrida') }}
),

periodos as (
    select * from {{ ref('int_seguimiento__periodos') }}
),

finales as (
    select
        periodos.ejercicio,
        periodos.periodo,
        periodos.mes,
        {{ nombre_de_mes('periodos.mes') }} as mes_nombre,
        periodos.fecha_fin,
        periodos.fecha_limite,
        periodos.es_vencido,
        periodos.es_corte_vigente,
        periodos.regla_version,
        periodos.umbral_cumplida,
        periodos.umbral_buen_desempeno,
        periodos.umbral_regular,
        periodos.umbral_excedida,
        corrida.hoy
    from periodos
    cross join corrida
)

select * from finales

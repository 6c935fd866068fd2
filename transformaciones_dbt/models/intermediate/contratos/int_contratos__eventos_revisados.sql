with

eventos as (
    select * from {{ ref('stg_contratos__eventos') }}
),

entregables as (
    select
        entregable_clave,
        contrato_clave
    from {{ ref('int_contratos__entregables_revisados') }}
    where regla_rechazo is null
),

corrida as (
    select hoy from {{ ref('stg_bitacora__corrida') }}
),

revisados as (
    select
        eventos.*,
        entregables.contrato_clave,
        case
            when entregables.entregable_clave is null then 'entregable_inexistente'
            when eventos.fecha_evento > corrida.hoy then 'evento_futuro'
        end as regla_rechazo
    from eventos
    cross join corrida
    left join entregables on eventos.entregable_clave = entregables.entregable_clave
)

select * from revisados

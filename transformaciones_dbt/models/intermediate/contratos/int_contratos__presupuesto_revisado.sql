with

presupuesto as (
    select * from {{ ref('stg_contratos__presupuesto') }}
),

contratos as (
    select contrato_clave from {{ ref('stg_contratos__contratos') }}
),

corrida as (
    select hoy from {{ ref('stg_bitacora__corrida') }}
),

revisados as (
    select
        presupuesto.*,
        case
            when contratos.contrato_clave is null then 'contrato_inexistente'
            when presupuesto.fecha_compromiso > corrida.hoy then 'compromiso_futuro'
        end as regla_rechazo
    from presupuesto
    cross join corrida
    left join contratos on presupuesto.contrato_clave = contratos.contrato_clave
)

select * from revisados

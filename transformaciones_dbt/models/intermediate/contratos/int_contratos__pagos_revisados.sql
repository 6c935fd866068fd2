with

pagos as (
    select * from {{ ref('stg_contratos__pagos') }}
),

contratos as (
    select contrato_clave from {{ ref('stg_contratos__contratos') }}
),

corrida as (
    select hoy from {{ ref('stg_bitacora__corrida') }}
),

revisados as (
    select
        pagos.*,
        case
            when contratos.contrato_clave is null then 'contrato_inexistente'
            when pagos.estado_pago = 'pagado' and pagos.fecha_pago > corrida.hoy then 'pago_futuro'
        end as regla_rechazo
    from pagos
    cross join corrida
    left join contratos on pagos.contrato_clave = contratos.contrato_clave
)

select * from revisados

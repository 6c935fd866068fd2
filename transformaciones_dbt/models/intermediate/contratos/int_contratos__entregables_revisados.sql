with

entregables as (
    select * from {{ ref('stg_contratos__entregables') }}
),

contratos as (
    select contrato_clave from {{ ref('stg_contratos__contratos') }}
),

revisados as (
    select
        entregables.*,
        case when contratos.contrato_clave is null then 'contrato_inexistente' end as regla_rechazo
    from entregables
    left join contratos on entregables.contrato_clave = contratos.contrato_clave
)

select * from revisados

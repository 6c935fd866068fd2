with

compromisos as (
    select * from {{ ref('fct_compromisos_presupuestales') }}
),

contratos as (
    select
        contrato_clave,
        contrato_corto,
        contrato_orden
    from {{ ref('dim_contrato') }}
),

acumulados as (
    select
        compromisos.compromiso_clave,
        compromisos.contrato_clave,
        contratos.contrato_corto,
        contratos.contrato_orden,
        compromisos.partida,
        compromisos.movimiento,
        compromisos.fecha_compromiso,
        compromisos.importe_comprometido_mxn,
        cast(
            sum(compromisos.importe_comprometido_mxn) over (
                partition by compromisos.contrato_clave
                order by compromisos.fecha_compromiso, compromisos.compromiso_clave
                rows unbounded preceding
            ) as decimal(18, 2)
        ) as importe_acumulado_mxn,
        compromisos.documento
    from compromisos
    inner join contratos on compromisos.contrato_clave = contratos.contrato_clave
)

select * from acumulados

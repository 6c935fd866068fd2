with

meses as (
    select * from {{ ref('fct_presupuesto_mes') }}
),

razones as (
    select
        *,
        cast(importe_acumulado_mxn as double) / nullif(cast(importe_suficiencia_mxn as double), 0) as proporcion_gasto,
        cast(importe_parejo_mxn as double) / nullif(cast(importe_suficiencia_mxn as double), 0) as proporcion_parejo,
        cast(importe_acumulado_mxn - importe_parejo_mxn as decimal(18, 2)) as importe_diferencia_mxn,
        cast(importe_suficiencia_mxn - importe_acumulado_mxn as decimal(18, 2)) as importe_por_ejercer_mxn,
        coalesce(importe_proyectado_mxn > importe_suficiencia_mxn, false) as es_agotado_proyectado
    from meses
)

select * from razones

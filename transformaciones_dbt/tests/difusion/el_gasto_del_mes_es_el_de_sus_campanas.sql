-- El gasto del presupuesto sale de las mismas campañas que muestra la tabla.
with

campanas as (
    select
        periodo,
        sum(importe_gasto_mxn) as importe
    from {{ ref('mart_difusion__campana_mes') }}
    group by periodo
),

presupuesto as (
    select
        periodo,
        importe_gasto_mxn as importe
    from {{ ref('mart_difusion__presupuesto') }}
)

select
    presupuesto.periodo,
    campanas.importe,
    presupuesto.importe as importe_presupuesto
from presupuesto
inner join campanas on presupuesto.periodo = campanas.periodo
where campanas.importe is distinct from presupuesto.importe

-- Si el mes se tomó del grano diario, sus días suman el mes.
with

diario as (
    select
        campana_clave,
        periodo,
        sum(num_impresiones) as num_impresiones
    from {{ ref('mart_difusion__diario') }}
    group by campana_clave, periodo
),

mensual as (
    select
        campana_clave,
        periodo,
        sum(num_impresiones) as num_impresiones
    from {{ ref('fct_entregas_mes') }}
    where grano = 'dia'
    group by campana_clave, periodo
)

select
    mensual.campana_clave,
    mensual.periodo
from mensual
full outer join diario on mensual.campana_clave = diario.campana_clave and mensual.periodo = diario.periodo
where mensual.num_impresiones is distinct from diario.num_impresiones

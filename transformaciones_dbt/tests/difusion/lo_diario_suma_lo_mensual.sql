-- Si el mes de una campaña se tomó entero del grano diario, sus días suman el mes.
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
    group by campana_clave, periodo
    having bool_and(grano = 'dia')
)

select
    mensual.campana_clave,
    mensual.periodo
from mensual
left join diario on mensual.campana_clave = diario.campana_clave and mensual.periodo = diario.periodo
where mensual.num_impresiones is distinct from diario.num_impresiones

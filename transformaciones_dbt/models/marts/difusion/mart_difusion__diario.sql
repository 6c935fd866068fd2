with

elegidas as (
    select * from {{ ref('fct_entregas_mes') }}
    where grano = 'dia'
),

entregas as (
    select * from {{ ref('fct_entregas') }}
),

diarias as (
    select
        elegidas.campana_clave,
        entregas.fecha,
        min(elegidas.plataforma) as plataforma,
        min(elegidas.periodo) as periodo,
        cast(sum(entregas.importe_gasto_mxn) as decimal(18, 2)) as importe_gasto_mxn,
        cast(sum(entregas.num_impresiones) as bigint) as num_impresiones,
        cast(sum(entregas.num_clics) as bigint) as num_clics,
        cast(sum(entregas.num_interacciones) as bigint) as num_interacciones
    from elegidas
    inner join entregas
        on
            elegidas.plataforma = entregas.plataforma
            and elegidas.campana_plataforma_clave = entregas.campana_plataforma_clave
            and elegidas.nivel = entregas.nivel
            and elegidas.periodo = entregas.periodo
    group by elegidas.campana_clave, entregas.fecha
)

select * from diarias

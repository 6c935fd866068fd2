-- El día a día de cada campaña, de UN solo nivel por mes: el que se eligió para el mes si es diario; si el mes se tomó
-- de una exportación mensual, el nivel diario con más impresiones.
with

meses as (
    select * from {{ ref('fct_entregas_mes') }}
),

entregas as (
    select * from {{ ref('fct_entregas') }}
    where nivel <> 'cuenta'
),

niveles as (
    select
        plataforma,
        campana_plataforma_clave,
        periodo,
        nivel,
        sum(num_impresiones) as num_impresiones
    from entregas
    group by plataforma, campana_plataforma_clave, periodo, nivel
),

ordenados as (
    select
        meses.campana_clave,
        niveles.plataforma,
        niveles.campana_plataforma_clave,
        niveles.periodo,
        niveles.nivel,
        row_number() over (
            partition by niveles.plataforma, niveles.campana_plataforma_clave, niveles.periodo
            order by
                case when meses.grano = 'dia' and meses.nivel = niveles.nivel then 0 else 1 end asc,
                niveles.num_impresiones desc nulls last,
                case niveles.nivel when 'campana' then 1 when 'conjunto' then 2 else 3 end asc
        ) as lugar
    from niveles
    inner join meses
        on
            niveles.plataforma = meses.plataforma
            and niveles.campana_plataforma_clave = meses.campana_plataforma_clave
            and niveles.periodo = meses.periodo
),

diarias as (
    select
        ordenados.campana_clave,
        entregas.fecha,
        min(ordenados.plataforma) as plataforma,
        min(ordenados.periodo) as periodo,
        cast(sum(entregas.importe_gasto_mxn) as decimal(18, 2)) as importe_gasto_mxn,
        cast(sum(entregas.num_impresiones) as bigint) as num_impresiones,
        cast(sum(entregas.num_clics) as bigint) as num_clics,
        cast(sum(entregas.num_interacciones) as bigint) as num_interacciones,
        cast(sum(entregas.num_visitas) as bigint) as num_visitas,
        cast(sum(entregas.num_contactos) as bigint) as num_contactos
    from ordenados
    inner join entregas
        on
            ordenados.plataforma = entregas.plataforma
            and ordenados.campana_plataforma_clave = entregas.campana_plataforma_clave
            and ordenados.nivel = entregas.nivel
            and ordenados.periodo = entregas.periodo
    where ordenados.lugar = 1
    group by ordenados.campana_clave, entregas.fecha
)

select * from diarias

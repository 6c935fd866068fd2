-- Aquello de lo que se puede preguntar el alcance en un mes: cada campaña y cada plataforma con entrega.
with

entregas as (
    select * from {{ ref('int_difusion__entregas_mes') }}
    where num_impresiones > 0
),

ambitos as (
    select
        'campana' as ambito,
        plataforma,
        campana_clave,
        periodo,
        bool_or(tiene_alcance) as tiene_alcance,
        count(*) as num_partes,
        cast(sum(num_impresiones) as bigint) as num_impresiones,
        cast(sum(num_impresiones) filter (where tiene_alcance) as bigint) as num_impresiones_con_alcance
    from entregas
    group by plataforma, campana_clave, periodo
    union all
    select
        'plataforma' as ambito,
        plataforma,
        cast(null as varchar) as campana_clave,
        periodo,
        bool_or(tiene_alcance) as tiene_alcance,
        count(*) as num_partes,
        cast(sum(num_impresiones) as bigint) as num_impresiones,
        cast(sum(num_impresiones) filter (where tiene_alcance) as bigint) as num_impresiones_con_alcance
    from entregas
    group by plataforma, periodo
)

select * from ambitos

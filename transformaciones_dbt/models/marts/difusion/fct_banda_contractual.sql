-- Campañas con impresiones en el mes contra lo que pide el contrato, por plataforma.
with

parametros as (
    select * from {{ ref('int_difusion__parametros') }}
),

corrida as (
    select hoy from {{ ref('stg_bitacora__corrida') }}
),

bandas as (
    select
        'Facebook' as plataforma,
        facebook_minimo as num_minimo,
        facebook_maximo as num_maximo
    from parametros
    union all
    select
        'Google' as plataforma,
        google_minimo as num_minimo,
        google_maximo as num_maximo
    from parametros
),

periodos as (
    select distinct periodo from {{ ref('fct_entregas_mes') }}
),

contadas as (
    select
        plataforma,
        periodo,
        count(distinct campana_clave) as num_campanas
    from {{ ref('fct_entregas_mes') }}
    where num_impresiones > 0
    group by plataforma, periodo
),

comparadas as (
    select
        periodos.periodo,
        bandas.plataforma,
        coalesce(contadas.num_campanas, 0) as num_campanas,
        bandas.num_minimo,
        bandas.num_maximo,
        case
            when coalesce(contadas.num_campanas, 0) > bandas.num_maximo then 'arriba'
            when {{ fin_de_mes('periodos.periodo') }} >= corrida.hoy then 'en_curso'
            when coalesce(contadas.num_campanas, 0) < bandas.num_minimo then 'abajo'
            else 'dentro'
        end as estado
    from periodos
    cross join bandas
    cross join corrida
    left join contadas
        on periodos.periodo = contadas.periodo and bandas.plataforma = contadas.plataforma
)

select * from comparadas

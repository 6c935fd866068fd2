-- Las cotas del mes y las del acumulado, en una forma.
with

del_mes as (
    select * from {{ ref('int_difusion__alcance_mes') }}
),

de_acumulado as (
    select * from {{ ref('int_difusion__alcance_acumulado') }}
),

unidas as (
    select
        'mes' as tipo_periodo,
        ambito,
        plataforma,
        campana_clave,
        periodo,
        periodo as periodo_inicio,
        num_impresiones,
        num_impresiones_con_alcance,
        tiene_alcance,
        es_propio,
        alcance_minimo,
        alcance_maximo,
        num_partes,
        suma_de_partes
    from del_mes
    union all
    select
        'acumulado' as tipo_periodo,
        ambito,
        plataforma,
        campana_clave,
        periodo,
        periodo_inicio,
        num_impresiones,
        num_impresiones_con_alcance,
        tiene_alcance,
        es_propio,
        alcance_minimo,
        alcance_maximo,
        num_partes,
        suma_de_partes
    from de_acumulado
)

select * from unidas

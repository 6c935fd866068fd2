with

intervalos as (
    select * from {{ ref('fct_alcance_intervalos') }}
),

campanas as (
    select * from {{ ref('dim_campana') }}
),

general as (
    select
        publico_nombre,
        num_poblacion_con_internet
    from {{ ref('dim_publico') }}
    where es_general
    order by publico_clave
    limit 1
),

unidos as (
    select
        intervalos.alcance_clave,
        intervalos.ambito,
        intervalos.plataforma,
        intervalos.campana_clave,
        campanas.campana_nombre,
        intervalos.tipo_periodo,
        intervalos.periodo,
        intervalos.periodo_inicio,
        intervalos.periodo_fin,
        intervalos.alcance_minimo,
        intervalos.alcance_maximo,
        intervalos.es_exacto,
        intervalos.metodo,
        intervalos.es_inconsistente,
        intervalos.tiene_alcance,
        intervalos.num_impresiones,
        intervalos.num_impresiones_con_alcance,
        intervalos.num_impresiones_con_alcance / nullif(cast(intervalos.alcance_maximo as double), 0)
            as frecuencia_minima,
        intervalos.num_impresiones_con_alcance / nullif(cast(intervalos.alcance_minimo as double), 0)
            as frecuencia_maxima,
        intervalos.num_partes,
        intervalos.suma_de_partes,
        general.publico_nombre as poblacion_nombre,
        general.num_poblacion_con_internet as num_poblacion,
        intervalos.alcance_minimo / nullif(cast(general.num_poblacion_con_internet as double), 0)
            as proporcion_penetracion_minima,
        intervalos.alcance_maximo / nullif(cast(general.num_poblacion_con_internet as double), 0)
            as proporcion_penetracion_maxima
    from intervalos
    left join campanas on intervalos.campana_clave = campanas.campana_clave
    left join general on true
)

select * from unidos

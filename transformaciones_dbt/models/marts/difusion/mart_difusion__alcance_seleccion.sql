with

selecciones as (
    select * from {{ ref('fct_alcance_seleccion') }}
),

publicos as (
    select * from {{ ref('dim_publico') }}
),

general as (
    select * from {{ ref('dim_publico') }}
    where es_general
    order by publico_clave
    limit 1
),

con_poblacion as (
    select
        selecciones.*,
        case when selecciones.tiene_publico then publicos.publico_nombre else general.publico_nombre end
            as poblacion_nombre,
        case when selecciones.tiene_publico then publicos.num_poblacion else general.num_poblacion end
            as num_habitantes,
        case when selecciones.tiene_publico then publicos.anio_poblacion else general.anio_poblacion end
            as anio_poblacion,
        case when selecciones.tiene_publico then publicos.proporcion_internet else general.proporcion_internet end
            as proporcion_internet,
        case when selecciones.tiene_publico then publicos.fuente_poblacion else general.fuente_poblacion end
            as fuente_poblacion,
        case
            when selecciones.tiene_publico then publicos.num_poblacion_con_internet
            else general.num_poblacion_con_internet
        end as num_poblacion
    from selecciones
    left join publicos on selecciones.publico_clave = publicos.publico_clave
    left join general on true
),

razones as (
    select
        *,
        num_impresiones_con_alcance / nullif(cast(alcance_maximo as double), 0) as frecuencia_minima,
        num_impresiones_con_alcance / nullif(cast(alcance_minimo as double), 0) as frecuencia_maxima,
        alcance_minimo / nullif(cast(num_poblacion as double), 0) as proporcion_penetracion_minima,
        alcance_maximo / nullif(cast(num_poblacion as double), 0) as proporcion_penetracion_maxima,
        coalesce(alcance_maximo > num_poblacion, false) as es_mayor_que_poblacion
    from con_poblacion
)

select * from razones

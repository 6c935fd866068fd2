with

publicos as (
    select
        publico_clave,
        publico_nombre,
        edad_minima,
        edad_maxima,
        sexo,
        num_poblacion,
        anio_poblacion,
        cast(proporcion_internet as double) as proporcion_internet,
        cast(round(num_poblacion * proporcion_internet) as bigint) as num_poblacion_con_internet,
        fuente_poblacion,
        es_general
    from {{ ref('stg_pauta__publicos') }}
)

select * from publicos

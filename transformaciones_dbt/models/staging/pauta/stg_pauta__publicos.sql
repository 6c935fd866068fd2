with

crudo as (
    select * from {{ source('crudo', 'pauta') }}
    where tabla = 'publicos'
),

renombrado as (
    select
        archivo_sha256,
        hoja,
        fila,
        clave as publico_clave,
        nombre as publico_nombre,
        edad_minima,
        edad_maxima,
        sexo,
        poblacion as num_poblacion,
        anio_poblacion,
        proporcion_internet,
        origen as fuente_poblacion,
        coalesce(es_general, false) as es_general
    from crudo
)

select * from renombrado

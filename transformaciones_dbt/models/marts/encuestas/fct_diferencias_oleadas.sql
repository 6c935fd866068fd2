with estudios as (
    select * from {{ ref('dim_estudio') }}
),

diferencias as (
    select * from {{ ref('stg_encuestas__estimaciones') }}
    where tabla = 'diferencias'
),

final as (
    select
        diferencias.estudio,
        diferencias.estudio_anterior,
        diferencias.pregunta,
        diferencias.opcion,
        diferencias.medida,
        diferencias.corte,
        diferencias.corte_valor,
        diferencias.estimacion as estimacion_anterior,
        diferencias.diferencia,
        diferencias.error_estandar,
        diferencias.ic_inferior,
        diferencias.ic_superior,
        diferencias.valor_p,
        diferencias.minima_detectable,
        diferencias.es_distinguible
    from diferencias
    inner join estudios on diferencias.archivo_sha256 = estudios.archivo_sha256
)

select * from final

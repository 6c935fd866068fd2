with estudios as (
    select * from {{ ref('dim_estudio') }}
),

pruebas as (
    select * from {{ ref('stg_encuestas__estimaciones') }}
    where tabla = 'pruebas'
),

final as (
    select
        pruebas.estudio,
        pruebas.pregunta,
        pruebas.corte,
        pruebas.estadistico,
        pruebas.grados_libertad,
        pruebas.valor_p,
        pruebas.valor_p < 0.05 as es_distinguible
    from pruebas
    inner join estudios on pruebas.archivo_sha256 = estudios.archivo_sha256
)

select * from final

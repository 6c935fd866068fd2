with estudios as (
    select * from {{ ref('dim_estudio') }}
),

evidencias as (
    select * from {{ ref('stg_encuestas__evidencias') }}
),

final as (
    select
        evidencias.estudio,
        evidencias.orden,
        evidencias.evidencia_tipo,
        evidencias.referencia,
        evidencias.custodia,
        evidencias.fecha_conservacion
    from evidencias
    inner join estudios on evidencias.archivo_sha256 = estudios.archivo_sha256
)

select * from final

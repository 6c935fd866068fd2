with estudios as (
    select * from {{ ref('dim_estudio') }}
),

cobertura as (
    select * from {{ ref('stg_encuestas__cobertura') }}
),

final as (
    select
        cobertura.estudio,
        cobertura.colonia_clave,
        cobertura.num_hechas,
        cobertura.cuota
    from cobertura
    inner join estudios on cobertura.archivo_sha256 = estudios.archivo_sha256
)

select * from final

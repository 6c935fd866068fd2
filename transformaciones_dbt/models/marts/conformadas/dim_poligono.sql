with poligonos as (
    select * from {{ ref('stg_geografia__poligonos') }}
),

final as (
    select
        colonia_clave,
        trazo,
        x,
        y,
        ancho,
        alto
    from poligonos
    qualify row_number() over (
        partition by colonia_clave
        order by archivo_sha256 desc
    ) = 1
)

select * from final

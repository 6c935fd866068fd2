with crudo as (
    select * from {{ source('crudo', 'estimaciones') }}
    where tabla = 'respondentes'
),

final as (
    select
        archivo_sha256,
        estudio,
        caso,
        zona,
        sexo,
        grupo_edad,
        escolaridad,
        peso as factor_expansion,
        upm as unidad_muestreo,
        estrato as estrato_muestreo
    from crudo
)

select * from final

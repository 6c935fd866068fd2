with respondentes as (
    select * from {{ ref('fct_respondentes') }}
),

final as (
    select
        estudio,
        caso,
        zona,
        sexo,
        grupo_edad,
        escolaridad,
        factor_expansion,
        unidad_muestreo,
        estrato_muestreo
    from respondentes
)

select * from final

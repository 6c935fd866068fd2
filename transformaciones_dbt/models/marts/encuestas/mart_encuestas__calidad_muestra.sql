with hechos as (
    select * from {{ ref('fct_indicadores_muestra') }}
),

estudios as (
    select * from {{ ref('dim_estudio') }}
),

final as (
    select
        estudios.estudio_corto,
        hechos.estudio,
        hechos.aspecto,
        hechos.indicador,
        hechos.orden,
        hechos.valor,
        hechos.texto
    from hechos
    inner join estudios on hechos.estudio = estudios.estudio
)

select * from final

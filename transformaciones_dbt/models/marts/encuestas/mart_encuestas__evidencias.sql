with hechos as (
    select * from {{ ref('fct_evidencias_grupo') }}
),

estudios as (
    select * from {{ ref('dim_estudio') }}
),

final as (
    select
        estudios.estudio_corto,
        hechos.estudio,
        hechos.orden,
        hechos.evidencia_tipo,
        hechos.referencia,
        hechos.custodia,
        hechos.fecha_conservacion
    from hechos
    inner join estudios on hechos.estudio = estudios.estudio
)

select * from final

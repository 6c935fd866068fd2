with contestaciones as (
    select * from {{ ref('fct_contestaciones') }}
),

final as (
    select
        estudio,
        caso,
        pregunta,
        num_mencion,
        opcion,
        valor
    from contestaciones
)

select * from final

with crudo as (
    select * from {{ source('crudo', 'estimaciones') }}
    where tabla = 'contestaciones'
),

final as (
    select
        archivo_sha256,
        estudio,
        caso,
        pregunta,
        row_number() over (
            partition by archivo_sha256, caso, pregunta
            order by opcion, valor
        ) as num_mencion,
        opcion,
        valor
    from crudo
)

select * from final

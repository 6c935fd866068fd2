with estudios as (
    select * from {{ ref('dim_estudio') }}
),

del_lector as (
    select
        archivo_sha256,
        estudio,
        aspecto,
        indicador,
        orden,
        valor,
        texto
    from {{ ref('stg_encuestas__indicadores_muestra') }}
),

-- Composición de la muestra antes y después de calibrar, contra la población.
perfil as (
    select
        archivo_sha256,
        estudio,
        'perfil ' || pregunta || ' ' || medida as aspecto,
        opcion as indicador,
        row_number() over (
            partition by archivo_sha256, pregunta, medida
            order by opcion
        ) as orden,
        estimacion as valor,
        cast(null as varchar) as texto
    from {{ ref('stg_encuestas__estimaciones') }}
    where tabla = 'perfil'
),

todos as (
    select * from del_lector
    union all
    select * from perfil
),

final as (
    select
        todos.estudio,
        todos.aspecto,
        todos.indicador,
        cast(todos.orden as bigint) as orden,
        todos.valor,
        todos.texto
    from todos
    inner join estudios on todos.archivo_sha256 = estudios.archivo_sha256
)

select * from final

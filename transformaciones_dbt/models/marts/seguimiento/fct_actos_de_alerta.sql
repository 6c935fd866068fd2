with

eventos as (
    select * from {{ ref('stg_operacion__eventos') }}
),

finales as (
    select
        secuencia,
        evento_clave,
        alerta_clave,
        regla,
        meta_clave,
        accion,
        autor,
        texto,
        responsable,
        fecha_limite,
        fecha_registro
    from eventos
)

select * from finales

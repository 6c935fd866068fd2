with

eventos as (
    select * from {{ source('operacion', 'eventos') }}
),

renombrada as (
    select
        secuencia,
        evento_clave,
        alerta_clave,
        split_part(alerta_clave, '|', 1) as regla,
        split_part(alerta_clave, '|', 2) as meta_clave,
        accion,
        autor,
        texto,
        responsable,
        fecha_limite,
        fecha_registro
    from eventos
)

select * from renombrada

with

crudo as (
    select * from {{ source('crudo', 'contratos') }}
),

eventos as (
    select
        archivo_sha256,
        hoja,
        fila,
        entregable as entregable_clave,
        fecha as fecha_evento,
        estado as evento,
        cast(proporcion_prestada as decimal(7, 6)) as proporcion_declarada,
        evidencia,
        observaciones
    from crudo
    where tabla = 'eventos'
)

select * from eventos

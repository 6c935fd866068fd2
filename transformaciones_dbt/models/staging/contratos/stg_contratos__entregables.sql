with

crudo as (
    select * from {{ source('crudo', 'contratos') }}
),

entregables as (
    select
        archivo_sha256,
        hoja,
        fila,
        clave as entregable_clave,
        contrato as contrato_clave,
        serie,
        nombre as entregable_nombre,
        tipo,
        cast(parcialidad as integer) as parcialidad,
        fecha_comprometida,
        importe as importe_mxn,
        notas
    from crudo
    where tabla = 'entregables'
)

select * from entregables

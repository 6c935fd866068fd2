with

crudo as (
    select * from {{ source('crudo', 'contratos') }}
),

pagos as (
    select
        archivo_sha256,
        hoja,
        fila,
        contrato as contrato_clave,
        cast(parcialidad as integer) as parcialidad,
        fecha as fecha_pago,
        importe as importe_mxn,
        estado as estado_pago,
        folio
    from crudo
    where tabla = 'pagos'
)

select * from pagos

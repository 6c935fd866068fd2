with

crudo as (
    select * from {{ source('crudo', 'pauta') }}
    where tabla = 'facturas'
),

renombrado as (
    select
        archivo_sha256,
        hoja,
        fila,
        folio as factura_clave,
        fecha as fecha_emision,
        cast(date_trunc('month', periodo) as date) as periodo,
        concepto as precio_clave,
        cantidad,
        precio_unitario as importe_unitario_mxn,
        importe as importe_facturado_mxn,
        estado
    from crudo
)

select * from renombrado

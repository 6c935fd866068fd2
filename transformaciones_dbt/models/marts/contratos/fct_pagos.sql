with

revisados as (
    select * from {{ ref('int_contratos__pagos_revisados') }}
    where regla_rechazo is null
),

pagos as (
    select
        contrato_clave,
        parcialidad,
        fecha_pago,
        importe_mxn,
        estado_pago,
        folio,
        archivo_sha256,
        hoja,
        fila
    from revisados
)

select * from pagos

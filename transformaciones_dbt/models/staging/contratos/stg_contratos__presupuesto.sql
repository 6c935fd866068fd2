with

crudo as (
    select * from {{ source('crudo', 'contratos') }}
),

presupuesto as (
    select
        archivo_sha256,
        hoja,
        fila,
        clave as compromiso_clave,
        contrato as contrato_clave,
        partida,
        movimiento,
        fecha as fecha_compromiso,
        importe as importe_mxn,
        documento
    from crudo
    where tabla = 'presupuesto'
)

select * from presupuesto

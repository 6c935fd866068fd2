with

facturas as (
    select * from {{ ref('stg_pauta__facturas') }}
),

precios as (
    select * from {{ ref('stg_pauta__precios') }}
),

comparadas as (
    select
        facturas.factura_clave,
        facturas.precio_clave,
        facturas.fecha_emision,
        facturas.periodo,
        facturas.cantidad,
        facturas.importe_unitario_mxn,
        facturas.importe_facturado_mxn,
        precios.importe_unitario_mxn as importe_unitario_catalogo_mxn,
        cast(facturas.cantidad * precios.importe_unitario_mxn as decimal(18, 2)) as importe_catalogo_mxn,
        facturas.estado,
        facturas.archivo_sha256,
        facturas.hoja,
        facturas.fila
    from facturas
    left join precios
        on
            facturas.precio_clave = precios.precio_clave
            and facturas.periodo >= precios.vigente_desde
            and facturas.periodo <= coalesce(precios.vigente_hasta, facturas.periodo)
)

select * from comparadas

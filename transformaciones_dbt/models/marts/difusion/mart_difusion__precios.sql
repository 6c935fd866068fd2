-- Tres comparaciones distintas por mes y concepto: el precio unitario facturado contra el del catálogo, la cantidad
-- facturada contra las campañas con entrega, y lo facturado contra lo que la plataforma dice que se gastó.
with

facturas as (
    select
        periodo,
        precio_clave,
        cast(sum(cantidad) as double) as cantidad,
        cast(sum(importe_facturado_mxn) as decimal(18, 2)) as importe_facturado_mxn,
        cast(sum(importe_catalogo_mxn) as decimal(18, 2)) as importe_catalogo_mxn,
        max(importe_unitario_mxn) as importe_unitario_mxn,
        max(importe_unitario_catalogo_mxn) as importe_unitario_catalogo_mxn
    from {{ ref('fct_facturas') }}
    group by periodo, precio_clave
),

precios as (
    select
        precio_clave,
        max(concepto) as concepto,
        max(plataforma) as plataforma,
        max(unidad) as unidad
    from {{ ref('dim_precio') }}
    group by precio_clave
),

entregas as (
    select
        plataforma,
        periodo,
        count(distinct campana_clave) as num_campanas,
        cast(sum(importe_gasto_mxn) as decimal(18, 2)) as importe_gasto_mxn
    from {{ ref('fct_entregas_mes') }}
    where num_impresiones > 0
    group by plataforma, periodo
),

comparados as (
    select
        facturas.periodo,
        facturas.precio_clave,
        precios.concepto,
        precios.plataforma,
        precios.unidad,
        facturas.cantidad,
        facturas.importe_unitario_mxn,
        facturas.importe_unitario_catalogo_mxn,
        facturas.importe_facturado_mxn,
        facturas.importe_catalogo_mxn,
        cast(facturas.importe_facturado_mxn - facturas.importe_catalogo_mxn as decimal(18, 2))
            as importe_diferencia_mxn,
        case when precios.unidad = 'campaña' then entregas.num_campanas end as num_campanas,
        case when precios.unidad = 'campaña' then entregas.importe_gasto_mxn end as importe_gasto_mxn,
        case
            when precios.precio_clave is null or facturas.importe_catalogo_mxn is null then 'fuera_de_catalogo'
            when facturas.importe_facturado_mxn <> facturas.importe_catalogo_mxn then 'precio_distinto'
            when precios.unidad = 'campaña' and facturas.cantidad > coalesce(entregas.num_campanas, 0)
                then 'mas_que_lo_entregado'
            else 'coincide'
        end as estado
    from facturas
    left join precios on facturas.precio_clave = precios.precio_clave
    left join entregas on precios.plataforma = entregas.plataforma and facturas.periodo = entregas.periodo
)

select * from comparados

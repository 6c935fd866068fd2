with

precios as (
    select
        precio_clave,
        concepto,
        plataforma,
        unidad,
        importe_unitario_mxn,
        vigente_desde,
        vigente_hasta
    from {{ ref('stg_pauta__precios') }}
)

select * from precios

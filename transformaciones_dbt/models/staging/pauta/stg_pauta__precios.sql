with

crudo as (
    select * from {{ source('crudo', 'pauta') }}
    where tabla = 'precios'
),

renombrado as (
    select
        archivo_sha256,
        hoja,
        fila,
        clave as precio_clave,
        concepto,
        plataforma,
        unidad,
        precio_unitario as importe_unitario_mxn,
        vigente_desde,
        vigente_hasta
    from crudo
)

select * from renombrado

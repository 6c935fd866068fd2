with

bitacora as (
    select * from {{ source('bitacora', 'rechazos') }}
),

renombrada as (
    select
        fuente,
        archivo_sha256,
        tabla,
        hoja,
        cast(fila as bigint) as fila,
        celda,
        columna,
        valor,
        regla,
        motivo,
        remedio,
        gravedad
    from bitacora
)

select * from renombrada

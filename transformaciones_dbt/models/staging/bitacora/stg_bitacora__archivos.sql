with

bitacora as (
    select * from {{ source('bitacora', 'archivos') }}
),

renombrada as (
    select
        archivo_sha256,
        fuente,
        archivo,
        cast(recibido_en as timestamp) as recibido_en,
        cast(fecha_recepcion as date) as fecha_recepcion,
        cast(tamano_bytes as bigint) as tamano_bytes,
        estado,
        cast(num_renglones as bigint) as num_renglones,
        cast(num_aceptados as bigint) as num_aceptados,
        cast(num_rechazados as bigint) as num_rechazados,
        motivo,
        remedio,
        cast(es_vigente as boolean) as es_vigente,
        origen
    from bitacora
)

select * from renombrada

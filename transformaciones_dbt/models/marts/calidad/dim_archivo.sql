with

archivos as (
    select * from {{ ref('stg_bitacora__archivos') }}
),

-- Los mismos bytes pudieron llegar a dos carpetas: para la procedencia manda donde sí se leyeron.
con_turno as (
    select
        *,
        row_number() over (
            partition by archivo_sha256
            order by case when estado = 'rechazado' then 1 else 0 end, recibido_en, fuente
        ) as turno
    from archivos
),

un_renglon_por_huella as (
    select
        archivo_sha256,
        fuente,
        archivo,
        recibido_en,
        fecha_recepcion,
        tamano_bytes,
        estado,
        es_vigente
    from con_turno
    where turno = 1
)

select * from un_renglon_por_huella

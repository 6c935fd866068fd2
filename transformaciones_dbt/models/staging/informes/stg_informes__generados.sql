with

generados as (
    select * from {{ source('informes', 'generados') }}
),

renombrada as (
    select
        informe_clave,
        tipo as informe_tipo,
        titulo as informe_titulo,
        periodo,
        version,
        entregable_clave,
        sha256_pdf,
        sha256_docx,
        sha256_xlsx,
        tamano_bytes,
        fecha_generado,
        cast(orden as integer) as orden
    from generados
)

select * from renombrada

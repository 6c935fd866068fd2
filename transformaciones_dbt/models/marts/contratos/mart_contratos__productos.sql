with

productos as (
    select * from {{ ref('fct_informes_generados') }}
),

entregables as (
    select
        entregable_clave,
        contrato_clave,
        entregable_nombre,
        fecha_comprometida
    from {{ ref('dim_entregable') }}
),

con_nombre as (
    select
        entregables.contrato_clave,
        productos.entregable_clave,
        entregables.entregable_nombre,
        entregables.fecha_comprometida,
        productos.informe_clave,
        productos.informe_tipo,
        productos.informe_titulo,
        productos.periodo,
        productos.version,
        productos.sha256_pdf,
        productos.sha256_docx,
        productos.sha256_xlsx,
        productos.tamano_bytes,
        productos.fecha_generado,
        productos.orden,
        productos.es_ultimo
    from productos
    inner join entregables on productos.entregable_clave = entregables.entregable_clave
)

select * from con_nombre

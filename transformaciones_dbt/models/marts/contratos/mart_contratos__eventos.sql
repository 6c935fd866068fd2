with

eventos as (
    select * from {{ ref('fct_entregables_eventos') }}
),

archivos as (
    select
        archivo_sha256,
        archivo
    from {{ ref('dim_archivo') }}
),

con_archivo as (
    select
        eventos.entregable_clave,
        eventos.contrato_clave,
        eventos.orden,
        eventos.fecha_evento,
        eventos.evento,
        eventos.proporcion_prestada,
        eventos.es_ultimo,
        eventos.evidencia,
        eventos.observaciones,
        eventos.archivo_sha256,
        archivos.archivo,
        eventos.hoja,
        eventos.fila
    from eventos
    left join archivos on eventos.archivo_sha256 = archivos.archivo_sha256
)

select * from con_archivo

with

archivos as (
    select * from {{ ref('fct_archivos') }}
),

con_fuente as (
    select
        archivos.fuente,
        fuentes.fuente_nombre,
        archivos.archivo,
        archivos.archivo_sha256 as sha256,
        archivos.recibido_en,
        archivos.fecha_recepcion,
        archivos.origen,
        archivos.tamano_bytes,
        archivos.estado,
        archivos.es_vigente,
        archivos.esta_reemplazado,
        archivos.num_renglones,
        archivos.num_aceptados,
        archivos.num_rechazados,
        archivos.num_rechazados_contexto,
        archivos.num_avisos,
        archivos.motivo,
        archivos.remedio
    from archivos
    inner join {{ ref('dim_fuente') }} as fuentes on archivos.fuente = fuentes.fuente
)

select * from con_fuente

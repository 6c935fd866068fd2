with

crudo as (
    select * from {{ source('crudo', 'pauta') }}
    where tabla = 'solicitudes'
),

renombrado as (
    select
        archivo_sha256,
        hoja,
        fila,
        clave as solicitud_clave,
        campana as campana_clave,
        tipo,
        concepto as precio_clave,
        cantidad,
        solicitada_en,
        atendida_en,
        contenido_en,
        publicacion_en,
        notas
    from crudo
)

select * from renombrado

with

crudo as (
    select * from {{ source('crudo', 'pauta') }}
    where tabla = 'testigos'
),

renombrado as (
    select
        archivo_sha256,
        hoja,
        fila,
        imagen,
        campana as campana_clave,
        plataforma,
        capturado_en,
        direccion,
        descripcion,
        entrego
    from crudo
)

select * from renombrado

with

crudo as (
    select * from {{ source('crudo', 'pauta') }}
    where tabla = 'imagenes'
),

renombrado as (
    select
        archivo_sha256,
        hoja,
        fila,
        imagen,
        formato,
        ancho,
        alto,
        huella_perceptual,
        miniatura
    from crudo
)

select * from renombrado

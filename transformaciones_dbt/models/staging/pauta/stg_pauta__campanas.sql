with

crudo as (
    select * from {{ source('crudo', 'pauta') }}
    where tabla = 'campanas'
),

renombrado as (
    select
        archivo_sha256,
        hoja,
        fila,
        clave as campana_clave,
        nombre as campana_nombre,
        plataforma,
        objetivo,
        tema,
        formato,
        publico as publico_clave,
        material,
        fecha_inicio,
        fecha_fin,
        importe_planeado as importe_planeado_mxn
    from crudo
)

select * from renombrado

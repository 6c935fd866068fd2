with

crudo as (
    select * from {{ source('crudo', 'google_ads') }}
    where tabla = 'totales'
),

renombrado as (
    select
        'Google' as plataforma,
        etiqueta,
        archivo_sha256,
        hoja,
        fila,
        nivel,
        grano,
        periodo_inicio,
        periodo_fin,
        informe_inicio,
        informe_fin,
        moneda,
        desglose,
        desglose_valor,
        identificador,
        huella_nombre,
        campana_id,
        huella_campana,
        es_identidad_por_nombre,
        num_ocurrencia,
        cuenta as cuenta_nombre,
        campana as campana_nombre,
        conjunto as conjunto_nombre,
        anuncio as anuncio_nombre,
        tipo_campana,
        cast(gasto as decimal(18, 6)) as importe_gasto,
        impresiones as num_impresiones,
        clics as num_clics,
        clics as num_clics_enlace,
        interacciones as num_interacciones,
        cast(null as bigint) as num_visitas,
        cast(null as bigint) as num_contactos,
        vistas as num_vistas,
        alcance
    from crudo
)

select * from renombrado

with

vigentes as (
    select * from {{ ref('int_difusion__renglones') }}
    where version_desde_la_vigente = 1 and desglose = '' and grano = 'dia'
),

sumadas as (
    select
        plataforma,
        nivel,
        entidad_clave,
        max(campana_plataforma_clave) as campana_plataforma_clave,
        periodo_inicio as fecha,
        cast(date_trunc('month', periodo_inicio) as date) as periodo,
        max(moneda) as moneda,
        cast(sum(importe_gasto) filter (where moneda = 'MXN') as decimal(18, 2)) as importe_gasto_mxn,
        cast(sum(num_impresiones) as bigint) as num_impresiones,
        cast(sum(num_clics) as bigint) as num_clics,
        cast(sum(num_clics_enlace) as bigint) as num_clics_enlace,
        cast(sum(num_interacciones) as bigint) as num_interacciones,
        cast(sum(num_visitas) as bigint) as num_visitas,
        cast(sum(num_contactos) as bigint) as num_contactos,
        cast(sum(num_vistas) as bigint) as num_vistas,
        bool_or(es_identidad_por_nombre) as es_identidad_por_nombre,
        count(*) as num_renglones,
        min(informe_inicio) as informe_inicio,
        max(informe_fin) as informe_fin,
        max(archivo_sha256) as archivo_sha256,
        min(hoja) as hoja,
        min(fila) as fila
    from vigentes
    group by plataforma, nivel, entidad_clave, periodo_inicio
)

select * from sumadas

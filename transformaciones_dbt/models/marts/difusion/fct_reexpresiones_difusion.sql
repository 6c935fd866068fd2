with

renglones as (
    select
        plataforma,
        nivel,
        entidad_clave,
        periodo_inicio as fecha,
        archivo_sha256,
        max(campana_plataforma_clave) as campana_plataforma_clave,
        min(version_desde_la_vigente) as version_desde_la_vigente,
        max(informe_fin) as informe_fin,
        cast(sum(importe_gasto) as decimal(18, 2)) as importe_gasto,
        cast(sum(num_impresiones) as bigint) as num_impresiones,
        cast(sum(num_clics) as bigint) as num_clics
    from {{ ref('int_difusion__renglones') }}
    where desglose = '' and grano = 'dia'
    group by plataforma, nivel, entidad_clave, periodo_inicio, archivo_sha256
),

vigentes as (
    select * from renglones
    where version_desde_la_vigente = 1
),

anteriores as (
    select * from renglones
    where version_desde_la_vigente > 1
),

cambios as (
    select
        anteriores.plataforma,
        anteriores.nivel,
        anteriores.entidad_clave,
        anteriores.campana_plataforma_clave,
        anteriores.fecha,
        anteriores.fecha < anteriores.informe_fin as es_dia_cerrado,
        anteriores.importe_gasto as importe_antes,
        vigentes.importe_gasto as importe_ahora,
        anteriores.num_impresiones as num_impresiones_antes,
        vigentes.num_impresiones as num_impresiones_ahora,
        anteriores.num_clics as num_clics_antes,
        vigentes.num_clics as num_clics_ahora,
        anteriores.archivo_sha256 as archivo_sha256_antes,
        vigentes.archivo_sha256
    from anteriores
    inner join vigentes
        on
            anteriores.plataforma = vigentes.plataforma
            and anteriores.nivel = vigentes.nivel
            and anteriores.entidad_clave = vigentes.entidad_clave
            and anteriores.fecha = vigentes.fecha
    where
        anteriores.importe_gasto is distinct from vigentes.importe_gasto
        or anteriores.num_impresiones is distinct from vigentes.num_impresiones
        or anteriores.num_clics is distinct from vigentes.num_clics
)

select * from cambios

-- Las dos plataformas en una forma, con identidad estable: si un nombre corresponde a un solo
-- identificador en algún archivo, ese identificador vale también para los archivos que no lo traen.
with

meta as (
    select * from {{ ref('stg_meta_ads__renglones') }}
),

google as (
    select * from {{ ref('stg_google_ads__renglones') }}
),

unidas as (
    select * from meta
    union all
    select * from google
),

campanas_con_identificador as (
    select
        plataforma,
        huella_campana,
        min(campana_id) as campana_id
    from unidas
    where campana_id is not null and huella_campana is not null
    group by plataforma, huella_campana
    having count(distinct campana_id) = 1
),

entidades_con_identificador as (
    select
        plataforma,
        nivel,
        huella_nombre,
        min(identificador) as identificador
    from unidas
    where identificador is not null
    group by plataforma, nivel, huella_nombre
    having count(distinct identificador) = 1
),

archivos as (
    select
        archivo_sha256,
        min(recibido_en) as recibido_en,
        min(archivo) as archivo
    from {{ ref('stg_bitacora__archivos') }}
    where es_vigente
    group by archivo_sha256
),

identificadas as (
    select
        unidas.*,
        archivos.recibido_en,
        archivos.archivo,
        case
            when unidas.nivel = 'cuenta' then null
            else coalesce(unidas.campana_id, campanas_con_identificador.campana_id, unidas.huella_campana)
        end as campana_plataforma_clave,
        case
            when unidas.nivel = 'cuenta' then coalesce(unidas.cuenta_nombre, 'cuenta')
            else coalesce(unidas.identificador, entidades_con_identificador.identificador, unidas.huella_nombre)
        end as entidad_clave
    from unidas
    left join campanas_con_identificador
        on
            unidas.plataforma = campanas_con_identificador.plataforma
            and unidas.huella_campana = campanas_con_identificador.huella_campana
    left join entidades_con_identificador
        on
            unidas.plataforma = entidades_con_identificador.plataforma
            and unidas.nivel = entidades_con_identificador.nivel
            and unidas.huella_nombre = entidades_con_identificador.huella_nombre
    left join archivos on unidas.archivo_sha256 = archivos.archivo_sha256
),

-- Entre archivos que traen la misma entidad y periodo manda el que llega a la fecha más reciente:
-- un exporte viejo no pisa a uno nuevo aunque se reciba después. A igualdad, el último recibido.
ordenadas as (
    select
        *,
        dense_rank() over (
            partition by
                plataforma, nivel, entidad_clave, grano, periodo_inicio, periodo_fin, desglose, desglose_valor
            order by informe_fin desc, recibido_en desc, archivo desc, archivo_sha256 desc
        ) as version_desde_la_vigente
    from identificadas
)

select * from ordenadas

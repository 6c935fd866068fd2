with

cambios as (
    select * from {{ ref('fct_reexpresiones_difusion') }}
),

campanas_plataforma as (
    select
        plataforma,
        campana_plataforma_clave,
        campana_clave
    from {{ ref('dim_campana_plataforma') }}
),

campanas as (
    select
        campana_clave,
        campana_nombre
    from {{ ref('dim_campana') }}
),

archivos as (
    select
        archivo_sha256,
        archivo
    from {{ ref('dim_archivo') }}
),

unidos as (
    select
        cambios.plataforma,
        cambios.nivel,
        cambios.entidad_clave,
        campanas_plataforma.campana_clave,
        campanas.campana_nombre,
        cambios.fecha,
        cast(date_trunc('month', cambios.fecha) as date) as periodo,
        cambios.es_dia_cerrado,
        cambios.importe_antes,
        cambios.importe_ahora,
        cambios.num_impresiones_antes,
        cambios.num_impresiones_ahora,
        cambios.num_clics_antes,
        cambios.num_clics_ahora,
        -- los clics de un día se siguen ajustando una semana: antes de eso no alertan
        cambios.es_dia_cerrado
        and (
            abs(cambios.importe_ahora - cambios.importe_antes) > 0.01 * nullif(cambios.importe_antes, 0)
            or abs(cambios.num_impresiones_ahora - cambios.num_impresiones_antes)
            > 0.01 * nullif(cambios.num_impresiones_antes, 0)
        ) is true as es_mayor_de_uno_por_ciento,
        cambios.archivo_sha256_antes,
        anteriores.archivo as archivo_antes,
        cambios.archivo_sha256,
        vigentes.archivo
    from cambios
    left join campanas_plataforma
        on
            cambios.plataforma = campanas_plataforma.plataforma
            and cambios.campana_plataforma_clave = campanas_plataforma.campana_plataforma_clave
    left join campanas on campanas_plataforma.campana_clave = campanas.campana_clave
    left join archivos as anteriores on cambios.archivo_sha256_antes = anteriores.archivo_sha256
    left join archivos as vigentes on cambios.archivo_sha256 = vigentes.archivo_sha256
)

select * from unidos

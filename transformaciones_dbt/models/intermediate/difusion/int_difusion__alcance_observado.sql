with

renglones as (
    select
        plataforma,
        nivel as ambito,
        entidad_clave,
        campana_plataforma_clave,
        desglose,
        desglose_valor,
        num_ocurrencia,
        grano,
        periodo_inicio,
        periodo_fin,
        alcance,
        num_impresiones,
        'detalle' as tipo_renglon,
        archivo_sha256,
        hoja,
        fila
    from {{ ref('int_difusion__renglones') }}
    where version_desde_la_vigente = 1 and alcance is not null
),

totales as (
    select
        plataforma,
        'informe' as ambito,
        'informe:' || archivo_sha256 as entidad_clave,
        cast(null as varchar) as campana_plataforma_clave,
        desglose,
        desglose_valor,
        row_number() over (partition by archivo_sha256 order by fila) as num_ocurrencia,
        grano,
        periodo_inicio,
        periodo_fin,
        alcance,
        num_impresiones,
        'total' as tipo_renglon,
        archivo_sha256,
        hoja,
        fila
    from {{ ref('int_difusion__totales') }}
    where alcance is not null and periodo_inicio is not null
),

observaciones as (
    select * from renglones
    union all
    select * from totales
)

select * from observaciones

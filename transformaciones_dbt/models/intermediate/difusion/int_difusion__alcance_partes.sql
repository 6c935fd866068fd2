-- Las observaciones de alcance dentro de un mes, agrupadas en coberturas: partes que no se repiten
-- entre sí (mismo nivel, mismo desglose, mismo grano) y que podrían cubrir todo lo que corrió.
-- Un renglón por parte y ámbito al que pertenece (su campaña y su plataforma).
with

campanas as (
    select * from {{ ref('int_difusion__campanas_plataforma') }}
),

observaciones as (
    select
        observado.plataforma,
        campanas.campana_clave,
        observado.ambito as nivel,
        observado.entidad_clave,
        observado.desglose,
        observado.grano,
        cast(date_trunc('month', observado.periodo_inicio) as date) as periodo,
        observado.periodo_inicio,
        observado.periodo_fin,
        observado.alcance,
        observado.num_impresiones
    from {{ ref('int_difusion__alcance_observado') }} as observado
    left join campanas
        on
            observado.plataforma = campanas.plataforma
            and observado.campana_plataforma_clave = campanas.campana_plataforma_clave
    where date_trunc('month', observado.periodo_inicio) = date_trunc('month', observado.periodo_fin)
),

partes as (
    select
        *,
        nivel || '/' || desglose || '/' || grano
        || case when grano = 'periodo' then '/' || periodo_inicio || '/' || periodo_fin else '' end
        || case when nivel = 'informe' then '/' || entidad_clave else '' end as cobertura
    from observaciones
),

por_ambito as (
    select
        'campana' as ambito,
        plataforma,
        campana_clave,
        nivel,
        entidad_clave,
        desglose,
        grano,
        cobertura,
        periodo,
        periodo_inicio,
        periodo_fin,
        alcance,
        num_impresiones
    from partes
    where campana_clave is not null and nivel <> 'informe'
    union all
    select
        'plataforma' as ambito,
        plataforma,
        cast(null as varchar) as campana_clave,
        nivel,
        entidad_clave,
        desglose,
        grano,
        cobertura,
        periodo,
        periodo_inicio,
        periodo_fin,
        alcance,
        num_impresiones
    from partes
)

select * from por_ambito

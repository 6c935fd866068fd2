with

cierres as (
    select * from {{ ref('fct_cierres') }}
),

reexpresiones as (
    select
        cierre_clave,
        count(*) as num_reexpresiones,
        count(distinct meta_clave) as num_metas_reexpresadas,
        count(distinct case when cambia_clase then meta_clave end) as num_cambios_de_clase
    from {{ ref('mart_seguimiento__reexpresiones') }}
    group by cierre_clave
),

finales as (
    select
        cierres.cierre_clave,
        cierres.periodo,
        cierres.numero,
        cierres.es_vigente,
        cierres.version,
        cierres.corte_fecha,
        cierres.hoy,
        cierres.huella,
        cierres.cerrado_en,
        cierres.motivo,
        cierres.num_metas,
        cierres.reglas,
        coalesce(reexpresiones.num_reexpresiones, 0) as num_reexpresiones,
        coalesce(reexpresiones.num_metas_reexpresadas, 0) as num_metas_reexpresadas,
        coalesce(reexpresiones.num_cambios_de_clase, 0) as num_cambios_de_clase
    from cierres
    left join reexpresiones on cierres.cierre_clave = reexpresiones.cierre_clave
)

select * from finales

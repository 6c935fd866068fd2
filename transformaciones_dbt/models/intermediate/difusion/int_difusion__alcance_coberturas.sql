-- Cada cobertura de un ámbito: la suma de sus partes, si es completa y si es la observación del propio ámbito.
with

ambitos as (
    select * from {{ ref('int_difusion__alcance_ambitos') }}
),

partes as (
    select * from {{ ref('int_difusion__alcance_partes') }}
),

coberturas as (
    select
        ambito,
        plataforma,
        campana_clave,
        periodo,
        cobertura,
        min(nivel) as nivel,
        min(desglose) as desglose,
        min(grano) as grano,
        count(*) as num_partes,
        max(alcance) as parte_mayor,
        {{ cota_superior('alcance') }} as suma_de_partes,
        sum(num_impresiones) as num_impresiones
    from partes
    group by ambito, plataforma, campana_clave, periodo, cobertura
),

evaluadas as (
    select
        coberturas.*,
        ambitos.num_impresiones as num_impresiones_ambito,
        -- completa: sus impresiones alcanzan las del ámbito (las que la plataforma puede medir)
        coalesce(coberturas.num_impresiones >= ambitos.num_impresiones_con_alcance, false) as es_completa,
        -- una sola observación del propio ámbito, del mes entero o de todo lo que corrió en él
        coberturas.num_partes = 1 and coberturas.desglose = '' and coberturas.grano <> 'dia'
        and (
            (
                coberturas.ambito = 'campana' and coberturas.nivel = 'campana' and ambitos.num_partes = 1
                and (
                    coberturas.grano = 'mes'
                    or coalesce(coberturas.num_impresiones >= ambitos.num_impresiones_con_alcance, false)
                )
            )
            or (coberturas.ambito = 'plataforma' and coberturas.nivel = 'cuenta' and coberturas.grano = 'mes')
            or (
                coberturas.ambito = 'plataforma' and coberturas.nivel in ('cuenta', 'informe')
                and coalesce(coberturas.num_impresiones = ambitos.num_impresiones, false)
            )
        ) as es_observacion_propia
    from coberturas
    inner join ambitos
        on
            coberturas.ambito = ambitos.ambito
            and coberturas.plataforma = ambitos.plataforma
            and coberturas.campana_clave is not distinct from ambitos.campana_clave
            and coberturas.periodo = ambitos.periodo
)

select * from evaluadas

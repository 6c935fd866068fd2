-- Las cotas de cada día con entrega, por campaña y por plataforma, y la cota acumulada: la cota de cualquier rango por
-- días es la diferencia de dos acumuladas. Un día sin cobertura completa se acota con sus impresiones.
with

entregas as (
    select
        diario.plataforma,
        diario.campana_clave,
        diario.fecha,
        diario.num_impresiones
    from {{ ref('mart_difusion__diario') }} as diario
    inner join {{ ref('dim_campana') }} as campanas on diario.campana_clave = campanas.campana_clave
    where campanas.tiene_alcance and diario.num_impresiones > 0
),

ambitos as (
    select
        'campana' as ambito,
        plataforma,
        campana_clave,
        fecha,
        num_impresiones
    from entregas
    union all
    select
        'plataforma' as ambito,
        plataforma,
        cast(null as varchar) as campana_clave,
        fecha,
        cast(sum(num_impresiones) as bigint) as num_impresiones
    from entregas
    group by plataforma, fecha
),

observadas as (
    select
        observado.plataforma,
        campanas.campana_clave,
        observado.periodo_inicio as fecha,
        observado.ambito || '/' || observado.desglose as cobertura,
        count(*) as num_partes,
        max(observado.alcance) as parte_mayor,
        {{ cota_superior('observado.alcance') }} as suma_de_partes,
        sum(observado.num_impresiones) as num_impresiones
    from {{ ref('fct_alcance_observado') }} as observado
    left join {{ ref('dim_campana_plataforma') }} as campanas
        on
            observado.plataforma = campanas.plataforma
            and observado.campana_plataforma_clave = campanas.campana_plataforma_clave
    where observado.grano = 'dia' and observado.ambito <> 'informe'
    group by observado.plataforma, campanas.campana_clave, observado.periodo_inicio, cobertura
),

coberturas as (
    select
        'campana' as ambito,
        plataforma,
        campana_clave,
        fecha,
        parte_mayor,
        suma_de_partes,
        num_impresiones
    from observadas
    where campana_clave is not null
    union all
    select
        'plataforma' as ambito,
        plataforma,
        cast(null as varchar) as campana_clave,
        fecha,
        max(parte_mayor) as parte_mayor,
        {{ cota_superior('suma_de_partes') }} as suma_de_partes,
        sum(num_impresiones) as num_impresiones
    from observadas
    group by plataforma, fecha, cobertura
),

acotadas as (
    select
        ambitos.ambito,
        ambitos.plataforma,
        ambitos.campana_clave,
        ambitos.fecha,
        ambitos.num_impresiones,
        max(coberturas.parte_mayor) as alcance_minimo,
        least(
            min(coberturas.suma_de_partes) filter (where coberturas.num_impresiones >= ambitos.num_impresiones),
            ambitos.num_impresiones
        ) as alcance_maximo
    from ambitos
    left join coberturas
        on
            ambitos.ambito = coberturas.ambito
            and ambitos.plataforma = coberturas.plataforma
            and ambitos.campana_clave is not distinct from coberturas.campana_clave
            and ambitos.fecha = coberturas.fecha
    group by ambitos.ambito, ambitos.plataforma, ambitos.campana_clave, ambitos.fecha, ambitos.num_impresiones
),

por_campanas as (
    select
        plataforma,
        fecha,
        {{ cota_superior('alcance_maximo') }} as suma_de_campanas
    from acotadas
    where ambito = 'campana'
    group by plataforma, fecha
),

cerradas as (
    select
        acotadas.ambito,
        acotadas.plataforma,
        acotadas.campana_clave,
        acotadas.fecha,
        acotadas.num_impresiones,
        cast(acotadas.alcance_minimo as bigint) as alcance_minimo,
        cast(
            greatest(
                acotadas.alcance_minimo,
                least(
                    acotadas.alcance_maximo,
                    case when acotadas.ambito = 'plataforma' then por_campanas.suma_de_campanas end
                )
            ) as bigint
        ) as alcance_maximo
    from acotadas
    left join por_campanas
        on acotadas.plataforma = por_campanas.plataforma and acotadas.fecha = por_campanas.fecha
),

acumuladas as (
    select
        ambito || '|' || plataforma || '|' || coalesce(campana_clave, '') || '|' || fecha as dia_clave,
        *,
        cast({{ cota_superior('alcance_maximo') }} over ambito_completo as bigint) as cota_acumulada,
        cast(sum(num_impresiones) over ambito_completo as bigint) as num_impresiones_acumuladas
    from cerradas
    window ambito_completo as (partition by ambito, plataforma, campana_clave order by fecha)
)

select * from acumuladas

-- El realizado de cada mes es el de la versión vigente de su captura, ni otro ni ninguno.
with

vigentes as (
    select
        meta_clave,
        periodo,
        realizado
    from {{ ref('mart_seguimiento__procedencia') }}
    where es_vigente and realizado is not null and not coalesce(no_aplica, false)
),

avance as (
    select
        meta_clave,
        periodo,
        realizado
    from {{ ref('mart_seguimiento__avance_mensual') }}
    where realizado is not null
)

select
    coalesce(vigentes.meta_clave, avance.meta_clave) as meta_clave,
    coalesce(vigentes.periodo, avance.periodo) as periodo,
    vigentes.realizado as realizado_capturado,
    avance.realizado as realizado_publicado
from vigentes
full outer join avance
    on
        vigentes.meta_clave = avance.meta_clave
        and vigentes.periodo = avance.periodo
where vigentes.realizado is distinct from avance.realizado

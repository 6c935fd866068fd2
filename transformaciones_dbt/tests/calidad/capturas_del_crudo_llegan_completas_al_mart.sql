-- De extremo a extremo: por archivo, los totales capturados que están en el crudo son los del mart
-- de procedencia más los que quedaron en cuarentena. Si un cruce duplicara o perdiera renglones, se vería aquí.
with

metas_de_razon as (
    select distinct meta_clave
    from {{ ref('dim_meta') }}
    where acumulacion = 'razon'
),

en_cuarentena as (
    select distinct
        archivo_sha256,
        hoja,
        fila
    from {{ ref('fct_rechazos') }}
    where fuente = 'capturas' and etapa = 'modelo' and gravedad = 'rechazo'
),

crudo as (
    select
        renglones.archivo_sha256,
        count(*) as num_renglones,
        coalesce(sum(case when metas_de_razon.meta_clave is null then renglones.realizado end), 0) as realizado,
        coalesce(sum(renglones.numerador), 0) as numerador,
        coalesce(sum(renglones.denominador), 0) as denominador
    from {{ ref('stg_capturas__renglones') }} as renglones
    left join en_cuarentena
        on
            renglones.archivo_sha256 = en_cuarentena.archivo_sha256
            and renglones.hoja = en_cuarentena.hoja
            and renglones.fila = en_cuarentena.fila
    left join metas_de_razon on renglones.meta_clave = metas_de_razon.meta_clave
    where en_cuarentena.fila is null
    group by renglones.archivo_sha256
),

mart as (
    select
        procedencia.archivo_sha256,
        count(*) as num_renglones,
        coalesce(sum(case when metas_de_razon.meta_clave is null then procedencia.realizado end), 0) as realizado,
        coalesce(sum(procedencia.numerador), 0) as numerador,
        coalesce(sum(procedencia.denominador), 0) as denominador
    from {{ ref('mart_seguimiento__procedencia') }} as procedencia
    left join metas_de_razon on procedencia.meta_clave = metas_de_razon.meta_clave
    group by procedencia.archivo_sha256
)

select
    coalesce(crudo.archivo_sha256, mart.archivo_sha256) as archivo_sha256,
    crudo.num_renglones as renglones_crudo,
    mart.num_renglones as renglones_mart,
    crudo.realizado as realizado_crudo,
    mart.realizado as realizado_mart
from crudo
full outer join mart on crudo.archivo_sha256 = mart.archivo_sha256
where
    crudo.num_renglones is distinct from mart.num_renglones
    or abs(crudo.realizado - mart.realizado) > 1e-9 * (1 + abs(crudo.realizado))
    or abs(crudo.numerador - mart.numerador) > 1e-9 * (1 + abs(crudo.numerador))
    or abs(crudo.denominador - mart.denominador) > 1e-9 * (1 + abs(crudo.denominador))

with

cierres as (
    select * from {{ ref('stg_cierres__cierres') }}
),

-- Si un mes se volvió a cerrar, lo reportado es lo último; lo anterior se conserva.
finales as (
    select
        cierre_clave,
        periodo,
        numero,
        numero = max(numero) over (partition by periodo) as es_vigente,
        version,
        corte_fecha,
        hoy,
        huella_insumos,
        sha256_version,
        huella,
        cerrado_en,
        motivo,
        num_metas,
        reglas
    from cierres
)

select * from finales

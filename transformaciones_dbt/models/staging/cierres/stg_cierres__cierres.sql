with

cierres as (
    select * from {{ source('cierres', 'cierres') }}
),

renombrada as (
    select
        cierre_clave,
        cast(mes || '-01' as date) as periodo,
        cast(numero as bigint) as numero,
        version,
        cast(corte as date) as corte_fecha,
        cast(hoy as date) as hoy,
        huella_insumos,
        sha256_version,
        huella,
        cast(cerrado_en as timestamp) as cerrado_en,
        motivo,
        cast(num_metas as bigint) as num_metas,
        reglas
    from cierres
)

select * from renombrada

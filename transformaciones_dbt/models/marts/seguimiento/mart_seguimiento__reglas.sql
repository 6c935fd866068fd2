with

reglas as (
    select * from {{ ref('fct_reglas') }}
),

finales as (
    select
        ejercicio,
        vigente_desde,
        regla_clave,
        valor,
        es_vigente_al_corte
    from reglas
)

select * from finales

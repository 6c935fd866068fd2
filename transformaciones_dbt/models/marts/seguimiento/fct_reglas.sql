with

programas as (
    select * from {{ ref('int_seguimiento__programas') }}
),

reglas as (
    select * from {{ ref('stg_programa__reglas') }}
),

corte as (
    select max(case when es_corte_vigente then fecha_fin end) as corte_fecha
    from {{ ref('int_seguimiento__periodos') }}
),

numeradas as (
    select
        programas.ejercicio,
        reglas.vigente_desde,
        reglas.regla_clave,
        reglas.valor,
        reglas.fila,
        reglas.vigente_desde <= corte.corte_fecha as ya_rige,
        row_number() over (
            partition by programas.ejercicio, reglas.regla_clave, reglas.vigente_desde <= corte.corte_fecha
            order by reglas.vigente_desde desc, reglas.fila desc
        ) as orden
    from reglas
    inner join programas on reglas.archivo_sha256 = programas.archivo_sha256
    cross join corte
),

finales as (
    select
        ejercicio,
        vigente_desde,
        regla_clave,
        valor,
        fila,
        coalesce(ya_rige and orden = 1, false) as es_vigente_al_corte
    from numeradas
)

select * from finales

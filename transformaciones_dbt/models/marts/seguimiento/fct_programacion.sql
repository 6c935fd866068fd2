with

programacion as (
    select * from {{ ref('int_seguimiento__programacion') }}
),

finales as (
    select
        ejercicio,
        meta_clave,
        periodo,
        programado_original,
        programado,
        meta_anual_original,
        meta_anual,
        es_ajustada,
        oficio,
        fecha_oficio,
        justificacion_ajuste
    from programacion
)

select * from finales

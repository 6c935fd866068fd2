with

metas as (
    select * from {{ ref('int_seguimiento__metas') }}
),

finales as (
    select
        meta_clave,
        meta_nombre,
        indicador_nombre,
        definicion,
        metodo_calculo,
        unidad,
        dimension,
        sentido,
        acumulacion,
        metodo_cumplimiento,
        frecuencia,
        linea_base,
        meta_anual,
        limite_inferior,
        limite_superior,
        tolerancia,
        peso,
        es_critica,
        medio_verificacion,
        responsable,
        area_clave,
        linea_clave,
        ejercicio
    from metas
)

select * from finales

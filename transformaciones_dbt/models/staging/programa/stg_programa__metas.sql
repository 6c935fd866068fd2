with

programa as (
    select * from {{ source('crudo', 'programa') }}
),

metas as (
    select
        archivo_sha256,
        hoja,
        fila,
        clave as meta_clave,
        linea as linea_clave,
        area as area_clave,
        meta as meta_nombre,
        indicador as indicador_nombre,
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
        critica as es_critica,
        medio_verificacion,
        responsable,
        ejercicio
    from programa
    where tabla = 'metas'
)

select * from metas

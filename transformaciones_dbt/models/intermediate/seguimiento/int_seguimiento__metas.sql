with

programas as (
    select * from {{ ref('int_seguimiento__programas') }}
),

metas as (
    select * from {{ ref('stg_programa__metas') }}
),

-- El método del sentido es el que se usa por omisión y al que regresa linea_base cuando no aplica.
con_metodos as (
    select
        metas.*,
        case metas.sentido
            when 'ascendente' then 'directo'
            when 'descendente' then 'inverso'
            when 'constante' then 'tolerancia'
            else metas.sentido
        end as metodo_del_sentido
    from metas
    inner join programas on metas.archivo_sha256 = programas.archivo_sha256
),

finales as (
    select
        ejercicio,
        meta_clave,
        meta_nombre,
        indicador_nombre,
        definicion,
        metodo_calculo,
        unidad,
        dimension,
        sentido,
        acumulacion,
        coalesce(metodo_cumplimiento, metodo_del_sentido) as metodo_cumplimiento,
        metodo_del_sentido,
        frecuencia,
        linea_base,
        meta_anual,
        limite_inferior,
        limite_superior,
        tolerancia,
        coalesce(peso, 1) as peso,
        coalesce(es_critica, false) as es_critica,
        medio_verificacion,
        responsable,
        area_clave,
        linea_clave,
        archivo_sha256
    from con_metodos
)

select * from finales

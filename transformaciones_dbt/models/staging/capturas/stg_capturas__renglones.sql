with

capturas as (
    select * from {{ source('crudo', 'capturas') }}
),

renglones as (
    select
        archivo_sha256,
        hoja,
        fila,
        clave as meta_clave,
        area as area_clave,
        periodo,
        fecha_captura,
        programado,
        realizado,
        numerador,
        denominador,
        n,
        coalesce(no_aplica, false) as es_no_aplica,
        observaciones,
        evidencia,
        justificacion,
        realizado_celda as celda_realizado,
        numerador_celda as celda_numerador,
        denominador_celda as celda_denominador
    from capturas
    where tabla = 'captura'
)

select * from renglones

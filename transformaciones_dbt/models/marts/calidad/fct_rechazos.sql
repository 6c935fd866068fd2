with

del_lector as (
    select
        fuente,
        archivo_sha256,
        tabla,
        hoja,
        fila,
        celda,
        columna,
        valor,
        regla,
        motivo,
        remedio,
        gravedad,
        'lectura' as etapa
    from {{ ref('stg_bitacora__rechazos') }}
),

-- Lo que solo se sabe mirando el programa u otros archivos.
del_modelo as (
    select
        fuente,
        archivo_sha256,
        tabla,
        hoja,
        fila,
        celda,
        columna,
        valor,
        regla,
        motivo,
        remedio,
        gravedad,
        'modelo' as etapa
    from {{ ref('fct_capturas_rechazadas') }}
    union all
    select
        fuente,
        archivo_sha256,
        tabla,
        hoja,
        fila,
        celda,
        columna,
        valor,
        regla,
        motivo,
        remedio,
        gravedad,
        'modelo' as etapa
    from {{ ref('fct_contratos_rechazados') }}
),

todos as (
    select * from del_lector
    union all
    select * from del_modelo
),

con_archivo as (
    select
        todos.fuente,
        todos.archivo_sha256,
        archivos.archivo,
        archivos.recibido_en,
        archivos.es_vigente,
        todos.tabla,
        todos.hoja,
        todos.fila,
        todos.celda,
        todos.columna,
        todos.valor,
        todos.regla,
        todos.motivo,
        todos.remedio,
        todos.gravedad,
        todos.etapa
    from todos
    inner join {{ ref('stg_bitacora__archivos') }} as archivos
        on
            todos.fuente = archivos.fuente
            and todos.archivo_sha256 = archivos.archivo_sha256
)

select * from con_archivo

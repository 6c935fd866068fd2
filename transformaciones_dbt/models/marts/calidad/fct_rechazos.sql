with

del_lector as (
    select
        *,
        'lectura' as etapa
    from {{ ref('stg_bitacora__rechazos') }}
),

todos as (
    select * from del_lector
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

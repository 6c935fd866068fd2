with

rechazos as (
    select
        fuente,
        archivo,
        archivo_sha256,
        recibido_en,
        es_vigente,
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
        etapa
    from {{ ref('fct_rechazos') }}
)

select * from rechazos

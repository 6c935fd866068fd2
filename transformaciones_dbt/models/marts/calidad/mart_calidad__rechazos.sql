with

rechazos as (
    select
        rechazos.fuente,
        rechazos.archivo,
        rechazos.archivo_sha256,
        rechazos.recibido_en,
        rechazos.es_vigente,
        archivos.esta_reemplazado,
        rechazos.tabla,
        rechazos.hoja,
        rechazos.fila,
        rechazos.celda,
        rechazos.columna,
        rechazos.valor,
        rechazos.regla,
        rechazos.motivo,
        rechazos.remedio,
        rechazos.gravedad,
        rechazos.etapa
    from {{ ref('fct_rechazos') }} as rechazos
    inner join {{ ref('fct_archivos') }} as archivos
        on
            rechazos.fuente = archivos.fuente
            and rechazos.archivo_sha256 = archivos.archivo_sha256
)

select * from rechazos

with

entregables as (
    select * from {{ ref('int_contratos__entregables_revisados') }}
    where regla_rechazo is null
),

-- Las series salen en el orden en que aparecen en la hoja.
con_inicio_de_serie as (
    select
        *,
        min(fila) over (partition by contrato_clave, serie) as fila_de_la_serie
    from entregables
),

descritos as (
    select
        entregable_clave,
        contrato_clave,
        serie,
        cast(dense_rank() over (partition by contrato_clave order by fila_de_la_serie) as integer) as serie_orden,
        entregable_nombre,
        tipo,
        tipo = 'semanal' as es_semanal,
        parcialidad,
        fecha_comprometida,
        cast(coalesce(importe_mxn, 0) as decimal(18, 2)) as importe_mxn,
        notas,
        archivo_sha256,
        hoja,
        fila
    from con_inicio_de_serie
)

select * from descritos

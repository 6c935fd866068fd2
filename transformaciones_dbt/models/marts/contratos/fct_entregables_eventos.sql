with

eventos as (
    select * from {{ ref('int_contratos__eventos_revisados') }}
    where regla_rechazo is null
),

-- Solo «parcial» y «rechazado» declaran proporción; los demás la dejan completa.
con_proporcion as (
    select
        entregable_clave,
        contrato_clave,
        fecha_evento,
        evento,
        cast(
            case when evento in ('parcial', 'rechazado') then coalesce(proporcion_declarada, 0) else 1 end
            as decimal(7, 6)
        ) as proporcion_prestada,
        evidencia,
        observaciones,
        archivo_sha256,
        hoja,
        fila
    from eventos
),

ordenados as (
    select
        *,
        cast(row_number() over (partition by entregable_clave order by fecha_evento, fila) as integer) as orden,
        row_number() over (partition by entregable_clave, fecha_evento order by fila desc) = 1 as es_cierre_del_dia,
        row_number() over (partition by entregable_clave order by fecha_evento desc, fila desc) = 1 as es_ultimo
    from con_proporcion
)

select * from ordenados

with

totales as (
    select * from {{ ref('fct_totales_reportados') }}
    where clase_total <> 'parte'
),

archivos as (
    select
        archivo_sha256,
        archivo
    from {{ ref('dim_archivo') }}
),

comparados as (
    select
        totales.archivo_sha256 || '|' || totales.fila as total_clave,
        totales.plataforma,
        archivos.archivo,
        totales.archivo_sha256,
        totales.hoja,
        totales.fila,
        totales.etiqueta,
        totales.clase_total,
        totales.periodo_inicio,
        totales.periodo_fin,
        totales.desglose,
        totales.moneda,
        totales.num_renglones,
        totales.importe_gasto as importe_total,
        totales.importe_de_renglones,
        cast(totales.importe_gasto - totales.importe_de_renglones as decimal(18, 2)) as importe_diferencia,
        totales.num_impresiones as num_impresiones_total,
        totales.num_impresiones_de_renglones,
        totales.num_impresiones - totales.num_impresiones_de_renglones as num_impresiones_diferencia,
        case
            when totales.num_renglones = 0 then 'sin_renglones'
            when
                coalesce(totales.num_impresiones = totales.num_impresiones_de_renglones, true)
                and coalesce(
                    abs(totales.importe_gasto - totales.importe_de_renglones) <= 0.011 * totales.num_renglones, true
                )
                then 'cuadra'
            else 'difiere'
        end as estado
    from totales
    left join archivos on totales.archivo_sha256 = archivos.archivo_sha256
)

select * from comparados

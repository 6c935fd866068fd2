with

totales as (
    select
        plataforma,
        archivo_sha256,
        hoja,
        fila,
        etiqueta,
        clase_total,
        nivel,
        grano,
        periodo_inicio,
        periodo_fin,
        desglose,
        moneda,
        cast(importe_gasto as decimal(18, 2)) as importe_gasto,
        num_impresiones,
        num_clics,
        alcance
    from {{ ref('int_difusion__totales') }}
),

renglones as (
    select
        archivo_sha256,
        count(*) as num_renglones,
        cast(sum(importe_gasto) as decimal(18, 2)) as importe_de_renglones,
        cast(sum(num_impresiones) as bigint) as num_impresiones_de_renglones,
        cast(sum(num_clics) as bigint) as num_clics_de_renglones
    from {{ ref('int_difusion__renglones') }}
    group by archivo_sha256
),

comparados as (
    select
        totales.*,
        coalesce(renglones.num_renglones, 0) as num_renglones,
        renglones.importe_de_renglones,
        renglones.num_impresiones_de_renglones,
        renglones.num_clics_de_renglones
    from totales
    left join renglones on totales.archivo_sha256 = renglones.archivo_sha256
)

select * from comparados

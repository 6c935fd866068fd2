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
        coalesce(desglose_valor, '') as desglose_valor,
        moneda,
        cast(importe_gasto as decimal(18, 2)) as importe_gasto,
        num_impresiones,
        num_clics,
        alcance
    from {{ ref('int_difusion__totales') }}
),

renglones as (
    -- los que el total resume: los de sus fechas y, si el total es de un segmento, los de ese segmento
    select
        totales.archivo_sha256,
        totales.fila,
        count(*) as num_renglones,
        cast(sum(propios.importe_gasto) as decimal(18, 2)) as importe_de_renglones,
        cast(sum(propios.num_impresiones) as bigint) as num_impresiones_de_renglones,
        cast(sum(propios.num_clics) as bigint) as num_clics_de_renglones
    from totales
    inner join {{ ref('int_difusion__renglones') }} as propios
        on
            totales.archivo_sha256 = propios.archivo_sha256
            and propios.periodo_inicio >= coalesce(totales.periodo_inicio, propios.periodo_inicio)
            and propios.periodo_fin <= coalesce(totales.periodo_fin, propios.periodo_fin)
            and (replace(totales.desglose_valor, '|', '') = '' or totales.desglose_valor = propios.desglose_valor)
    group by totales.archivo_sha256, totales.fila
),

comparados as (
    select
        totales.* exclude (desglose_valor),
        coalesce(renglones.num_renglones, 0) as num_renglones,
        renglones.importe_de_renglones,
        renglones.num_impresiones_de_renglones,
        renglones.num_clics_de_renglones
    from totales
    left join renglones on totales.archivo_sha256 = renglones.archivo_sha256 and totales.fila = renglones.fila
)

select * from comparados

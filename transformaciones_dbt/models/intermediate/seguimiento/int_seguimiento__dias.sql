with

corrida as (
    select hoy from {{ ref('stg_bitacora__corrida') }}
),

programas as (
    select * from {{ ref('int_seguimiento__programas') }}
),

inhabiles as (
    select
        inhabiles.fecha_inhabil,
        min(inhabiles.inhabil_nombre) as inhabil_nombre
    from {{ ref('stg_programa__inhabiles') }} as inhabiles
    inner join programas on inhabiles.archivo_sha256 = programas.archivo_sha256
    group by inhabiles.fecha_inhabil
),

limites as (
    select
        least(min(year(corrida.hoy)) - 1, coalesce(min(programas.ejercicio), 9999)) as anio_inicial,
        greatest(max(year(corrida.hoy)) + 1, coalesce(max(programas.ejercicio) + 1, 0)) as anio_final
    from corrida
    left join programas on true
),

serie as (
    {{ serie_de_dias(
        "(select make_date(anio_inicial, 1, 1) from limites)", "(select make_date(anio_final, 12, 31) from limites)"
    ) }}
),

dias as (
    select
        serie.fecha,
        cast(date_trunc('month', serie.fecha) as date) as periodo,
        isodow(serie.fecha) as dia_semana,
        inhabiles.inhabil_nombre,
        inhabiles.fecha_inhabil is not null as es_inhabil_declarado,
        isodow(serie.fecha) <= 5 and inhabiles.fecha_inhabil is null as es_habil
    from serie
    left join inhabiles on serie.fecha = inhabiles.fecha_inhabil
),

con_siguiente as (
    select
        *,
        min(case when es_habil then fecha end) over (
            order by fecha rows between current row and unbounded following
        ) as fecha_habil_siguiente
    from dias
)

select * from con_siguiente

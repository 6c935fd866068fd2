-- Entre dos periodos seguidos una alerta no puede ser nueva si ya estaba encendida, ni mantenerse si no lo estaba.
with

con_anterior as (
    select
        alerta_clave,
        periodo,
        estado,
        lag(estado) over por_alerta as estado_anterior,
        lag(periodo) over por_alerta as periodo_anterior
    from {{ ref('mart_seguimiento__alertas') }}
    window por_alerta as (partition by alerta_clave order by periodo)
)

select * from con_anterior
where
    (
        estado = 'NUEVA' and estado_anterior in ('NUEVA', 'SE_MANTIENE')
        and year(periodo) = year(periodo_anterior)
    )
    or (estado in ('SE_MANTIENE', 'RESUELTA') and coalesce(estado_anterior, 'RESUELTA') = 'RESUELTA')

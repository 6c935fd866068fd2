with

dias as (
    select * from {{ ref('int_seguimiento__dias') }}
),

fechas as (
    select
        fecha,
        periodo,
        year(fecha) as anio,
        month(fecha) as mes,
        day(fecha) as dia,
        quarter(fecha) as trimestre,
        dia_semana,
        {{ nombre_de_mes('month(fecha)') }} as mes_nombre,
        dia_semana >= 6 as es_fin_de_semana,
        es_habil,
        inhabil_nombre,
        fecha_habil_siguiente
    from dias
)

select * from fechas

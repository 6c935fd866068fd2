with

avances as (
    select * from {{ ref('fct_avances') }}
),

areas as (
    select * from {{ ref('dim_area') }}
),

periodos as (
    select * from {{ ref('dim_periodo') }}
),

conteos as (
    select
        area_clave,
        periodo,
        count(case when estado_captura in ('CAPTURADA', 'EXTEMPORANEA', 'SIN_CAPTURA', 'PENDIENTE') then 1 end)
            as num_esperadas,
        count(case when estado_captura in ('CAPTURADA', 'EXTEMPORANEA') then 1 end) as num_capturadas,
        count(case when estado_captura = 'EXTEMPORANEA' then 1 end) as num_extemporaneas,
        count(case when estado_captura = 'SIN_CAPTURA' then 1 end) as num_sin_captura,
        count(case when estado_captura = 'PENDIENTE' then 1 end) as num_pendientes,
        count(case when estado_captura = 'NO_APLICA' then 1 end) as num_no_aplica,
        max(case when estado_captura = 'EXTEMPORANEA' then fecha_primer_valor end) as fecha_ultima_extemporanea
    from avances
    group by area_clave, periodo
),

finales as (
    select
        conteos.area_clave,
        areas.area_corta,
        conteos.periodo,
        periodos.fecha_limite,
        conteos.num_esperadas,
        conteos.num_capturadas,
        conteos.num_extemporaneas,
        conteos.num_sin_captura,
        conteos.num_pendientes,
        conteos.num_no_aplica,
        -- Si todavía debe algo, el atraso sigue corriendo hasta la fecha de referencia.
        case
            when conteos.num_sin_captura > 0 then {{ dias_entre('periodos.fecha_limite', 'periodos.hoy') }}
            when conteos.num_extemporaneas > 0
                then {{ dias_entre('periodos.fecha_limite', 'conteos.fecha_ultima_extemporanea') }}
            else 0
        end as dias_atraso,
        conteos.num_sin_captura + conteos.num_pendientes = 0 as es_completa
    from conteos
    inner join periodos on conteos.periodo = periodos.periodo
    left join areas on conteos.area_clave = areas.area_clave
)

select * from finales

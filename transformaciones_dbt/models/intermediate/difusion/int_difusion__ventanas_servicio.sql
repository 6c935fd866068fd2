-- Un renglón por día de servicio, con los segundos de servicio acumulados antes de abrir: el reloj
-- del contrato se vuelve una resta, y el vencimiento, la ventana donde cae el plazo.
with

solicitudes as (
    select * from {{ ref('stg_pauta__solicitudes') }}
),

parametros as (
    select * from {{ ref('int_difusion__parametros') }}
),

limites as (
    select
        cast(
            min(least(solicitada_en, coalesce(contenido_en, solicitada_en), coalesce(publicacion_en, solicitada_en)))
            as date
        ) as desde,
        cast(
            max(
                greatest(
                    solicitada_en, coalesce(atendida_en, solicitada_en), coalesce(publicacion_en, solicitada_en)
                )
            ) as date
        ) as hasta
    from solicitudes
),

dias as (
    select serie.fecha
    from limites
    cross join lateral ({{ serie_de_dias("limites.desde - 7", "limites.hasta + 31") }}) as serie
    where limites.desde is not null
),

inhabiles as (
    select distinct fecha from {{ ref('stg_pauta__inhabiles') }}
),

de_servicio as (
    select
        dias.fecha,
        {{ sumar_segundos('cast(dias.fecha as timestamp)', 'parametros.hora_abre * 3600') }} as abre_en,
        {{ sumar_segundos('cast(dias.fecha as timestamp)', 'parametros.hora_cierra * 3600') }} as cierra_en,
        (parametros.hora_cierra - parametros.hora_abre) * 3600 as num_segundos
    from dias
    cross join parametros
    left join inhabiles on dias.fecha = inhabiles.fecha
    where
        {{ dia_de_la_semana('dias.fecha') }} <= 5
        and not (parametros.inhabiles_descansan and inhabiles.fecha is not null)
),

acumuladas as (
    select
        fecha,
        abre_en,
        cierra_en,
        num_segundos,
        coalesce(
            sum(num_segundos) over (order by fecha rows between unbounded preceding and 1 preceding), 0
        ) as segundos_previos,
        lead(abre_en) over (order by fecha) as siguiente_abre_en
    from de_servicio
)

select * from acumuladas

with

estados as (
    select * from {{ ref('int_seguimiento__estados') }}
),

-- Un renglón por meta y mes: cada suma va de enero al mes del corte.
sumas as (
    select
        *,
        count(case when es_exigible then 1 end) over hasta_el_corte as num_exigibles,
        count(case when es_exigible_con_valor then 1 end) over hasta_el_corte as num_con_valor,
        count(case when tiene_valor then 1 end) over hasta_el_corte as num_capturados,
        count(case when estado_captura = 'SIN_CAPTURA' then 1 end) over hasta_el_corte as num_meses_omitidos,
        count(case when estado_captura = 'EXTEMPORANEA' then 1 end) over hasta_el_corte as num_extemporaneas,
        count(case when estado_captura = 'NO_APLICA' then 1 end) over hasta_el_corte as num_meses_no_aplica,
        last_value(case when es_exigible then estado_captura end ignore nulls) over hasta_el_corte
            as ultimo_estado_exigible,
        last_value(case when es_exigible then fecha_limite end ignore nulls) over hasta_el_corte
            as ultima_fecha_limite_exigible,
        sum(realizado) over hasta_el_corte as suma_realizado,
        sum(case when es_exigible then programado end) over hasta_el_corte as suma_programado,
        last_value(case when es_exigible_con_valor then realizado end ignore nulls) over hasta_el_corte
            as ultimo_realizado,
        last_value(case when es_exigible then programado end ignore nulls) over hasta_el_corte as ultimo_programado,
        avg(case when es_exigible then programado end) over hasta_el_corte as media_programado_exigible,
        avg(case when es_exigible_con_valor then realizado end) over hasta_el_corte as media_realizado,
        avg(case when es_exigible_con_valor then programado end) over hasta_el_corte as media_programado,
        min(case when es_exigible_con_valor then coalesce(n, 0) end) over hasta_el_corte as menor_n,
        sum(case when es_exigible_con_valor then n end) over hasta_el_corte as suma_n,
        sum(case when es_exigible_con_valor then n * realizado end) over hasta_el_corte as suma_n_realizado,
        sum(case when es_exigible_con_valor then n * programado end) over hasta_el_corte as suma_n_programado,
        sum(case when es_exigible_con_valor then numerador end) over hasta_el_corte as suma_numerador,
        sum(case when es_exigible_con_valor then denominador end) over hasta_el_corte as suma_denominador,
        sum(case when es_exigible_con_valor then denominador * programado end) over hasta_el_corte
            as suma_denominador_programado
    from estados
    window
        hasta_el_corte as (
            partition by meta_clave, ejercicio
            order by periodo
            rows between unbounded preceding and current row
        )
),

sin_residuos as (
    select
        * exclude (suma_realizado, suma_programado, suma_denominador),
        {{ sin_residuo('suma_realizado') }} as suma_realizado,
        {{ sin_residuo('suma_programado') }} as suma_programado,
        {{ sin_residuo('suma_denominador') }} as suma_denominador
    from sumas
),

acumulados as (
    select
        *,
        case acumulacion
            when 'suma' then suma_realizado
            when 'ultimo' then ultimo_realizado
            when 'promedio' then case when menor_n > 0 then suma_n_realizado / suma_n else media_realizado end
            when 'razon' then case when suma_denominador <> 0 then 100 * suma_numerador / suma_denominador end
        end as valor_acumulado,
        case
            when num_exigibles = 0 then null
            when acumulacion = 'suma' then suma_programado
            when acumulacion = 'ultimo' then ultimo_programado
            when num_con_valor = 0 then media_programado_exigible
            when acumulacion = 'promedio' and menor_n > 0 then suma_n_programado / suma_n
            when acumulacion = 'razon' and suma_denominador <> 0 then suma_denominador_programado / suma_denominador
            else media_programado
        end as esperado_acumulado
    from sin_residuos
),

finales as (
    select
        *,
        {{ sin_residuo('valor_acumulado') }} as realizado_acumulado,
        {{ sin_residuo('esperado_acumulado') }} as programado_acumulado,
        case when acumulacion = 'razon' then suma_numerador end as numerador_acumulado,
        case when acumulacion = 'razon' then suma_denominador end as denominador_acumulado,
        case when acumulacion = 'suma' then num_capturados else num_con_valor end as num_valores
    from acumulados
)

select * from finales

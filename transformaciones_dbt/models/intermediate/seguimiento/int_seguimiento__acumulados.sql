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
        {{ suma_limpia('realizado') }} as suma_realizado,
        {{ suma_limpia('case when es_exigible then programado end') }} as suma_programado,
        last_value(case when es_exigible_con_valor then realizado end ignore nulls) over hasta_el_corte
            as ultimo_realizado,
        last_value(case when es_exigible then programado end ignore nulls) over hasta_el_corte as ultimo_programado,
        {{ suma_limpia('case when es_exigible_con_valor then realizado end') }} as suma_con_valor,
        {{ suma_limpia('case when es_exigible_con_valor then programado end') }} as suma_programado_con_valor,
        min(case when es_exigible_con_valor then coalesce(n, 0) end) over hasta_el_corte as menor_n,
        {{ suma_limpia('case when es_exigible_con_valor then n end') }} as suma_n,
        {{ suma_limpia('case when es_exigible_con_valor then n * realizado end') }} as suma_n_realizado,
        {{ suma_limpia('case when es_exigible_con_valor then n * programado end') }} as suma_n_programado,
        {{ suma_limpia('case when es_exigible_con_valor then numerador end') }} as suma_numerador,
        {{ suma_limpia('case when es_exigible_con_valor then denominador end') }} as suma_denominador,
        {{ suma_limpia('case when es_exigible_con_valor then denominador * programado end') }}
            as suma_denominador_programado
    from estados
    window
        hasta_el_corte as (
            partition by meta_clave, ejercicio
            order by periodo
            rows between unbounded preceding and current row
        )
),

acumulados as (
    select
        *,
        case acumulacion
            when 'suma' then suma_realizado
            when 'ultimo' then ultimo_realizado
            when 'promedio'
                then
                    case
                        when menor_n > 0 then suma_n_realizado / suma_n
                        when num_con_valor > 0 then suma_con_valor / num_con_valor
                    end
            when 'razon' then case when suma_denominador <> 0 then 100 * suma_numerador / suma_denominador end
        end as realizado_acumulado,
        case
            when num_exigibles = 0 then null
            when acumulacion = 'suma' then suma_programado
            when acumulacion = 'ultimo' then ultimo_programado
            when num_con_valor = 0 then suma_programado / num_exigibles
            when acumulacion = 'promedio' and menor_n > 0 then suma_n_programado / suma_n
            when acumulacion = 'razon' and suma_denominador <> 0 then suma_denominador_programado / suma_denominador
            else suma_programado_con_valor / num_con_valor
        end as programado_acumulado
    from sumas
),

finales as (
    select
        *,
        case when acumulacion = 'razon' then suma_numerador end as numerador_acumulado,
        case when acumulacion = 'razon' then suma_denominador end as denominador_acumulado,
        case when acumulacion = 'suma' then num_capturados else num_con_valor end as num_valores
    from acumulados
)

select * from finales

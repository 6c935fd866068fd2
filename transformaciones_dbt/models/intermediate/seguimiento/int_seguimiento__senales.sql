with

corrida as (
    select hoy from {{ ref('stg_bitacora__corrida') }}
),

cumplimiento as (
    select * from {{ ref('int_seguimiento__cumplimiento') }}
),

unidos as (
    select
        cumplimiento.*,
        {{ nombre_de_mes('cumplimiento.mes') }} as mes_nombre,
        {{ dias_entre('cumplimiento.ultima_fecha_limite_exigible', 'corrida.hoy') }} as num_dias_sin_captura,
        case cumplimiento.clase
            when 'CUMPLIDA' then 4 when 'BUEN_DESEMPENO' then 3 when 'REGULAR' then 2 when 'DEFICIENTE' then 1
        end as escalon,
        case when cumplimiento.programado is not null then cumplimiento.clase end as clase_programada,
        case when cumplimiento.tiene_valor then cumplimiento.realizado end as valor_del_mes
    from cumplimiento
    cross join corrida
),

con_historia as (
    select
        *,
        lag(clase_programada ignore nulls) over por_meta as clase_programada_anterior,
        lag(escalon ignore nulls) over por_meta as escalon_anterior,
        lag(case when es_evaluable then clase end ignore nulls) over por_meta as clase_evaluada_anterior,
        count(case when programado is not null and es_evaluable then 1 end) over hasta_el_corte as num_meses_evaluados,
        count(case when programado is not null then 1 end) over despues_del_corte as num_meses_restantes,
        max(valor_del_mes) over hasta_el_corte as mejor_mes,
        last_value(case when tiene_valor then coalesce(justificacion, '') end ignore nulls) over hasta_el_corte
            as justificacion_reciente,
        count(valor_del_mes) over hasta_el_corte as num_valores_previos,
        {{ mediana('valor_del_mes') }} over hasta_el_corte as mediana,
        {{ desviacion_mediana('valor_del_mes') }} over hasta_el_corte as desviacion_mediana
    from unidos
    window
        por_meta as (partition by ejercicio, meta_clave order by periodo),
        hasta_el_corte as (
            partition by ejercicio, meta_clave
            order by periodo
            rows between unbounded preceding and current row
        ),
        despues_del_corte as (
            partition by ejercicio, meta_clave
            order by periodo
            rows between 1 following and unbounded following
        )
),

-- En un mes no programado, A1 conserva lo que dijeron los dos últimos programados.
con_proyeccion as (
    select
        *,
        last_value(
            case
                when programado is not null
                    then clase = 'DEFICIENTE' and coalesce(clase_programada_anterior, '') = 'DEFICIENTE'
            end ignore nulls
        ) over (
            partition by ejercicio, meta_clave order by periodo rows between unbounded preceding and current row
        ) as es_deficiente_dos_veces,
        case
            when programado_acumulado > 0 then realizado_acumulado / programado_acumulado * meta_anual
        end as proyeccion_anual,
        case
            when num_meses_restantes > 0 then (meta_anual - realizado_acumulado) / num_meses_restantes
        end as ritmo_requerido
    from con_historia
    where es_vencido
)

select * from con_proyeccion

with

avances as (
    select * from {{ ref('fct_avances') }}
),

metas as (
    select * from {{ ref('dim_meta') }}
),

periodos as (
    select * from {{ ref('dim_periodo') }}
),

unidos as (
    select
        avances.*,
        metas.sentido,
        metas.acumulacion,
        metas.es_critica,
        periodos.es_vencido,
        periodos.mes_nombre,
        periodos.umbral_buen_desempeno,
        periodos.umbral_excedida,
        {{ dias_entre('avances.ultima_fecha_limite_exigible', 'periodos.hoy') }} as num_dias_sin_captura,
        case avances.clase
            when 'CUMPLIDA' then 4 when 'BUEN_DESEMPENO' then 3 when 'REGULAR' then 2 when 'DEFICIENTE' then 1
        end as escalon,
        case when avances.programado is not null then avances.clase end as clase_programada,
        case when avances.tiene_valor then avances.realizado end as valor_del_mes
    from avances
    inner join metas on avances.ejercicio = metas.ejercicio and avances.meta_clave = metas.meta_clave
    inner join periodos on avances.periodo = periodos.periodo
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
con_a1 as (
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
),

disparos as (
    select
        *,
        'A1' as regla,
        'alta' as severidad_base,
        'Desempeño deficiente en los dos últimos periodos programados'
        || coalesce(' (va en ' || {{ numero_legible('cumplimiento') }} || ' %)', '') || '.' as mensaje
    from con_a1
    where es_deficiente_dos_veces
    union all
    select
        *,
        'A2' as regla,
        'media' as severidad_base,
        'Al ritmo actual cerraría el año en ' || {{ numero_legible('proyeccion_anual') }} || ' de '
        || {{ numero_legible('meta_anual') }} || ' ('
        || {{ numero_legible('100 * proyeccion_anual / meta_anual') }} || ' %), por debajo de '
        || {{ numero_legible('umbral_buen_desempeno') }} || ' %.' as mensaje
    from con_a1
    where
        acumulacion = 'suma' and sentido = 'ascendente' and meta_anual > 0
        and num_meses_evaluados >= 3
        and proyeccion_anual < umbral_buen_desempeno / 100 * meta_anual - 1e-9
    union all
    select
        *,
        'A3' as regla,
        'media' as severidad_base,
        'Para llegar a la meta anual necesita ' || {{ numero_legible('ritmo_requerido') }}
        || ' por mes en ' || num_meses_restantes || ' meses; su mejor mes ha sido '
        || {{ numero_legible('mejor_mes') }} || '.' as mensaje
    from con_a1
    where
        acumulacion = 'suma' and sentido = 'ascendente'
        and ritmo_requerido > 1.5 * mejor_mes + 1e-9
    union all
    select
        *,
        'A4' as regla,
        case when num_dias_sin_captura > 10 then 'alta' else 'media' end as severidad_base,
        'Sin captura: ' || num_dias_sin_captura || ' días desde la fecha límite ('
        || cast(ultima_fecha_limite_exigible as varchar) || ').' as mensaje
    from con_a1
    where ultimo_estado_exigible = 'SIN_CAPTURA'
    union all
    select
        *,
        'A5' as regla,
        'baja' as severidad_base,
        'El valor de ' || mes_nombre || ' (' || {{ numero_legible('valor_del_mes') }}
        || ') se aparta mucho de lo habitual en el indicador (mediana ' || {{ numero_legible('mediana') }} || ').'
            as mensaje
    from con_a1
    where
        num_valores_previos >= 4 and desviacion_mediana > 0
        and abs(valor_del_mes - mediana) > 5 * 1.4826 * desviacion_mediana
    union all
    select
        *,
        'A6' as regla,
        'baja' as severidad_base,
        'Cumplimiento de ' || {{ numero_legible('cumplimiento') }} || ' %, más de '
        || {{ numero_legible('umbral_excedida') }} || ' %, sin justificación en la captura más reciente.' as mensaje
    from con_a1
    where es_excedida and justificacion_reciente = ''
    union all
    select
        *,
        'A7' as regla,
        'media' as severidad_base,
        case
            when acumulacion = 'razon'
                then
                    'En ' || mes_nombre || ' el numerador (' || {{ numero_legible('numerador') }}
                    || ') es mayor que el denominador (' || {{ numero_legible('denominador') }} || ').'
            else 'En ' || mes_nombre || ' se capturó un valor negativo (' || {{ numero_legible('realizado') }} || ').'
        end as mensaje
    from con_a1
    where
        tiene_valor
        and (
            (acumulacion = 'razon' and numerador > denominador)
            or (acumulacion = 'suma' and realizado < 0)
        )
    union all
    select
        *,
        'A8' as regla,
        'media' as severidad_base,
        'Bajó de ' || {{ clase_legible('clase_evaluada_anterior') }} || ' a ' || {{ clase_legible('clase') }}
        || ' (' || {{ numero_legible('cumplimiento') }} || ' %).' as mensaje
    from con_a1
    where escalon_anterior - escalon >= 2
),

-- Una meta crítica sube un nivel.
finales as (
    select
        regla || '|' || meta_clave as alerta_clave,
        regla,
        case
            when not es_critica then severidad_base
            when severidad_base = 'baja' then 'media'
            when severidad_base = 'media' then 'alta'
            else 'critica'
        end as severidad,
        ejercicio,
        meta_clave,
        area_clave,
        periodo,
        es_critica,
        mensaje
    from disparos
)

select * from finales

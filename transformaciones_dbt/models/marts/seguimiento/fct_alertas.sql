with

senales as (
    select * from {{ ref('int_seguimiento__senales') }}
),

disparos as (
    select
        *,
        'A1' as regla,
        'alta' as severidad_base,
        'Desempeño deficiente en los dos últimos periodos programados'
        || coalesce(' (va en ' || {{ porcentaje_legible('cumplimiento', 'umbral_regular') }} || ' %)', '')
        || '.' as mensaje
    from senales
    where es_deficiente_dos_veces
    union all
    select
        *,
        'A2' as regla,
        'media' as severidad_base,
        'Al ritmo actual cerraría el año en ' || {{ cantidad_legible('proyeccion_anual') }} || ' de '
        || {{ numero_legible('meta_anual') }} || ' ('
        || {{ porcentaje_legible('100 * proyeccion_anual / meta_anual', 'umbral_buen_desempeno') }}
        || ' %), por debajo de '
        || {{ numero_legible('umbral_buen_desempeno') }} || ' %.' as mensaje
    from senales
    where
        acumulacion = 'suma' and sentido = 'ascendente' and meta_anual > 0
        and num_meses_evaluados >= 3
        and proyeccion_anual < umbral_buen_desempeno / 100 * meta_anual - 1e-9
    union all
    select
        *,
        'A3' as regla,
        'media' as severidad_base,
        'Para llegar a la meta anual necesita ' || {{ cantidad_legible('ritmo_requerido') }}
        || case
            when num_meses_restantes = 1 then ' en el mes que queda'
            else ' por mes en ' || num_meses_restantes || ' meses'
        end || '; su mejor mes ha sido '
        || {{ numero_legible('mejor_mes') }} || '.' as mensaje
    from senales
    where
        acumulacion = 'suma' and sentido = 'ascendente'
        and ritmo_requerido > 1.5 * mejor_mes + 1e-9
    union all
    select
        *,
        'A4' as regla,
        case when num_dias_sin_captura > 10 then 'alta' else 'media' end as severidad_base,
        'Sin captura: ' || num_dias_sin_captura || case when num_dias_sin_captura = 1 then ' día' else ' días' end
        || ' desde la fecha límite (' || {{ dia_legible('ultima_fecha_limite_exigible') }} || ').' as mensaje
    from senales
    where ultimo_estado_exigible = 'SIN_CAPTURA'
    union all
    select
        *,
        'A5' as regla,
        'baja' as severidad_base,
        'El valor de ' || mes_nombre || ' (' || {{ numero_legible('valor_del_mes') }}
        || ') se aparta mucho de lo habitual en el indicador (mediana ' || {{ numero_legible('mediana') }} || ').'
            as mensaje
    from senales
    where
        num_valores_previos >= 4 and desviacion_mediana > 0
        and abs(valor_del_mes - mediana) > 5 * 1.4826 * desviacion_mediana
    union all
    select
        *,
        'A6' as regla,
        'baja' as severidad_base,
        'Cumplimiento de ' || {{ porcentaje_legible('cumplimiento', 'umbral_excedida') }} || ' %, más de '
        || {{ numero_legible('umbral_excedida') }} || ' %, sin justificación en la captura más reciente.' as mensaje
    from senales
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
    from senales
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
        || ' (' || {{ porcentaje_legible('cumplimiento', 'umbral_regular') }} || ' %).' as mensaje
    from senales
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

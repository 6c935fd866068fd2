-- Gasto del día contra el mismo día de la semana: mediana y MAD de log(1 + gasto) en 26 semanas, con 6 o más. Con menos
-- historia, contra la mediana de 7 o más días con entrega; con menos, «sin historia» y ningún juicio. La MAD lleva un
-- piso: una campaña muy pareja no vuelve atípico a un día cualquiera. La proporción de clics, contra la acumulada de la
-- campaña, por intervalo binomial y solo con 1,000 impresiones o más. El último día de cada campaña no se juzga: cuando
-- se exportó podía seguir corriendo. Gastar hasta el doble (Google) o 75 % más (Facebook) en un día es el reparto
-- normal de la plataforma, y lo mismo hacia abajo. Si los últimos siete días con entrega ya iban a ese nivel, no es un
-- día atípico: es otro presupuesto, y se avisa solo cuando empieza.
with

dias as (
    select
        campana_clave,
        plataforma,
        fecha,
        periodo,
        importe_gasto_mxn,
        num_impresiones,
        num_clics,
        ln(1 + cast(importe_gasto_mxn as double)) as gasto_log,
        {{ dia_de_la_semana('fecha') }} as dia_semana,
        max(fecha) over (partition by campana_clave) as ultima_fecha
    from {{ ref('mart_difusion__diario') }}
    where num_impresiones > 0
),

con_historia as (
    select
        *,
        count(gasto_log) over mismo_dia as num_mismo_dia,
        {{ mediana('gasto_log') }} over mismo_dia as mediana_mismo_dia,
        {{ desviacion_mediana('gasto_log') }} over mismo_dia as mad_mismo_dia,
        count(gasto_log) over antes as num_antes,
        {{ mediana('gasto_log') }} over antes as mediana_antes,
        {{ desviacion_mediana('gasto_log') }} over antes as mad_antes,
        sum(num_clics) over antes as clics_antes,
        sum(num_impresiones) over antes as impresiones_antes,
        count(gasto_log) over recientes as num_recientes,
        exp({{ mediana('gasto_log') }} over recientes) - 1 as gasto_reciente,
        case plataforma
            when 'Google' then {{ var('anomalia_veces_google', 2) }}
            else {{ var('anomalia_veces_facebook', 1.75) }}
        end as veces_normales,
        lag(fecha) over (partition by campana_clave order by fecha) as fecha_anterior
    from dias
    window
        mismo_dia as (
            partition by campana_clave, dia_semana
            order by fecha range between interval 182 days preceding and interval 1 day preceding
        ),
        antes as (
            partition by campana_clave
            order by fecha range between interval 182 days preceding and interval 1 day preceding
        ),
        recientes as (partition by campana_clave order by fecha rows between 7 preceding and 1 preceding)
),

esperados as (
    select
        *,
        case
            when num_mismo_dia >= {{ var('anomalia_semanas', 6) }} then 'mismo_dia'
            when num_antes >= {{ var('anomalia_dias', 7) }} then 'dias_anteriores'
            else 'sin_historia'
        end as base_gasto,
        case
            when num_mismo_dia >= {{ var('anomalia_semanas', 6) }} then mediana_mismo_dia
            when num_antes >= {{ var('anomalia_dias', 7) }} then mediana_antes
        end as mediana_log,
        greatest(
            1.4826 * case
                when num_mismo_dia >= {{ var('anomalia_semanas', 6) }} then mad_mismo_dia
                when num_antes >= {{ var('anomalia_dias', 7) }} then mad_antes
            end,
            {{ var('anomalia_escala_minima', 0.1) }}
        ) as escala_log,
        cast(clics_antes as double) / nullif(impresiones_antes, 0) as ctr_esperado
    from con_historia
),

del_gasto as (
    select
        campana_clave,
        plataforma,
        fecha,
        periodo,
        'gasto' as medida,
        base_gasto as base,
        cast(importe_gasto_mxn as double) as valor,
        exp(mediana_log) - 1 as esperado,
        (gasto_log - mediana_log) / nullif(escala_log, 0) as desviaciones,
        case
            when base_gasto = 'sin_historia' then 'sin_historia'
            when fecha = ultima_fecha then 'sin_juicio'
            when
                abs(gasto_log - mediana_log) > {{ var('anomalia_desviaciones', 3.5) }} * escala_log
                and abs(importe_gasto_mxn - (exp(mediana_log) - 1)) >= {{ var('anomalia_pesos', 300) }}
                and (
                    importe_gasto_mxn > veces_normales * greatest(exp(mediana_log) - 1, gasto_reciente)
                    or importe_gasto_mxn < least(exp(mediana_log) - 1, gasto_reciente) / veces_normales
                )
                then case when gasto_log > mediana_log then 'arriba' else 'abajo' end
            else 'normal'
        end as estado
    from esperados
    where importe_gasto_mxn is not null
),

de_los_clics as (
    select
        campana_clave,
        plataforma,
        fecha,
        periodo,
        'ctr' as medida,
        case when num_antes >= {{ var('anomalia_dias', 7) }} then 'dias_anteriores' else 'sin_historia' end as base,
        cast(num_clics as double) / num_impresiones as valor,
        ctr_esperado as esperado,
        (num_clics - num_impresiones * ctr_esperado)
        / nullif(sqrt(num_impresiones * ctr_esperado * (1 - ctr_esperado)), 0) as desviaciones,
        case
            when num_antes < {{ var('anomalia_dias', 7) }} then 'sin_historia'
            when
                fecha = ultima_fecha or num_impresiones < {{ var('anomalia_impresiones', 1000) }}
                or ctr_esperado is null
                then 'sin_juicio'
            when
                abs(num_clics - num_impresiones * ctr_esperado)
                > {{ var('anomalia_desviaciones', 3.5) }}
                * sqrt(num_impresiones * ctr_esperado * (1 - ctr_esperado))
                then case when num_clics > num_impresiones * ctr_esperado then 'arriba' else 'abajo' end
            else 'normal'
        end as estado
    from esperados
    where num_clics is not null
),

sin_entrega as (
    select
        campana_clave,
        plataforma,
        cast({{ dia_siguiente('fecha_anterior') }} as date) as fecha,
        cast(date_trunc('month', {{ dia_siguiente('fecha_anterior') }}) as date) as periodo,
        'entrega' as medida,
        'dias_anteriores' as base,
        cast({{ dias_entre('fecha_anterior', 'fecha') }} - 1 as double) as valor,
        cast(0 as double) as esperado,
        cast(null as double) as desviaciones,
        'abajo' as estado
    from con_historia
    where
        {{ dias_entre('fecha_anterior', 'fecha') }} > 1
        and date_trunc('month', fecha_anterior) = date_trunc('month', fecha)
),

unidas as (
    select * from del_gasto
    union all
    select * from de_los_clics
    union all
    select * from sin_entrega
),

con_nombre as (
    select
        unidas.*,
        campanas.campana_nombre
    from unidas
    left join {{ ref('dim_campana') }} as campanas on unidas.campana_clave = campanas.campana_clave
)

select * from con_nombre

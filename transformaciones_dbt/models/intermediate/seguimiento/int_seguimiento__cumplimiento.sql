with

acumulados as (
    select * from {{ ref('int_seguimiento__acumulados') }}
),

metas as (
    select * from {{ ref('int_seguimiento__metas') }}
),

periodos as (
    select * from {{ ref('int_seguimiento__periodos') }}
),

unidos as (
    select
        acumulados.*,
        metas.area_clave,
        metas.linea_clave,
        metas.sentido,
        metas.metodo_cumplimiento,
        metas.metodo_del_sentido,
        metas.linea_base,
        metas.limite_inferior,
        metas.limite_superior,
        metas.tolerancia,
        metas.es_critica,
        periodos.es_vencido,
        periodos.es_corte_vigente,
        periodos.regla_version,
        periodos.umbral_cumplida,
        periodos.umbral_buen_desempeno,
        periodos.umbral_regular,
        periodos.umbral_excedida
    from acumulados
    inner join metas on acumulados.ejercicio = metas.ejercicio and acumulados.meta_clave = metas.meta_clave
    inner join periodos on acumulados.periodo = periodos.periodo
),

con_metodo as (
    select
        *,
        {{ metodo_efectivo('programado_acumulado') }} as metodo_efectivo,
        coalesce({{ es_sin_brecha('programado_acumulado') }}, false) as sin_brecha,
        coalesce({{ es_lb_incoherente('programado_acumulado') }}, false) as lb_incoherente,
        {{ metodo_efectivo('meta_anual') }} as metodo_anual,
        coalesce({{ es_lb_incoherente('meta_anual') }}, false) as lb_incoherente_anual
    from unidos
),

con_porcentaje as (
    select
        *,
        case
            when
                not lb_incoherente and realizado_acumulado is not null and programado_acumulado is not null
                then {{ cumplimiento_crudo('metodo_efectivo', 'realizado_acumulado', 'programado_acumulado') }}
        end as porcentaje,
        case
            when
                not lb_incoherente_anual and metodo_anual in ('directo', 'linea_base', 'hito')
                and realizado_acumulado is not null and meta_anual is not null
                then {{ cumplimiento_crudo('metodo_anual', 'realizado_acumulado', 'meta_anual') }}
        end as porcentaje_anual
    from con_metodo
),

redondeados as (
    select
        *,
        case when isfinite(porcentaje) then {{ redondear_centesimas('porcentaje') }} end as porcentaje_redondo,
        case when isfinite(porcentaje_anual) then {{ redondear_centesimas('porcentaje_anual') }} end as avance_anual
    from con_porcentaje
),

-- El orden de estas condiciones es el de REGLAS §4.
con_clase as (
    select
        *,
        case
            when not es_vencido then 'PENDIENTE'
            when num_exigibles = 0 and num_meses_no_aplica > 0 then 'NO_APLICA'
            when num_exigibles = 0 then 'NO_PROGRAMADA'
            when num_valores = 0 then 'SIN_CAPTURA'
            when acumulacion <> 'suma' and ultimo_estado_exigible = 'SIN_CAPTURA' then 'SIN_CAPTURA'
            when porcentaje_redondo is null then 'NO_EVALUABLE'
            when porcentaje_redondo >= umbral_cumplida then 'CUMPLIDA'
            when porcentaje_redondo >= umbral_buen_desempeno then 'BUEN_DESEMPENO'
            when porcentaje_redondo >= umbral_regular then 'REGULAR'
            when porcentaje_redondo < umbral_regular then 'DEFICIENTE'
            else 'NO_EVALUABLE'
        end as clase
    from redondeados
),

calificados as (
    select
        *,
        clase in ('CUMPLIDA', 'BUEN_DESEMPENO', 'REGULAR', 'DEFICIENTE') as es_evaluable,
        case
            when clase in ('CUMPLIDA', 'BUEN_DESEMPENO', 'REGULAR', 'DEFICIENTE') then porcentaje_redondo
        end as cumplimiento
    from con_clase
),

topados as (
    select
        *,
        case when cumplimiento is not null then least(greatest(cumplimiento, 0), 100) end as cumplimiento_tope
    from calificados
),

con_banderas as (
    select
        *,
        case when clase = 'SIN_CAPTURA' then 0 else cumplimiento_tope end as cumplimiento_ranking,
        coalesce(
            cumplimiento > umbral_excedida
            and (
                metodo_efectivo in ('directo', 'linea_base')
                or (metodo_efectivo = 'inverso' and realizado_acumulado > 0)
            ),
            false
        ) as es_excedida,
        coalesce(
            cumplimiento is not null
            and case
                when sentido in ('ascendente', 'hito') and acumulacion in ('suma', 'ultimo')
                    then meta_anual > 0 and realizado_acumulado >= meta_anual - 1e-9
                -- 100 es aquí el tope de la escala (REGLAS §4), no el umbral de cumplida, que puede cambiar.
                else mes = 12 and es_exigible_con_valor and cumplimiento_tope = 100
            end,
            false
        ) as es_concluida,
        es_vencido and num_exigibles > 0 and sin_brecha as es_sin_brecha,
        es_vencido and num_exigibles > 0 and lb_incoherente as es_lb_incoherente
    from topados
)

select * from con_banderas

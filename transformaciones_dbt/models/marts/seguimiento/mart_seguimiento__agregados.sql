with

avances as (
    select * from {{ ref('mart_seguimiento__avance_mensual') }}
),

niveles as (
    select lista.nivel
    from (
        values ('alcaldia'), ('eje'), ('objetivo'), ('estrategia'), ('linea'), ('area')
    ) as lista (nivel)
),

-- Cada nivel se calcula desde sus metas: nunca media de medias.
por_nivel as (
    select
        avances.*,
        niveles.nivel,
        case niveles.nivel
            when 'alcaldia' then 'TODO'
            when 'eje' then avances.eje_clave
            when 'objetivo' then avances.objetivo_clave
            when 'estrategia' then avances.estrategia_clave
            when 'linea' then avances.linea_clave
            when 'area' then avances.area_clave
        end as clave,
        case niveles.nivel
            when 'alcaldia' then 'Alcaldía'
            when 'eje' then avances.eje_nombre
            when 'objetivo' then avances.objetivo_nombre
            when 'estrategia' then avances.estrategia_nombre
            when 'linea' then avances.linea_nombre
            when 'area' then avances.area_nombre
        end as nombre
    from avances
    cross join niveles
),

agregados as (
    select
        ejercicio,
        nivel,
        clave,
        max(nombre) as nombre,
        periodo,
        bool_or(es_vencido) as es_vencido,
        bool_or(es_corte_vigente) as es_corte_vigente,
        max(umbral_cumplida) as umbral_cumplida,
        max(umbral_buen_desempeno) as umbral_buen_desempeno,
        max(umbral_regular) as umbral_regular,
        {{ media_ponderada('cumplimiento_tope') }} as cumplimiento,
        {{ media_ponderada('cumplimiento_ranking') }} as cumplimiento_ranking,
        {{ cobertura() }} as cobertura,
        {{ conteos_por_clase() }}
    from por_nivel
    where clave is not null
    group by ejercicio, nivel, clave, periodo
),

con_clase as (
    select
        nivel,
        clave,
        nombre,
        ejercicio,
        periodo,
        es_vencido,
        es_corte_vigente,
        cumplimiento,
        cumplimiento_ranking,
        cobertura,
        lag(cumplimiento) over (partition by ejercicio, nivel, clave order by periodo) as cumplimiento_anterior,
        case
            when not es_vencido then 'PENDIENTE'
            when cumplimiento >= umbral_cumplida then 'CUMPLIDA'
            when cumplimiento >= umbral_buen_desempeno then 'BUEN_DESEMPENO'
            when cumplimiento >= umbral_regular then 'REGULAR'
            when cumplimiento < umbral_regular then 'DEFICIENTE'
            when num_sin_captura > 0 then 'SIN_CAPTURA'
            when num_exigibles > 0 then 'NO_EVALUABLE'
            when num_no_aplica > 0 then 'NO_APLICA'
            else 'NO_PROGRAMADA'
        end as clase,
        num_metas,
        num_cumplida,
        num_buen_desempeno,
        num_regular,
        num_deficiente,
        num_sin_captura,
        num_no_evaluable,
        num_no_programada,
        num_no_aplica,
        num_pendiente,
        num_evaluables,
        num_exigibles,
        num_meses_omitidos,
        num_extemporaneas,
        num_excedidas
    from agregados
)

select * from con_clase

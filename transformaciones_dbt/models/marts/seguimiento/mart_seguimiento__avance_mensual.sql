with

avances as (
    select * from {{ ref('fct_avances') }}
),

metas as (
    select * from {{ ref('dim_meta') }}
),

areas as (
    select * from {{ ref('dim_area') }}
),

alineacion as (
    select * from {{ ref('dim_alineacion') }}
),

periodos as (
    select * from {{ ref('dim_periodo') }}
),

unidos as (
    select
        avances.meta_clave,
        avances.area_clave,
        alineacion.eje_clave,
        avances.periodo,
        avances.ejercicio,
        metas.indicador_nombre,
        metas.meta_nombre,
        areas.area_nombre,
        areas.area_corta,
        alineacion.eje_nombre,
        alineacion.objetivo_clave,
        alineacion.objetivo_nombre,
        alineacion.estrategia_clave,
        alineacion.estrategia_nombre,
        avances.linea_clave,
        alineacion.linea_nombre,
        metas.unidad,
        metas.sentido,
        metas.acumulacion,
        metas.metodo_cumplimiento,
        avances.metodo_efectivo,
        metas.linea_base,
        metas.limite_inferior,
        metas.limite_superior,
        metas.tolerancia,
        metas.peso,
        metas.es_critica,
        metas.responsable,
        metas.frecuencia,
        avances.programado_original,
        avances.programado,
        avances.realizado,
        avances.numerador,
        avances.denominador,
        avances.n,
        avances.programado_acumulado,
        avances.realizado_acumulado,
        avances.realizado_acumulado - avances.programado_acumulado as diferencia,
        avances.numerador_acumulado,
        avances.denominador_acumulado,
        avances.meta_anual,
        avances.avance_anual,
        avances.cumplimiento,
        avances.cumplimiento_tope,
        avances.cumplimiento_ranking,
        lag(avances.cumplimiento) over por_meta as cumplimiento_anterior,
        avances.clase,
        lag(avances.clase) over por_meta as clase_anterior,
        avances.estado_captura,
        avances.estado_captura = 'EXTEMPORANEA' as es_extemporanea,
        avances.num_extemporaneas,
        avances.num_meses_exigibles,
        avances.num_meses_omitidos,
        avances.es_excedida,
        avances.es_concluida,
        avances.es_ajustada,
        avances.es_sin_brecha,
        avances.es_lb_incoherente,
        periodos.es_vencido,
        periodos.es_corte_vigente,
        avances.regla_version,
        periodos.umbral_cumplida,
        periodos.umbral_buen_desempeno,
        periodos.umbral_regular,
        periodos.umbral_excedida,
        periodos.fecha_limite,
        avances.fecha_captura,
        avances.observaciones,
        avances.evidencia,
        avances.justificacion,
        avances.archivo_sha256,
        avances.archivo,
        avances.hoja,
        avances.fila,
        avances.celda
    from avances
    inner join metas on avances.ejercicio = metas.ejercicio and avances.meta_clave = metas.meta_clave
    inner join periodos on avances.periodo = periodos.periodo
    left join areas on avances.area_clave = areas.area_clave
    left join alineacion on avances.linea_clave = alineacion.linea_clave
    window por_meta as (partition by avances.ejercicio, avances.meta_clave order by avances.periodo)
)

select * from unidos

with

programacion as (
    select * from {{ ref('int_seguimiento__programacion') }}
),

metas as (
    select * from {{ ref('int_seguimiento__metas') }}
),

periodos as (
    select * from {{ ref('int_seguimiento__periodos') }}
),

vigentes as (
    select * from {{ ref('int_seguimiento__versiones') }}
    where es_vigente
),

unidos as (
    select
        programacion.ejercicio,
        programacion.meta_clave,
        programacion.periodo,
        programacion.mes,
        programacion.programado_original,
        programacion.programado,
        programacion.meta_anual,
        programacion.es_ajustada,
        metas.acumulacion,
        periodos.fecha_limite,
        periodos.ya_paso_limite,
        vigentes.realizado,
        vigentes.numerador,
        vigentes.denominador,
        vigentes.n,
        vigentes.observaciones,
        vigentes.evidencia,
        vigentes.justificacion,
        vigentes.fecha_captura,
        vigentes.fecha_primer_valor,
        vigentes.archivo_sha256,
        vigentes.archivo,
        vigentes.hoja,
        vigentes.fila,
        case when metas.acumulacion = 'razon' then vigentes.celda_numerador else vigentes.celda_realizado end as celda,
        coalesce(vigentes.es_no_aplica, false) as es_no_aplica,
        coalesce(vigentes.tiene_valor and not vigentes.es_no_aplica, false) as tiene_valor
    from programacion
    inner join metas
        on programacion.ejercicio = metas.ejercicio and programacion.meta_clave = metas.meta_clave
    inner join periodos on programacion.periodo = periodos.periodo
    left join vigentes
        on programacion.meta_clave = vigentes.meta_clave and programacion.periodo = vigentes.periodo
),

con_estado as (
    select
        *,
        case
            when programado is null then 'NO_PROGRAMADA'
            when es_no_aplica then 'NO_APLICA'
            when tiene_valor and fecha_primer_valor > fecha_limite then 'EXTEMPORANEA'
            when tiene_valor then 'CAPTURADA'
            when ya_paso_limite then 'SIN_CAPTURA'
            else 'PENDIENTE'
        end as estado_captura
    from unidos
),

-- P y C de REGLAS §2: lo exigible, y de eso lo capturado.
con_conjuntos as (
    select
        *,
        estado_captura in ('CAPTURADA', 'EXTEMPORANEA', 'SIN_CAPTURA') as es_exigible,
        estado_captura in ('CAPTURADA', 'EXTEMPORANEA') as es_exigible_con_valor
    from con_estado
)

select * from con_conjuntos

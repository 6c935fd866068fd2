-- Cada tramo del que se conoce el alcance de una campaña o de una plataforma: los meses, lo acumulado y toda ventana
-- que una exportación trae (semanas, quincenas, contrato a la fecha). Con ellos se acota cualquier rango de fechas.
with

intervalos as (
    select
        ambito,
        plataforma,
        campana_clave,
        tipo_periodo as origen,
        cast(periodo_inicio as date) as fecha_inicio,
        periodo_fin as fecha_fin,
        cast(null as varchar) as informe_clave,
        alcance_minimo,
        coalesce(alcance_maximo, num_impresiones_con_alcance) as alcance_maximo,
        metodo = 'plataforma' as es_reportada,
        num_impresiones_con_alcance as num_impresiones
    from {{ ref('fct_alcance_intervalos') }}
    where ambito <> 'todas' and tiene_alcance
),

observadas as (
    select
        case when observado.ambito = 'campana' then 'campana' else 'plataforma' end as ambito,
        observado.plataforma,
        campanas.campana_clave,
        case when observado.ambito = 'informe' then 'informe' else 'ventana' end as origen,
        observado.periodo_inicio as fecha_inicio,
        observado.periodo_fin as fecha_fin,
        case when observado.ambito = 'informe' then observado.entidad_clave end as informe_clave,
        max(observado.alcance) as alcance_minimo,
        {{ cota_superior('observado.alcance') }} as alcance_maximo,
        -- dos cuentas, o dos campañas con el mismo nombre, no son una observación de la suma
        count(*) = 1 as es_reportada,
        sum(observado.num_impresiones) as num_impresiones
    from {{ ref('fct_alcance_observado') }} as observado
    left join {{ ref('dim_campana_plataforma') }} as campanas
        on
            observado.plataforma = campanas.plataforma
            and observado.campana_plataforma_clave = campanas.campana_plataforma_clave
    where
        observado.desglose = '' and observado.grano <> 'dia' and observado.alcance > 0
        and (
            observado.ambito in ('cuenta', 'informe')
            or (observado.ambito = 'campana' and campanas.num_hermanas = 1)
        )
    group by
        observado.ambito, observado.plataforma, campanas.campana_clave, observado.periodo_inicio,
        observado.periodo_fin, informe_clave
),

tramos as (
    select * from intervalos
    union all
    select * from observadas
),

dias as (
    select * from {{ ref('mart_difusion__alcance_dias') }}
),

medidos as (
    select
        tramos.ambito,
        tramos.plataforma,
        tramos.campana_clave,
        tramos.origen,
        tramos.fecha_inicio,
        tramos.fecha_fin,
        tramos.informe_clave,
        tramos.alcance_minimo,
        tramos.alcance_maximo,
        tramos.es_reportada,
        tramos.num_impresiones,
        coalesce(max(dias.cota_acumulada) filter (where dias.fecha < tramos.fecha_inicio), 0) as cota_antes,
        coalesce(max(dias.cota_acumulada) filter (where dias.fecha <= tramos.fecha_fin), 0) as cota_hasta,
        coalesce(max(dias.num_impresiones_acumuladas) filter (where dias.fecha <= tramos.fecha_fin), 0)
        - coalesce(max(dias.num_impresiones_acumuladas) filter (where dias.fecha < tramos.fecha_inicio), 0)
            as num_impresiones_diarias
    from tramos
    left join dias
        on
            tramos.ambito = dias.ambito
            and tramos.plataforma = dias.plataforma
            and tramos.campana_clave is not distinct from dias.campana_clave
    group by
        tramos.ambito, tramos.plataforma, tramos.campana_clave, tramos.origen, tramos.fecha_inicio, tramos.fecha_fin,
        tramos.informe_clave, tramos.alcance_minimo, tramos.alcance_maximo, tramos.es_reportada, tramos.num_impresiones
),

cerrados as (
    select
        ambito || '|' || plataforma || '|' || coalesce(campana_clave, '') || '|' || origen || '|' || fecha_inicio
        || '|' || fecha_fin || coalesce('|' || informe_clave, '') as ventana_clave,
        ambito,
        plataforma,
        campana_clave,
        origen,
        fecha_inicio,
        fecha_fin,
        cast(alcance_minimo as bigint) as alcance_minimo,
        -- el total de un informe solo acota por arriba si cubre todas las impresiones de la plataforma
        cast(
            case
                when origen = 'informe' and num_impresiones is distinct from num_impresiones_diarias then null
                else alcance_maximo
            end as bigint
        ) as alcance_maximo,
        es_reportada
        and (origen <> 'informe' or num_impresiones is not distinct from num_impresiones_diarias) as es_reportada,
        cast(num_impresiones as bigint) as num_impresiones,
        cast(num_impresiones_diarias as bigint) as num_impresiones_diarias,
        cast(cota_antes as bigint) as cota_antes,
        cast(cota_hasta as bigint) as cota_hasta
    from medidos
)

select * from cerrados

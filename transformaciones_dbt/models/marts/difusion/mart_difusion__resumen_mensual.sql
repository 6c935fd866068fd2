with

campanas as (
    select
        periodo,
        count(*) filter (where num_impresiones > 0) as num_campanas,
        count(*) filter (where num_impresiones > 0 and plataforma = 'Facebook') as num_campanas_facebook,
        count(*) filter (where num_impresiones > 0 and plataforma = 'Google') as num_campanas_google,
        cast(sum(importe_gasto_mxn) as decimal(18, 2)) as importe_gasto_mxn,
        cast(sum(num_impresiones) as bigint) as num_impresiones,
        cast(sum(num_interacciones) as bigint) as num_interacciones,
        cast(sum(num_clics) as bigint) as num_clics,
        cast(sum(num_visitas) as bigint) as num_visitas,
        cast(sum(num_contactos) as bigint) as num_contactos,
        count(*) filter (where num_impresiones > 0 and estado_testigo = 'vigente') as num_con_testigo,
        count(*) filter (where num_impresiones > 0 and estado_testigo = 'falta') as num_sin_testigo,
        count(*) filter (where num_impresiones > 0 and estado_testigo = 'repetido') as num_testigo_repetido,
        cast(
            sum(importe_gasto_mxn) filter (where num_impresiones > 0 and estado_testigo = 'falta') as decimal(18, 2)
        ) as importe_sin_testigo_mxn
    from {{ ref('mart_difusion__campana_mes') }}
    group by periodo
),

solicitudes as (
    select
        periodo,
        count(*) as num_solicitudes,
        count(*) filter (where estado = 'EN_PLAZO') as num_en_plazo,
        count(*) filter (where estado in ('FUERA_DE_PLAZO', 'ABIERTA_VENCIDA')) as num_fuera_de_plazo,
        count(*) filter (where estado = 'ABIERTA') as num_abiertas,
        count(*) filter (where es_contenido_a_tiempo is not null) as num_contenidos,
        count(*) filter (where es_contenido_a_tiempo) as num_contenidos_a_tiempo
    from {{ ref('fct_solicitudes') }}
    group by periodo
),

alcances as (
    select * from {{ ref('mart_difusion__alcance') }}
    where ambito = 'todas' and tipo_periodo = 'mes'
),

presupuesto as (
    select * from {{ ref('mart_difusion__presupuesto') }}
),

periodos as (
    select periodo from campanas
    union
    select periodo from solicitudes
),

unidos as (
    select
        periodos.periodo,
        coalesce(campanas.num_campanas, 0) as num_campanas,
        coalesce(campanas.num_campanas_facebook, 0) as num_campanas_facebook,
        coalesce(campanas.num_campanas_google, 0) as num_campanas_google,
        campanas.importe_gasto_mxn,
        campanas.num_impresiones,
        campanas.num_interacciones,
        campanas.num_clics,
        campanas.num_visitas,
        campanas.num_contactos,
        1000 * cast(campanas.importe_gasto_mxn as double) / nullif(campanas.num_impresiones, 0) as importe_cpm_mxn,
        alcances.alcance_minimo,
        alcances.alcance_maximo,
        alcances.frecuencia_minima,
        alcances.frecuencia_maxima,
        coalesce(alcances.es_exacto, false) as es_exacto,
        alcances.metodo as metodo_alcance,
        alcances.num_poblacion,
        alcances.poblacion_nombre,
        alcances.proporcion_penetracion_minima,
        alcances.proporcion_penetracion_maxima,
        presupuesto.importe_acumulado_mxn,
        presupuesto.importe_parejo_mxn,
        presupuesto.importe_suficiencia_mxn,
        coalesce(presupuesto.es_concluido, false) as es_concluido,
        coalesce(solicitudes.num_solicitudes, 0) as num_solicitudes,
        coalesce(solicitudes.num_en_plazo, 0) as num_en_plazo,
        coalesce(solicitudes.num_fuera_de_plazo, 0) as num_fuera_de_plazo,
        coalesce(solicitudes.num_abiertas, 0) as num_abiertas,
        coalesce(solicitudes.num_contenidos, 0) as num_contenidos,
        coalesce(solicitudes.num_contenidos_a_tiempo, 0) as num_contenidos_a_tiempo,
        coalesce(campanas.num_con_testigo, 0) as num_con_testigo,
        coalesce(campanas.num_sin_testigo, 0) as num_sin_testigo,
        coalesce(campanas.num_testigo_repetido, 0) as num_testigo_repetido,
        campanas.importe_sin_testigo_mxn
    from periodos
    left join campanas on periodos.periodo = campanas.periodo
    left join solicitudes on periodos.periodo = solicitudes.periodo
    left join alcances on periodos.periodo = alcances.periodo
    left join presupuesto on periodos.periodo = presupuesto.periodo
)

select * from unidos

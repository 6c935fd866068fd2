with

entregas as (
    select
        campana_clave,
        periodo,
        min(plataforma) as plataforma,
        min(primera_entrega) as primera_entrega,
        max(ultima_entrega) as ultima_entrega,
        cast(sum(importe_gasto_mxn) as decimal(18, 2)) as importe_gasto_mxn,
        cast(sum(num_impresiones) as bigint) as num_impresiones,
        cast(sum(num_clics) as bigint) as num_clics,
        cast(sum(num_clics_enlace) as bigint) as num_clics_enlace,
        cast(sum(num_interacciones) as bigint) as num_interacciones,
        cast(sum(num_visitas) as bigint) as num_visitas,
        cast(sum(num_contactos) as bigint) as num_contactos,
        cast(sum(num_vistas) as bigint) as num_vistas
    from {{ ref('fct_entregas_mes') }}
    group by campana_clave, periodo
),

alcances as (
    select * from {{ ref('fct_alcance_intervalos') }}
    where ambito = 'campana' and tipo_periodo = 'mes'
),

testigos as (
    select
        campana_clave,
        periodo,
        count(*) as num_testigos,
        case
            when bool_or(estado = 'vigente') then 'vigente'
            when bool_or(estado = 'repetido') then 'repetido'
            when bool_or(estado = 'fuera_de_entrega') then 'fuera_de_entrega'
            else 'sin_imagen'
        end as estado_testigo
    from {{ ref('fct_testigos') }}
    group by campana_clave, periodo
),

campanas as (
    select * from {{ ref('dim_campana') }}
),

publicos as (
    select * from {{ ref('dim_publico') }}
),

unidas as (
    select
        entregas.campana_clave,
        entregas.periodo,
        campanas.campana_nombre,
        entregas.plataforma,
        campanas.objetivo,
        campanas.formato,
        campanas.tema,
        campanas.material,
        campanas.publico_clave,
        publicos.publico_nombre,
        campanas.es_contractual,
        entregas.primera_entrega,
        entregas.ultima_entrega,
        entregas.importe_gasto_mxn,
        entregas.num_impresiones,
        entregas.num_clics,
        entregas.num_clics_enlace,
        entregas.num_interacciones,
        entregas.num_visitas,
        entregas.num_contactos,
        entregas.num_vistas,
        alcances.alcance_minimo,
        alcances.alcance_maximo,
        coalesce(alcances.es_exacto, false) as es_exacto,
        coalesce(alcances.metodo, 'sin_observacion') as metodo_alcance,
        campanas.tiene_alcance,
        entregas.num_impresiones / nullif(cast(alcances.alcance_maximo as double), 0) as frecuencia_minima,
        entregas.num_impresiones / nullif(cast(alcances.alcance_minimo as double), 0) as frecuencia_maxima,
        entregas.num_clics / nullif(cast(entregas.num_impresiones as double), 0) as proporcion_ctr,
        cast(entregas.importe_gasto_mxn as double) / nullif(entregas.num_clics, 0) as importe_cpc_mxn,
        1000 * cast(entregas.importe_gasto_mxn as double) / nullif(entregas.num_impresiones, 0) as importe_cpm_mxn,
        cast(entregas.importe_gasto_mxn as double) / nullif(entregas.num_contactos, 0) as importe_cpl_mxn,
        coalesce(testigos.num_testigos, 0) as num_testigos,
        case
            when testigos.estado_testigo is not null then testigos.estado_testigo
            when entregas.num_impresiones > 0 then 'falta'
            else 'no_requiere'
        end as estado_testigo
    from entregas
    inner join campanas on entregas.campana_clave = campanas.campana_clave
    left join publicos on campanas.publico_clave = publicos.publico_clave
    left join alcances on entregas.campana_clave = alcances.campana_clave and entregas.periodo = alcances.periodo
    left join testigos on entregas.campana_clave = testigos.campana_clave and entregas.periodo = testigos.periodo
)

select * from unidas

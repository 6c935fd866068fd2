with

desgloses as (
    select * from {{ ref('fct_desgloses') }}
),

campanas as (
    select
        campana_clave,
        campana_nombre,
        objetivo,
        formato,
        publico_clave
    from {{ ref('dim_campana') }}
),

sumados as (
    -- varias campañas de plataforma de la misma campaña contractual: se suma lo que se suma
    select
        campana_clave,
        periodo,
        desglose,
        desglose_valor,
        min(plataforma) as plataforma,
        min(edad) as edad,
        min(sexo) as sexo,
        cast(sum(importe_gasto_mxn) as decimal(18, 2)) as importe_gasto_mxn,
        cast(sum(num_impresiones) as bigint) as num_impresiones,
        cast(sum(num_clics) as bigint) as num_clics,
        cast(sum(num_interacciones) as bigint) as num_interacciones,
        cast(sum(num_contactos) as bigint) as num_contactos,
        case when count(*) = 1 then max(alcance_observado) end as alcance_observado,
        min(proporcion_cubierta) as proporcion_cubierta
    from desgloses
    where campana_clave is not null
    group by campana_clave, periodo, desglose, desglose_valor
),

unidos as (
    select
        sumados.campana_clave,
        sumados.periodo,
        sumados.desglose,
        sumados.desglose_valor,
        sumados.plataforma,
        campanas.campana_nombre,
        campanas.objetivo,
        campanas.formato,
        campanas.publico_clave,
        sumados.edad,
        sumados.sexo,
        sumados.importe_gasto_mxn,
        sumados.num_impresiones,
        sumados.num_clics,
        sumados.num_interacciones,
        sumados.num_contactos,
        sumados.alcance_observado,
        sumados.proporcion_cubierta
    from sumados
    left join campanas on sumados.campana_clave = campanas.campana_clave
)

select * from unidos

-- Un renglón por mes del contrato. El ritmo parejo reparte la suficiencia entre los meses; lo
-- proyectado sigue al promedio de los últimos tres meses concluidos.
with

presupuestos as (
    select
        min(vigente_desde) as vigente_desde,
        max(vigente_hasta) as vigente_hasta,
        sum(importe_suficiencia_mxn) as importe_suficiencia_mxn
    from {{ ref('stg_pauta__presupuestos') }}
    having count(*) > 0
),

corrida as (
    select hoy from {{ ref('stg_bitacora__corrida') }}
),

meses as (
    select distinct cast(date_trunc('month', serie.fecha) as date) as periodo
    from presupuestos
    cross join lateral ({{ serie_de_dias('presupuestos.vigente_desde', 'presupuestos.vigente_hasta') }}) as serie
),

gastos as (
    select
        periodo,
        sum(importe_gasto_mxn) as importe_gasto_mxn,
        sum(importe_gasto_mxn) filter (where plataforma = 'Facebook') as importe_facebook_mxn,
        sum(importe_gasto_mxn) filter (where plataforma = 'Google') as importe_google_mxn
    from {{ ref('fct_entregas_mes') }}
    group by periodo
),

facturado as (
    select
        periodo,
        sum(importe_facturado_mxn) as importe_facturado_mxn,
        sum(importe_catalogo_mxn) as importe_catalogo_mxn,
        sum(importe_facturado_mxn) filter (where estado = 'pagada') as importe_pagado_mxn
    from {{ ref('fct_facturas') }}
    where estado is distinct from 'rechazada'
    group by periodo
),

unidos as (
    select
        meses.periodo,
        row_number() over (order by meses.periodo) as num_mes,
        count(*) over () as num_meses,
        {{ fin_de_mes('meses.periodo') }} < corrida.hoy as es_concluido,
        presupuestos.importe_suficiencia_mxn,
        gastos.importe_gasto_mxn,
        gastos.importe_facebook_mxn,
        gastos.importe_google_mxn,
        facturado.importe_facturado_mxn,
        facturado.importe_catalogo_mxn,
        facturado.importe_pagado_mxn
    from meses
    cross join presupuestos
    cross join corrida
    left join gastos on meses.periodo = gastos.periodo
    left join facturado on meses.periodo = facturado.periodo
),

acumulados as (
    select
        *,
        coalesce(sum(importe_gasto_mxn) over (order by periodo), 0) as importe_acumulado_mxn,
        coalesce(sum(importe_facturado_mxn) over (order by periodo), 0) as importe_facturado_acumulado_mxn,
        importe_suficiencia_mxn * num_mes / num_meses as importe_parejo_mxn,
        row_number() over (partition by es_concluido order by periodo desc) as desde_el_final
    from unidos
),

ritmo as (
    select
        max(num_mes) as ultimo_concluido,
        max(importe_acumulado_mxn) as acumulado_concluido,
        avg(coalesce(importe_gasto_mxn, 0)) filter (where desde_el_final <= 3) as promedio_reciente,
        count(*) filter (where desde_el_final <= 3) as num_meses_ritmo
    from acumulados
    where es_concluido
),

proyectados as (
    select
        acumulados.periodo,
        acumulados.es_concluido,
        acumulados.num_mes = ritmo.ultimo_concluido as es_corte,
        cast(acumulados.importe_suficiencia_mxn as decimal(18, 2)) as importe_suficiencia_mxn,
        cast(acumulados.importe_gasto_mxn as decimal(18, 2)) as importe_gasto_mxn,
        cast(acumulados.importe_facebook_mxn as decimal(18, 2)) as importe_facebook_mxn,
        cast(acumulados.importe_google_mxn as decimal(18, 2)) as importe_google_mxn,
        cast(acumulados.importe_acumulado_mxn as decimal(18, 2)) as importe_acumulado_mxn,
        cast(acumulados.importe_parejo_mxn as decimal(18, 2)) as importe_parejo_mxn,
        case
            when acumulados.num_mes >= ritmo.ultimo_concluido
                then
                    cast(
                        ritmo.acumulado_concluido
                        + ritmo.promedio_reciente * (acumulados.num_mes - ritmo.ultimo_concluido) as decimal(18, 2)
                    )
        end as importe_proyectado_mxn,
        cast(acumulados.importe_facturado_mxn as decimal(18, 2)) as importe_facturado_mxn,
        cast(acumulados.importe_catalogo_mxn as decimal(18, 2)) as importe_catalogo_mxn,
        cast(acumulados.importe_pagado_mxn as decimal(18, 2)) as importe_pagado_mxn,
        cast(acumulados.importe_facturado_acumulado_mxn as decimal(18, 2)) as importe_facturado_acumulado_mxn,
        coalesce(ritmo.num_meses_ritmo, 0) as num_meses_ritmo
    from acumulados
    cross join ritmo
)

select * from proyectados

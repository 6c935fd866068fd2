with

contratos as (
    select * from {{ ref('dim_contrato') }}
),

compromisos as (
    select
        contrato_clave,
        count(*) as num_movimientos,
        string_agg(distinct partida, ', ' order by partida) as partidas,
        sum(importe_comprometido_mxn) as importe_comprometido
    from {{ ref('fct_compromisos_presupuestales') }}
    group by contrato_clave
),

-- Lo aceptado ya se debe; lo demás del calendario se deberá al aceptarse.
entregables as (
    select
        contrato_clave,
        coalesce(sum(importe_mxn) filter (where es_aceptado), 0) as importe_devengado,
        coalesce(sum(importe_mxn) filter (where not es_aceptado), 0) as importe_por_devengar
    from {{ ref('mart_contratos__entregables') }}
    group by contrato_clave
),

pagos as (
    select
        contrato_clave,
        coalesce(sum(importe_mxn) filter (where estado_pago = 'pagado'), 0) as importe_pagado
    from {{ ref('fct_pagos') }}
    group by contrato_clave
),

juntos as (
    select
        contratos.contrato_clave,
        contratos.contrato_corto,
        contratos.contrato_orden,
        contratos.importe_monto_mxn,
        compromisos.partidas,
        cast(coalesce(compromisos.num_movimientos, 0) as integer) as num_movimientos,
        cast(coalesce(compromisos.importe_comprometido, 0) as decimal(18, 2)) as importe_comprometido_mxn,
        cast(coalesce(entregables.importe_devengado, 0) as decimal(18, 2)) as importe_devengado_mxn,
        cast(coalesce(entregables.importe_por_devengar, 0) as decimal(18, 2)) as importe_por_devengar_mxn,
        cast(coalesce(pagos.importe_pagado, 0) as decimal(18, 2)) as importe_pagado_mxn
    from contratos
    left join compromisos on contratos.contrato_clave = compromisos.contrato_clave
    left join entregables on contratos.contrato_clave = entregables.contrato_clave
    left join pagos on contratos.contrato_clave = pagos.contrato_clave
),

calificados as (
    select
        *,
        cast(importe_comprometido_mxn - importe_devengado_mxn as decimal(18, 2)) as importe_disponible_mxn,
        cast(
            greatest(importe_devengado_mxn + importe_por_devengar_mxn - importe_comprometido_mxn, 0) as decimal(18, 2)
        ) as importe_faltante_mxn,
        cast(importe_comprometido_mxn as double) / cast(importe_monto_mxn as double) as proporcion_comprometida,
        case
            when num_movimientos = 0 then 'SIN_COMPROMISO'
            when greatest(importe_devengado_mxn, importe_pagado_mxn) > importe_comprometido_mxn then 'EXCEDIDO'
            when importe_devengado_mxn + importe_por_devengar_mxn > importe_comprometido_mxn then 'INSUFICIENTE'
            else 'SUFICIENTE'
        end as estado_presupuesto
    from juntos
)

select * from calificados

with

contratos as (
    select * from {{ ref('dim_contrato') }}
),

entregables as (
    select
        contrato_clave,
        count(*) filter (where not es_semanal) as num_entregables,
        count(*) filter (where not es_semanal and es_aceptado) as num_aceptados,
        count(*) filter (where not es_semanal and estado = 'ENTREGADO') as num_en_revision,
        count(*) filter (where estado = 'CON_ATRASO') as num_con_atraso,
        count(*) filter (where not es_semanal and estado = 'POR_VENCER') as num_por_vencer,
        count(*) filter (where not es_semanal and estado = 'POR_VENIR') as num_por_venir,
        count(*) filter (where es_semanal) as num_semanales,
        count(*) filter (where es_semanal and es_aceptado) as num_semanales_aceptados,
        count(*) filter (where parcialidad is not null and num_dias_restantes < 0) as num_parcialidades_vencidas,
        coalesce(max(dias_atraso) filter (where estado = 'CON_ATRASO'), 0) as dias_atraso_vigente,
        coalesce(sum(dias_atraso), 0) as dias_atraso_total,
        sum(importe_penalizacion_mxn) as importe_penas,
        sum(importe_penalizacion_mxn) filter (where estado = 'CON_ATRASO') as importe_penas_vigentes,
        min(fecha_comprometida) filter (where not es_semanal and estado in ('POR_VENCER', 'POR_VENIR'))
            as fecha_siguiente
    from {{ ref('mart_contratos__entregables') }}
    group by contrato_clave
),

pagos as (
    select
        contrato_clave,
        count(*) as num_pagos,
        count(*) filter (where estado_pago = 'pagado') as num_pagados,
        coalesce(sum(importe_mxn) filter (where estado_pago = 'pagado'), 0) as importe_pagado,
        coalesce(sum(importe_mxn) filter (where estado_pago = 'en_tramite'), 0) as importe_en_tramite
    from {{ ref('fct_pagos') }}
    group by contrato_clave
),

resumidos as (
    select
        contratos.contrato_clave,
        contratos.contrato_nombre,
        contratos.contrato_corto,
        contratos.contrato_orden,
        contratos.objeto,
        contratos.fecha_inicio,
        contratos.fecha_fin,
        contratos.hoy between contratos.fecha_inicio and contratos.fecha_fin as es_vigente,
        contratos.importe_monto_mxn,
        contratos.es_monto_maximo,
        contratos.num_parcialidades,
        contratos.base_pena,
        contratos.porcentaje_diario,
        contratos.tope_porcentaje,
        contratos.importe_tope_mxn,
        contratos.clausula,
        cast(coalesce(entregables.num_entregables, 0) as integer) as num_entregables,
        cast(coalesce(entregables.num_aceptados, 0) as integer) as num_aceptados,
        cast(coalesce(entregables.num_en_revision, 0) as integer) as num_en_revision,
        cast(coalesce(entregables.num_con_atraso, 0) as integer) as num_con_atraso,
        cast(coalesce(entregables.num_por_vencer, 0) as integer) as num_por_vencer,
        cast(coalesce(entregables.num_por_venir, 0) as integer) as num_por_venir,
        cast(coalesce(entregables.num_semanales, 0) as integer) as num_semanales,
        cast(coalesce(entregables.num_semanales_aceptados, 0) as integer) as num_semanales_aceptados,
        cast(coalesce(entregables.dias_atraso_vigente, 0) as integer) as dias_atraso_vigente,
        cast(coalesce(entregables.dias_atraso_total, 0) as integer) as dias_atraso_total,
        entregables.fecha_siguiente,
        cast(coalesce(pagos.num_pagos, 0) as integer) as num_pagos,
        cast(coalesce(pagos.num_pagados, 0) as integer) as num_pagados,
        cast(coalesce(entregables.num_parcialidades_vencidas, 0) as integer) as num_parcialidades_vencidas,
        cast(coalesce(pagos.importe_pagado, 0) as decimal(18, 2)) as importe_pagado_mxn,
        cast(coalesce(pagos.importe_en_tramite, 0) as decimal(18, 2)) as importe_en_tramite_mxn,
        cast(
            contratos.importe_monto_mxn - coalesce(pagos.importe_pagado, 0) as decimal(18, 2)
        ) as importe_por_pagar_mxn,
        cast(coalesce(pagos.importe_pagado, 0) as double) / cast(contratos.importe_monto_mxn as double)
            as proporcion_pagada,
        cast(coalesce(entregables.num_parcialidades_vencidas, 0) as double) / nullif(contratos.num_parcialidades, 0)
            as proporcion_esperada,
        case
            when contratos.base_pena <> 'sin_clausula'
                then cast(coalesce(entregables.importe_penas, 0) as decimal(18, 2))
        end as importe_sin_tope_mxn,
        case
            when contratos.base_pena <> 'sin_clausula'
                then cast(coalesce(entregables.importe_penas_vigentes, 0) as decimal(18, 2))
        end as importe_penalizacion_vigente_mxn
    from contratos
    left join entregables on contratos.contrato_clave = entregables.contrato_clave
    left join pagos on contratos.contrato_clave = pagos.contrato_clave
),

con_tope as (
    select
        *,
        coalesce(importe_sin_tope_mxn > importe_tope_mxn, false) as es_topada,
        case
            when importe_sin_tope_mxn > importe_tope_mxn then importe_tope_mxn else importe_sin_tope_mxn
        end as importe_penalizacion_mxn,
        'Estimación, no determinación jurídica' as rotulo_pena
    from resumidos
)

select * from con_tope

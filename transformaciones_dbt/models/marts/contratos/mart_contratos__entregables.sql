with

entregables as (
    select * from {{ ref('dim_entregable') }}
),

contratos as (
    select * from {{ ref('dim_contrato') }}
),

-- «Entregado» es cuando la proporción llegó a 1 para quedarse: lo rechazado y repuesto cuenta desde que se repuso.
cambios as (
    select
        *,
        lag(proporcion_prestada, 1, 0) over (partition by entregable_clave order by orden) as proporcion_previa
    from {{ ref('fct_entregables_eventos') }}
),

eventos as (
    select
        entregable_clave,
        count(*) as num_eventos,
        count(*) filter (where evento = 'rechazado') as num_rechazos,
        min(fecha_evento) as fecha_primera_entrega,
        max(fecha_evento) filter (where proporcion_prestada = 1 and proporcion_previa < 1) as fecha_completa,
        max(fecha_evento) filter (where evento in ('aceptado', 'aceptado_con_observaciones')) as fecha_aceptacion,
        max(evento) filter (where es_ultimo) as ultimo_evento,
        max(proporcion_prestada) filter (where es_ultimo) as proporcion_prestada,
        max(observaciones) filter (where es_ultimo) as ultima_observacion
    from cambios
    group by entregable_clave
),

tramos as (
    select
        entregable_clave,
        sum(num_dias) as dias_atraso,
        sum(importe_exacto_mxn) as importe_exacto,
        max(importe_base_mxn) as importe_base_mxn,
        string_agg(
            num_dias || case num_dias when 1 then ' día × ' else ' días × ' end
            || {{ numero_legible('porcentaje_diario') }} || ' % × ' || {{ numero_legible('importe_base_mxn') }}
            || case
                when proporcion_que_cuenta < 1
                    then ' × ' || {{ numero_legible('proporcion_que_cuenta * 100') }} || ' %'
                else ''
            end,
            ' + ' order by tramo
        ) as cuenta_pena
    from {{ ref('fct_pena_tramos') }}
    group by entregable_clave
),

pagos as (
    select * from {{ ref('fct_pagos') }}
),

archivos as (
    select
        archivo_sha256,
        archivo
    from {{ ref('dim_archivo') }}
),

productos as (
    select * from {{ ref('fct_informes_generados') }} where es_ultimo
),

juntos as (
    select
        entregables.entregable_clave,
        entregables.contrato_clave,
        contratos.contrato_nombre,
        contratos.contrato_corto,
        contratos.contrato_orden,
        entregables.serie,
        entregables.serie_orden,
        entregables.entregable_nombre,
        entregables.tipo,
        entregables.es_semanal,
        entregables.parcialidad,
        entregables.fecha_comprometida,
        coalesce(eventos.proporcion_prestada, 0) as proporcion_prestada,
        eventos.fecha_primera_entrega,
        case when eventos.proporcion_prestada = 1 then eventos.fecha_completa end as fecha_entrega,
        case when eventos.proporcion_prestada = 1 then eventos.fecha_aceptacion end as fecha_aceptacion,
        eventos.ultimo_evento,
        eventos.ultima_observacion,
        coalesce(eventos.num_eventos, 0) as num_eventos,
        coalesce(eventos.num_rechazos, 0) as num_rechazos,
        {{ dias_entre('contratos.hoy', 'entregables.fecha_comprometida') }} as num_dias_restantes,
        contratos.num_dias_aviso,
        coalesce(tramos.dias_atraso, 0) as dias_atraso,
        entregables.importe_mxn,
        contratos.base_pena,
        contratos.porcentaje_diario,
        contratos.tasa_diaria,
        contratos.importe_monto_mxn,
        contratos.importe_tope_mxn,
        tramos.importe_exacto,
        tramos.cuenta_pena,
        pagos.estado_pago,
        pagos.fecha_pago,
        pagos.importe_mxn as importe_pago_mxn,
        contratos.hoy,
        entregables.archivo_sha256,
        archivos.archivo,
        entregables.hoja,
        entregables.fila
    from entregables
    inner join contratos on entregables.contrato_clave = contratos.contrato_clave
    left join eventos on entregables.entregable_clave = eventos.entregable_clave
    left join tramos on entregables.entregable_clave = tramos.entregable_clave
    left join pagos
        on
            entregables.contrato_clave = pagos.contrato_clave
            and entregables.parcialidad = pagos.parcialidad
    left join archivos on entregables.archivo_sha256 = archivos.archivo_sha256
),

con_pena as (
    select
        *,
        case base_pena
            when 'monto_total' then importe_monto_mxn
            when 'no_prestado_sin_iva' then importe_mxn
        end as importe_base_mxn,
        case
            when base_pena <> 'sin_clausula' then cast(coalesce(importe_exacto, 0) as decimal(18, 2))
        end as importe_sin_tope_mxn
    from juntos
),

calificados as (
    select
        entregable_clave,
        contrato_clave,
        contrato_nombre,
        contrato_corto,
        contrato_orden,
        serie,
        serie_orden,
        entregable_nombre,
        tipo,
        es_semanal,
        parcialidad,
        fecha_comprometida,
        fecha_primera_entrega,
        fecha_entrega,
        fecha_aceptacion,
        ultimo_evento,
        ultima_observacion,
        case
            when ultimo_evento = 'aceptado' then 'ACEPTADO'
            when ultimo_evento = 'aceptado_con_observaciones' then 'ACEPTADO_CON_OBSERVACIONES'
            when proporcion_prestada = 1 then 'ENTREGADO'
            when num_dias_restantes < 0 then 'CON_ATRASO'
            when num_dias_restantes <= num_dias_aviso then 'POR_VENCER'
            else 'POR_VENIR'
        end as estado,
        coalesce(ultimo_evento in ('aceptado', 'aceptado_con_observaciones'), false) as es_aceptado,
        cast(proporcion_prestada as decimal(7, 6)) as proporcion_prestada,
        cast(num_eventos as integer) as num_eventos,
        cast(num_rechazos as integer) as num_rechazos,
        cast(num_dias_restantes as integer) as num_dias_restantes,
        cast(dias_atraso as integer) as dias_atraso,
        importe_mxn,
        base_pena,
        porcentaje_diario,
        cast(importe_base_mxn as decimal(18, 2)) as importe_base_mxn,
        cast(
            cast(importe_base_mxn as decimal(20, 2)) * tasa_diaria
            * case when base_pena = 'no_prestado_sin_iva' then 1 - proporcion_prestada else 1 end as decimal(18, 2)
        ) as importe_por_dia_mxn,
        cuenta_pena,
        importe_sin_tope_mxn,
        importe_tope_mxn,
        coalesce(importe_sin_tope_mxn > importe_tope_mxn, false) as es_topada,
        case
            when importe_sin_tope_mxn > importe_tope_mxn then importe_tope_mxn else importe_sin_tope_mxn
        end as importe_penalizacion_mxn,
        'Estimación, no determinación jurídica' as rotulo_pena,
        estado_pago,
        fecha_pago,
        importe_pago_mxn,
        productos.informe_clave as producto_clave,
        productos.version as producto_version,
        productos.sha256_pdf as producto_sha256,
        productos.fecha_generado as fecha_producto,
        archivo_sha256,
        archivo,
        hoja,
        fila
    from con_pena
    left join productos using (entregable_clave)
)

select * from calificados

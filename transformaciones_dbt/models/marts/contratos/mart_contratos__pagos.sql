with

pagos as (
    select * from {{ ref('fct_pagos') }}
),

contratos as (
    select
        contrato_clave,
        contrato_corto,
        contrato_orden
    from {{ ref('dim_contrato') }}
),

-- Una parcialidad puede amparar varios entregables: se cita el último en vencer.
entregables as (
    select
        contrato_clave,
        parcialidad,
        entregable_clave,
        entregable_nombre,
        estado,
        row_number() over (
            partition by contrato_clave, parcialidad order by fecha_comprometida desc, entregable_clave asc
        ) as turno
    from {{ ref('mart_contratos__entregables') }}
    where parcialidad is not null
),

ligados as (
    select
        pagos.contrato_clave,
        contratos.contrato_corto,
        contratos.contrato_orden,
        pagos.parcialidad,
        pagos.importe_mxn,
        pagos.estado_pago,
        pagos.fecha_pago,
        pagos.folio,
        entregables.entregable_clave,
        entregables.entregable_nombre,
        entregables.estado as estado_entregable
    from pagos
    inner join contratos on pagos.contrato_clave = contratos.contrato_clave
    left join entregables
        on
            pagos.contrato_clave = entregables.contrato_clave
            and pagos.parcialidad = entregables.parcialidad
            and entregables.turno = 1
)

select * from ligados

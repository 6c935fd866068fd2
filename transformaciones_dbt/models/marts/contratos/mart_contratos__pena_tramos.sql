with

tramos as (
    select * from {{ ref('fct_pena_tramos') }}
),

entregables as (
    select
        entregable_clave,
        entregable_nombre,
        fecha_comprometida
    from {{ ref('dim_entregable') }}
),

explicados as (
    select
        tramos.entregable_clave,
        entregables.entregable_nombre,
        tramos.contrato_clave,
        tramos.tramo,
        entregables.fecha_comprometida,
        tramos.fecha_desde,
        tramos.fecha_hasta,
        tramos.num_dias,
        tramos.proporcion_prestada,
        tramos.proporcion_pendiente,
        tramos.base_pena,
        tramos.porcentaje_diario,
        tramos.importe_base_mxn,
        tramos.proporcion_que_cuenta,
        tramos.importe_tramo_mxn,
        'Estimación, no determinación jurídica' as rotulo_pena
    from tramos
    inner join entregables on tramos.entregable_clave = entregables.entregable_clave
)

select * from explicados

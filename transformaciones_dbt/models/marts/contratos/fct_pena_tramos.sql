with

corrida as (
    select hoy from {{ ref('stg_bitacora__corrida') }}
),

entregables as (
    select * from {{ ref('dim_entregable') }}
),

contratos as (
    select * from {{ ref('dim_contrato') }}
),

cierres as (
    select
        entregable_clave,
        fecha_evento,
        proporcion_prestada
    from {{ ref('fct_entregables_eventos') }}
    where es_cierre_del_dia
),

-- Antes del primer evento no hay nada prestado: ese cierre en cero es anterior a cualquier día que cuente.
con_inicio as (
    select * from cierres
    union all
    select
        entregable_clave,
        cast('1900-01-01' as date) as fecha_evento,
        cast(0 as decimal(7, 6)) as proporcion_prestada
    from entregables
),

cambios as (
    select
        *,
        lag(proporcion_prestada) over (partition by entregable_clave order by fecha_evento) as proporcion_previa
    from con_inicio
),

-- El día usa la proporción al cerrar el día anterior: la de un evento rige desde el día siguiente
-- y hasta el día del evento que la cambia, inclusive.
vigencias as (
    select
        entregable_clave,
        proporcion_prestada,
        cast(fecha_evento + interval '1 day' as date) as rige_desde,
        lead(fecha_evento) over (partition by entregable_clave order by fecha_evento) as rige_hasta
    from cambios
    where proporcion_previa is null or proporcion_previa <> proporcion_prestada
),

recortados as (
    select
        entregables.entregable_clave,
        entregables.contrato_clave,
        vigencias.proporcion_prestada,
        greatest(vigencias.rige_desde, cast(entregables.fecha_comprometida + interval '1 day' as date)) as fecha_desde,
        least(coalesce(vigencias.rige_hasta, corrida.hoy), corrida.hoy) as fecha_hasta,
        entregables.importe_mxn
    from entregables
    cross join corrida
    inner join vigencias on entregables.entregable_clave = vigencias.entregable_clave
    where vigencias.proporcion_prestada < 1
),

contados as (
    select
        *,
        cast({{ dias_entre('fecha_desde', 'fecha_hasta') }} + 1 as integer) as num_dias,
        cast(1 - proporcion_prestada as decimal(7, 6)) as proporcion_pendiente
    from recortados
    where fecha_desde <= fecha_hasta
),

con_base as (
    select
        contados.*,
        contratos.base_pena,
        contratos.porcentaje_diario,
        contratos.tasa_diaria,
        case contratos.base_pena
            when 'monto_total' then contratos.importe_monto_mxn
            when 'no_prestado_sin_iva' then contados.importe_mxn
        end as importe_base_mxn,
        case contratos.base_pena
            when 'monto_total' then cast(1 as decimal(7, 6))
            when 'no_prestado_sin_iva' then contados.proporcion_pendiente
        end as proporcion_que_cuenta
    from contados
    inner join contratos on contados.contrato_clave = contratos.contrato_clave
),

con_importe as (
    select
        entregable_clave,
        contrato_clave,
        cast(row_number() over (partition by entregable_clave order by fecha_desde) as integer) as tramo,
        fecha_desde,
        fecha_hasta,
        num_dias,
        proporcion_prestada,
        proporcion_pendiente,
        base_pena,
        porcentaje_diario,
        cast(importe_base_mxn as decimal(18, 2)) as importe_base_mxn,
        proporcion_que_cuenta,
        -- Se redondea una sola vez, al sumar: aquí se guarda completo. El ancho de 20 evita que el motor
        -- multiplique en 18 dígitos y desborde.
        cast(
            cast(importe_base_mxn as decimal(20, 2)) * tasa_diaria * proporcion_que_cuenta as decimal(38, 12)
        ) * num_dias as importe_exacto
    from con_base
),

redondeados as (
    select
        entregable_clave,
        contrato_clave,
        tramo,
        fecha_desde,
        fecha_hasta,
        num_dias,
        proporcion_prestada,
        proporcion_pendiente,
        base_pena,
        porcentaje_diario,
        importe_base_mxn,
        proporcion_que_cuenta,
        cast(importe_exacto as decimal(38, 12)) as importe_exacto_mxn,
        cast(importe_exacto as decimal(18, 2)) as importe_tramo_mxn
    from con_importe
)

select * from redondeados

with

entregables as (
    select
        archivo_sha256,
        'entregables' as tabla,
        hoja,
        fila,
        'contrato' as columna,
        contrato_clave as valor,
        regla_rechazo as regla,
        'El contrato no está en contratos.yml: el entregable no cuenta.' as motivo,
        'Corrija la clave del contrato, o agréguelo en contratos.yml.' as remedio
    from {{ ref('int_contratos__entregables_revisados') }}
    where regla_rechazo is not null
),

eventos as (
    select
        archivo_sha256,
        'eventos' as tabla,
        hoja,
        fila,
        case regla_rechazo when 'evento_futuro' then 'fecha' else 'entregable' end as columna,
        case regla_rechazo when 'evento_futuro' then cast(fecha_evento as varchar) else entregable_clave end as valor,
        regla_rechazo as regla,
        case regla_rechazo
            when 'evento_futuro' then 'La fecha del evento es posterior a la de referencia: todavía no cuenta.'
            else 'El entregable no está en la hoja entregables: el evento no cuenta.'
        end as motivo,
        case regla_rechazo
            when 'evento_futuro' then 'Corrija la fecha, o registre el evento cuando ocurra.'
            else 'Corrija la clave del entregable, o agréguelo en la hoja entregables.'
        end as remedio
    from {{ ref('int_contratos__eventos_revisados') }}
    where regla_rechazo is not null
),

pagos as (
    select
        archivo_sha256,
        'pagos' as tabla,
        hoja,
        fila,
        case regla_rechazo when 'pago_futuro' then 'fecha' else 'contrato' end as columna,
        case regla_rechazo when 'pago_futuro' then cast(fecha_pago as varchar) else contrato_clave end as valor,
        regla_rechazo as regla,
        case regla_rechazo
            when 'pago_futuro' then 'Dice pagado con fecha posterior a la de referencia: todavía no cuenta.'
            else 'El contrato no está en contratos.yml: el pago no cuenta.'
        end as motivo,
        case regla_rechazo
            when 'pago_futuro' then 'Corrija la fecha, o regístrelo como programado.'
            else 'Corrija la clave del contrato, o agréguelo en contratos.yml.'
        end as remedio
    from {{ ref('int_contratos__pagos_revisados') }}
    where regla_rechazo is not null
),

presupuesto as (
    select
        archivo_sha256,
        'presupuesto' as tabla,
        hoja,
        fila,
        case regla_rechazo when 'compromiso_futuro' then 'fecha' else 'contrato' end as columna,
        case regla_rechazo
            when 'compromiso_futuro' then cast(fecha_compromiso as varchar)
            else contrato_clave
        end as valor,
        regla_rechazo as regla,
        case regla_rechazo
            when 'compromiso_futuro' then 'Su fecha es posterior a la de referencia: todavía no cuenta.'
            else 'El contrato no está en contratos.yml: el compromiso no cuenta.'
        end as motivo,
        case regla_rechazo
            when 'compromiso_futuro' then 'Corrija la fecha, o regístrelo cuando se autorice.'
            else 'Corrija la clave del contrato, o agréguelo en contratos.yml.'
        end as remedio
    from {{ ref('int_contratos__presupuesto_revisado') }}
    where regla_rechazo is not null
),

todos as (
    select * from entregables
    union all
    select * from eventos
    union all
    select * from pagos
    union all
    select * from presupuesto
),

con_fuente as (
    select
        'contratos' as fuente,
        archivo_sha256,
        tabla,
        hoja,
        fila,
        case
            when columna = 'contrato' and tabla in ('entregables', 'presupuesto') then 'B' || fila
            when columna = 'fecha' then case tabla when 'eventos' then 'B' when 'pagos' then 'C' else 'E' end || fila
            else 'A' || fila
        end as celda,
        columna,
        valor,
        regla,
        motivo,
        remedio,
        'rechazo' as gravedad
    from todos
)

select * from con_fuente

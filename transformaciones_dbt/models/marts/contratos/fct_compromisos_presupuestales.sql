with

revisados as (
    select * from {{ ref('int_contratos__presupuesto_revisado') }}
    where regla_rechazo is null
),

compromisos as (
    select
        compromiso_clave,
        contrato_clave,
        partida,
        movimiento,
        fecha_compromiso,
        importe_mxn,
        cast(case movimiento when 'reduccion' then -importe_mxn else importe_mxn end as decimal(18, 2))
            as importe_comprometido_mxn,
        documento,
        archivo_sha256,
        hoja,
        fila
    from revisados
)

select * from compromisos

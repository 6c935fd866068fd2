-- Lo pagado de un contrato no puede pasar de su monto: avisa, porque lo corrige quien paga y no quien mide.
{{ config(severity = 'warn') }}
with

excedidos as (
    select
        contrato_clave,
        importe_pagado_mxn,
        importe_monto_mxn
    from {{ ref('mart_contratos__contratos') }}
    where importe_pagado_mxn > importe_monto_mxn
)

select * from excedidos

-- Sin cláusula la pena es nula, nunca cero; con cláusula nunca es nula ni negativa.
with

entregables as (
    select * from {{ ref('mart_contratos__entregables') }}
),

contradicciones as (
    select
        entregable_clave,
        base_pena,
        importe_penalizacion_mxn
    from entregables
    where
        (base_pena = 'sin_clausula') <> (importe_penalizacion_mxn is null)
        or importe_penalizacion_mxn < 0
        or importe_penalizacion_mxn > importe_tope_mxn
)

select * from contradicciones

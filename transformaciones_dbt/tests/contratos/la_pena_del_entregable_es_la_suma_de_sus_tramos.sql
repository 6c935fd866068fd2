-- La pena antes del tope es la suma de sus tramos sin redondear, redondeada una vez; y sus días, los de sus tramos.
with

tramos as (
    select
        entregable_clave,
        sum(num_dias) as num_dias,
        cast(sum(importe_exacto_mxn) as decimal(18, 2)) as importe_mxn
    from {{ ref('fct_pena_tramos') }}
    group by entregable_clave
),

comparados as (
    select
        entregables.entregable_clave,
        entregables.dias_atraso,
        tramos.num_dias,
        entregables.importe_sin_tope_mxn,
        tramos.importe_mxn
    from {{ ref('mart_contratos__entregables') }} as entregables
    left join tramos on entregables.entregable_clave = tramos.entregable_clave
    where
        entregables.dias_atraso <> coalesce(tramos.num_dias, 0)
        or (
            entregables.base_pena <> 'sin_clausula'
            and entregables.importe_sin_tope_mxn <> coalesce(tramos.importe_mxn, 0)
        )
)

select * from comparados

with

contratos as (
    select * from {{ ref('stg_contratos__contratos') }}
),

corrida as (
    select hoy from {{ ref('stg_bitacora__corrida') }}
),

-- Un por ciento se escribe 1: la tasa se calcula en decimal, nunca en punto flotante.
con_tasa as (
    select
        contrato_clave,
        contrato_nombre,
        contrato_corto,
        contrato_orden,
        objeto,
        fecha_inicio,
        fecha_fin,
        importe_monto_mxn,
        es_monto_maximo,
        num_parcialidades,
        base_pena,
        porcentaje_diario,
        cast(porcentaje_diario * cast(0.01 as decimal(3, 2)) as decimal(12, 6)) as tasa_diaria,
        tope_porcentaje,
        cast(
            cast(importe_monto_mxn as decimal(20, 2)) * tope_porcentaje * cast(0.01 as decimal(3, 2)) as decimal(18, 2)
        ) as importe_tope_mxn,
        clausula,
        num_dias_aviso,
        corrida.hoy,
        archivo_sha256,
        hoja,
        fila
    from contratos
    cross join corrida
)

select * from con_tasa

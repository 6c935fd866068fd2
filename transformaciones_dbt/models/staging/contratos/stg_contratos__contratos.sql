with

crudo as (
    select * from {{ source('crudo', 'contratos') }}
),

contratos as (
    select
        archivo_sha256,
        hoja,
        fila,
        clave as contrato_clave,
        nombre as contrato_nombre,
        nombre_corto as contrato_corto,
        objeto,
        cast(orden as integer) as contrato_orden,
        fecha_inicio,
        fecha_fin,
        monto_antes_iva as importe_monto_mxn,
        es_monto_maximo,
        cast(num_parcialidades as integer) as num_parcialidades,
        base_pena,
        cast(porcentaje_diario as decimal(9, 4)) as porcentaje_diario,
        cast(tope_porcentaje as decimal(9, 4)) as tope_porcentaje,
        clausula,
        cast(dias_aviso as integer) as num_dias_aviso
    from crudo
    where tabla = 'contratos'
)

select * from contratos

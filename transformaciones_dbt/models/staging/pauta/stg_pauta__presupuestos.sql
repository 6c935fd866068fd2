with

crudo as (
    select * from {{ source('crudo', 'pauta') }}
    where tabla = 'presupuesto'
),

renombrado as (
    select
        archivo_sha256,
        hoja,
        fila,
        partida as partida_clave,
        importe as importe_suficiencia_mxn,
        vigente_desde,
        vigente_hasta,
        oficio
    from crudo
)

select * from renombrado

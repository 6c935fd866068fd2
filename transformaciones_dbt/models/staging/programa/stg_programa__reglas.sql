with

programa as (
    select * from {{ source('crudo', 'programa') }}
),

reglas as (
    select
        archivo_sha256,
        hoja,
        fila,
        vigente_desde,
        clave as regla_clave,
        valor
    from programa
    where tabla = 'reglas'
)

select * from reglas

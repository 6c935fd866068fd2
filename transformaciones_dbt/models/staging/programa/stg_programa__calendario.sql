with

programa as (
    select * from {{ source('crudo', 'programa') }}
),

calendario as (
    select
        archivo_sha256,
        hoja,
        fila,
        meta as meta_clave,
        ene,
        feb,
        mar,
        abr,
        may,
        jun,
        jul,
        ago,
        sep,
        oct,
        nov,
        dic
    from programa
    where tabla = 'calendario'
)

select * from calendario

with

programa as (
    select * from {{ source('crudo', 'programa') }}
),

ajustes as (
    select
        archivo_sha256,
        hoja,
        fila,
        meta as meta_clave,
        desde,
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
        dic,
        meta_anual_ajustada,
        oficio,
        fecha as fecha_oficio,
        justificacion
    from programa
    where tabla = 'ajustes'
)

select * from ajustes

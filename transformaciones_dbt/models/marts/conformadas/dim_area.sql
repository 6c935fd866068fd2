with

programas as (
    select * from {{ ref('int_seguimiento__programas') }}
),

areas as (
    select * from {{ ref('stg_programa__areas') }}
),

-- Si el área está en los programas de varios años, su nombre y responsable son los del último.
numeradas as (
    select
        areas.*,
        row_number() over (partition by areas.area_clave order by programas.ejercicio desc) as orden
    from areas
    inner join programas on areas.archivo_sha256 = programas.archivo_sha256
),

finales as (
    select
        area_clave,
        area_nombre,
        {{ sin_tipo_de_unidad('area_nombre') }} as area_corta,
        responsable,
        vigente_desde,
        vigente_hasta
    from numeradas
    where orden = 1
)

select * from finales

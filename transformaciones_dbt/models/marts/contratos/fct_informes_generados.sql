with

generados as (
    select * from {{ ref('stg_informes__generados') }}
),

entregables as (
    select entregable_clave from {{ ref('dim_entregable') }}
),

-- Un producto no es una entrega: aquí no hay eventos ni proporciones, solo qué archivo salió de qué versión.
productos as (
    select
        generados.*,
        row_number() over (partition by generados.entregable_clave order by generados.orden desc) = 1 as es_ultimo
    from generados
    inner join entregables on generados.entregable_clave = entregables.entregable_clave
)

select * from productos

-- Los entregables del mart son los de la dimensión, ni uno más: un pago repetido no los multiplica.
with

conteos as (
    select
        (select count(*) from {{ ref('mart_contratos__entregables') }}) as num_mart,
        (select count(*) from {{ ref('dim_entregable') }}) as num_dimension
)

select * from conteos
where num_mart <> num_dimension

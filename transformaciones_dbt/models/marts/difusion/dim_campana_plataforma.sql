with

campanas as (
    select * from {{ ref('int_difusion__campanas_plataforma') }}
)

select * from campanas

with

unidos as (
    select * from {{ ref('stg_meta_ads__totales') }}
    union all
    select * from {{ ref('stg_google_ads__totales') }}
),

clasificados as (
    select
        *,
        case
            when plataforma = 'Facebook' then 'informe'
            when {{ forma_comparable('etiqueta') }} in ('total: cuenta', 'total: account') then 'cuenta'
            when
                {{ forma_comparable('etiqueta') }} in (
                    'total: campanas', 'total: campaigns', 'total: campaign', 'total: campanas filtradas',
                    'total: filtered campaigns', 'total: anuncios', 'total: ads', 'total: grupos de anuncios',
                    'total: ad groups', 'total: ubicaciones', 'total: locations', 'total: palabras clave',
                    'total: keywords'
                )
                then 'informe'
            else 'parte'
        end as clase_total
    from unidos
)

select * from clasificados

-- Un solo renglón con los parámetros del contrato; lo que el libro no diga toma el valor de las bases.
with

parametros as (
    select
        max(valor) filter (where parametro_clave = 'minutos_atencion') as minutos_atencion,
        max(valor) filter (where parametro_clave = 'minutos_anticipacion') as minutos_anticipacion,
        max(valor) filter (where parametro_clave = 'hora_abre') as hora_abre,
        max(valor) filter (where parametro_clave = 'hora_cierra') as hora_cierra,
        max(valor) filter (where parametro_clave = 'inhabiles_descansan') as inhabiles_descansan,
        max(valor) filter (where parametro_clave = 'facebook_minimo') as facebook_minimo,
        max(valor) filter (where parametro_clave = 'facebook_maximo') as facebook_maximo,
        max(valor) filter (where parametro_clave = 'google_minimo') as google_minimo,
        max(valor) filter (where parametro_clave = 'google_maximo') as google_maximo
    from {{ ref('stg_pauta__parametros') }}
),

con_omision as (
    select
        cast(coalesce(minutos_atencion, 90) as integer) as minutos_atencion,
        cast(coalesce(minutos_anticipacion, 120) as integer) as minutos_anticipacion,
        cast(coalesce(hora_abre, 9) as integer) as hora_abre,
        cast(coalesce(hora_cierra, 21) as integer) as hora_cierra,
        coalesce(inhabiles_descansan, 0) = 1 as inhabiles_descansan,
        cast(coalesce(facebook_minimo, 6) as integer) as facebook_minimo,
        cast(coalesce(facebook_maximo, 10) as integer) as facebook_maximo,
        cast(coalesce(google_minimo, 1) as integer) as google_minimo,
        cast(coalesce(google_maximo, 4) as integer) as google_maximo
    from parametros
)

select * from con_omision

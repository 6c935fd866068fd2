with cobertura as (
    select * from {{ ref('fct_cobertura_muestra') }}
),

colonias as (
    select * from {{ ref('dim_colonia') }}
),

-- Un estudio con cobertura se muestra con las 89 colonias, también las que no tenían cuota.
estudios as (
    select distinct estudio from cobertura
),

final as (
    select
        estudios.estudio,
        colonias.colonia_clave,
        colonias.colonia_nombre,
        colonias.zona,
        coalesce(cobertura.num_hechas, 0) as num_hechas,
        cobertura.cuota,
        greatest(coalesce(cobertura.cuota, 0) - coalesce(cobertura.num_hechas, 0), 0) as num_faltantes,
        case
            when coalesce(cobertura.num_hechas, 0) = 0 then 'sin_entrevistas'
            when cobertura.cuota is null or cobertura.num_hechas >= cobertura.cuota then 'completa'
            when cobertura.num_hechas * 2 > cobertura.cuota then 'parcial'
            else 'baja'
        end as nivel_cobertura,
        colonias.poblacion_2020,
        colonias.lon,
        colonias.lat,
        colonias.mosaico_fila,
        colonias.mosaico_columna
    from estudios
    cross join colonias
    left join cobertura
        on
            estudios.estudio = cobertura.estudio
            and colonias.colonia_clave = cobertura.colonia_clave
)

select * from final

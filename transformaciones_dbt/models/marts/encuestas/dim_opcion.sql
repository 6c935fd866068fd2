with opciones as (
    select * from {{ ref('stg_encuestas__opciones') }}
),

estudios as (
    select * from {{ ref('dim_estudio') }}
),

final as (
    select
        opciones.estudio,
        opciones.pregunta,
        opciones.opcion,
        opciones.orden,
        opciones.opcion_etiqueta,
        opciones.tipo_opcion,
        opciones.es_ns_nc,
        opciones.es_principal,
        opciones.componentes,
        opciones.valor
    from opciones
    inner join estudios on opciones.archivo_sha256 = estudios.archivo_sha256
)

select * from final

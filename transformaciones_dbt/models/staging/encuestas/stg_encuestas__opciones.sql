with crudo as (
    select * from {{ source('crudo', 'encuestas') }}
    where tabla = 'opciones'
),

final as (
    select
        archivo_sha256,
        estudio,
        pregunta,
        opcion,
        orden,
        etiqueta as opcion_etiqueta,
        tipo_opcion,
        es_ns_nc,
        es_principal,
        componentes,
        valor,
        frase
    from crudo
)

select * from final

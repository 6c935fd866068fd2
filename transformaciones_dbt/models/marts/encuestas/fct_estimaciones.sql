-- Lo suprimido se borra aquí: el almacén publicado no lleva la cifra que la página calla.
with estudios as (
    select * from {{ ref('dim_estudio') }}
),

opciones as (
    select * from {{ ref('stg_encuestas__opciones') }}
),

estimaciones as (
    select * from {{ ref('stg_encuestas__estimaciones') }}
    where tabla = 'resultados'
),

final as (
    select
        estimaciones.estudio,
        estimaciones.pregunta,
        estimaciones.opcion,
        estimaciones.medida,
        estimaciones.corte,
        estimaciones.corte_valor,
        case
            when estimaciones.medida = 'saldo' then 'Saldo'
            when estimaciones.medida = 'media' then 'Promedio'
            else opciones.opcion_etiqueta
        end as opcion_etiqueta,
        case
            when estimaciones.medida = 'saldo' then 200
            when estimaciones.medida = 'media' then 201
            else opciones.orden
        end as orden,
        coalesce(opciones.es_ns_nc, false) as es_ns_nc,
        coalesce(opciones.es_principal, false) as es_principal,
        estimaciones.precision = 'suprimido' as es_suprimido,
        case when estimaciones.precision <> 'suprimido' then estimaciones.estimacion end as estimacion,
        case when estimaciones.precision <> 'suprimido' then estimaciones.error_estandar end as error_estandar,
        case when estimaciones.precision <> 'suprimido' then estimaciones.ic_inferior end as ic_inferior,
        case when estimaciones.precision <> 'suprimido' then estimaciones.ic_superior end as ic_superior,
        estimaciones.num_base,
        estimaciones.n_efectiva,
        case when estimaciones.precision <> 'suprimido' then estimaciones.deff end as deff,
        estimaciones.grados_libertad,
        estimaciones.precision,
        estimaciones.motivo_supresion,
        estimaciones.base_margen,
        case when estimaciones.precision <> 'suprimido' then estimaciones.supera_a end as supera_a
    from estimaciones
    inner join estudios on estimaciones.archivo_sha256 = estudios.archivo_sha256
    left join opciones
        on
            estimaciones.archivo_sha256 = opciones.archivo_sha256
            and estimaciones.pregunta = opciones.pregunta
            and estimaciones.opcion = opciones.opcion
)

select * from final

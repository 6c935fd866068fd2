with estimaciones as (
    select * from {{ ref('fct_estimaciones') }}
),

estudios as (
    select * from {{ ref('dim_estudio') }}
),

preguntas as (
    select * from {{ ref('dim_pregunta') }}
),

pruebas as (
    select * from {{ ref('fct_pruebas_cruce') }}
),

final as (
    select
        estimaciones.estudio,
        estudios.estudio_nombre,
        estudios.estudio_corto,
        estudios.modo,
        estudios.oleada,
        estudios.fecha_fin,
        estimaciones.pregunta,
        preguntas.orden as pregunta_orden,
        preguntas.pregunta_nombre,
        preguntas.pregunta_texto,
        preguntas.tipo_pregunta,
        preguntas.tema,
        preguntas.filtro,
        estimaciones.opcion,
        estimaciones.opcion_etiqueta,
        estimaciones.orden,
        estimaciones.medida,
        estimaciones.es_ns_nc,
        estimaciones.es_principal,
        estimaciones.corte,
        case estimaciones.corte
            when 'total' then 'Total'
            when 'sexo' then 'Sexo'
            when 'grupo_edad' then 'Edad'
            when 'zona' then 'Zona'
            else 'Escolaridad'
        end as corte_nombre,
        estimaciones.corte_valor,
        case when estimaciones.medida in ('proporcion', 'neto') then estimaciones.estimacion end as proporcion,
        estimaciones.estimacion,
        estimaciones.error_estandar,
        estimaciones.ic_inferior,
        estimaciones.ic_superior,
        (estimaciones.ic_superior - estimaciones.ic_inferior) / 2 as margen,
        estimaciones.num_base,
        estimaciones.n_efectiva,
        estimaciones.deff,
        estimaciones.grados_libertad,
        estimaciones.precision,
        estimaciones.es_suprimido,
        estimaciones.motivo_supresion,
        estimaciones.base_margen,
        estimaciones.supera_a,
        pruebas.estadistico as prueba_f,
        pruebas.valor_p as prueba_valor_p,
        pruebas.es_distinguible as corte_es_distinguible
    from estimaciones
    inner join estudios on estimaciones.estudio = estudios.estudio
    inner join preguntas
        on
            estimaciones.estudio = preguntas.estudio
            and estimaciones.pregunta = preguntas.pregunta
    left join pruebas
        on
            estimaciones.estudio = pruebas.estudio
            and estimaciones.pregunta = pruebas.pregunta
            and estimaciones.corte = pruebas.corte
)

select * from final

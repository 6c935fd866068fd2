with estudios as (
    select * from {{ ref('dim_estudio') }}
),

-- El efecto de diseño típico de las cifras de 20 a 80 %, para decir el margen a 50 % del estudio entero.
totales as (
    select
        estudio,
        median(deff) as deff_mediano
    from {{ ref('fct_estimaciones') }}
    where corte = 'total' and medida in ('proporcion', 'neto') and estimacion between 0.2 and 0.8
    group by estudio
),

preguntas as (
    select
        estudio,
        count(*) as num_preguntas
    from {{ ref('dim_pregunta') }}
    group by estudio
),

final as (
    select
        estudios.estudio,
        estudios.tipo_estudio,
        estudios.estudio_nombre,
        estudios.estudio_corto,
        estudios.modo,
        estudios.modo_nombre,
        estudios.serie,
        estudios.oleada,
        estudios.entregable_clave,
        estudios.es_probabilistica,
        estudios.tiene_peso,
        estudios.tiene_upm,
        estudios.tiene_estrato,
        estudios.es_calibrada,
        estudios.base_margen,
        case
            when estudios.tipo_estudio = 'grupo' then null
            when estudios.base_margen = 'sin_margen' then 'Margen de error no aplicable: muestra no probabilística.'
            when estudios.base_margen = 'solo_pesos'
                then 'Margen calculado solo con los pesos: la base no trae unidades primarias de muestreo.'
            when not estudios.tiene_estrato
                then 'Margen con pesos y unidades primarias de muestreo; la base no trae estratos.'
            else 'Margen con pesos, unidades primarias de muestreo y estratos.'
        end as nota_margen,
        estudios.nota_estimacion,
        estudios.fecha_inicio,
        estudios.fecha_fin,
        estudios.fecha_fin + 15 as fecha_limite_entrega,
        estudios.objetivo,
        estudios.patrocinador,
        estudios.realizador,
        estudios.difusor,
        estudios.poblacion,
        estudios.poblacion_tamano,
        estudios.exclusiones,
        estudios.marco,
        estudios.muestreo,
        estudios.recoleccion,
        estudios.cuestionario,
        estudios.ponderacion,
        estudios.fuente_calibracion,
        estudios.procesamiento,
        estudios.control_calidad,
        estudios.limitaciones,
        estudios.tamano_previsto,
        estudios.num_recibidas,
        estudios.num_rechazadas,
        coalesce(estudios.num_entrevistas, estudios.num_asistentes) as num_entrevistas,
        preguntas.num_preguntas,
        estudios.n_efectiva_pesos,
        estudios.deff_pesos,
        totales.deff_mediano,
        estudios.num_entrevistas / totales.deff_mediano as n_efectiva_diseno,
        case
            when estudios.es_probabilistica
                then 1.96 * sqrt(0.25 * totales.deff_mediano / estudios.num_entrevistas)
        end as margen_maximo,
        estudios.num_upm,
        estudios.num_estratos,
        estudios.peso_minimo,
        estudios.peso_maximo,
        estudios.tasa_respuesta,
        estudios.tasa_rechazo,
        estudios.archivo_sha256
    from estudios
    left join totales on estudios.estudio = totales.estudio
    left join preguntas on estudios.estudio = preguntas.estudio
)

select * from final

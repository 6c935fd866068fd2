-- Un testigo se repite si su imagen es idéntica (mismos bytes) o se ve igual (huella perceptual a
-- pocos bits) que la de un testigo anterior. El original no se marca.
with

testigos as (
    select * from {{ ref('int_difusion__testigos') }}
),

parecidos as (
    select
        testigos.testigo_clave,
        anteriores.testigo_clave as original_clave,
        anteriores.campana_clave as original_campana_clave,
        testigos.imagen_sha256 = anteriores.imagen_sha256 as es_identica,
        cast({{ distancia_de_huellas('testigos.huella_perceptual', 'anteriores.huella_perceptual') }} as integer)
            as distancia,
        row_number() over (
            partition by testigos.testigo_clave
            order by
                {{ distancia_de_huellas('testigos.huella_perceptual', 'anteriores.huella_perceptual') }},
                anteriores.orden
        ) as lugar
    from testigos
    inner join testigos as anteriores
        on
            testigos.orden > anteriores.orden
            and {{ distancia_de_huellas('testigos.huella_perceptual', 'anteriores.huella_perceptual') }}
            <= {{ var('bits_testigo_repetido', 10) }}
),

entregas as (
    select
        campana_clave,
        periodo,
        min(primera_entrega) as primera_entrega,
        max(ultima_entrega) as ultima_entrega,
        sum(num_impresiones) as num_impresiones
    from {{ ref('fct_entregas_mes') }}
    where num_impresiones > 0
    group by campana_clave, periodo
),

calificados as (
    select
        testigos.testigo_clave,
        testigos.campana_clave,
        testigos.periodo,
        testigos.imagen,
        testigos.capturado_en,
        testigos.direccion,
        testigos.descripcion,
        testigos.entrego,
        testigos.imagen_sha256,
        testigos.formato,
        cast(testigos.ancho as integer) as ancho,
        cast(testigos.alto as integer) as alto,
        testigos.huella_perceptual,
        testigos.miniatura,
        parecidos.original_clave,
        parecidos.original_campana_clave,
        coalesce(parecidos.es_identica, false) as es_identica,
        parecidos.distancia,
        coalesce(
            cast(testigos.capturado_en as date) between entregas.primera_entrega and entregas.ultima_entrega, false
        ) as esta_en_entrega,
        case
            when testigos.imagen_sha256 is null then 'sin_imagen'
            when parecidos.original_clave is not null then 'repetido'
            when
                cast(testigos.capturado_en as date) between entregas.primera_entrega and entregas.ultima_entrega
                then 'vigente'
            else 'fuera_de_entrega'
        end as estado,
        testigos.archivo_sha256,
        testigos.hoja,
        testigos.fila
    from testigos
    left join parecidos on testigos.testigo_clave = parecidos.testigo_clave and parecidos.lugar = 1
    left join entregas
        on testigos.campana_clave = entregas.campana_clave and testigos.periodo = entregas.periodo
)

select * from calificados

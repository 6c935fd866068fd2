with

campanas as (
    select * from {{ ref('mart_difusion__campana_mes') }}
    where num_impresiones > 0
),

testigos as (
    -- el que sirve de comprobante: primero el vigente, luego el más reciente
    select
        campana_clave,
        periodo,
        imagen,
        imagen_sha256,
        capturado_en,
        row_number() over (
            partition by campana_clave, periodo order by estado <> 'vigente' asc, capturado_en desc, testigo_clave asc
        ) as lugar
    from {{ ref('fct_testigos') }}
),

renglones as (
    select
        campanas.periodo,
        campanas.campana_clave,
        campanas.plataforma,
        campanas.campana_nombre,
        campanas.material,
        campanas.objetivo,
        campanas.primera_entrega,
        campanas.ultima_entrega,
        campanas.tiene_alcance,
        campanas.alcance_minimo,
        campanas.alcance_maximo,
        campanas.es_exacto,
        campanas.metodo_alcance,
        case campanas.metodo_alcance
            when 'plataforma' then 'según ' || case campanas.plataforma when 'Facebook' then 'Meta' else 'Google' end
            when 'cotas_iguales' then 'exacto: solo cabe un valor'
            when 'intervalo' then 'intervalo: la plataforma no reportó este periodo completo'
            when 'sin_alcance' then 'la búsqueda no tiene alcance: se informan impresiones'
            else 'sin observación de alcance'
        end as metodo_escrito,
        campanas.num_impresiones,
        campanas.num_clics,
        campanas.num_interacciones,
        campanas.importe_gasto_mxn,
        campanas.estado_testigo,
        testigos.imagen,
        testigos.imagen_sha256,
        testigos.capturado_en
    from campanas
    left join testigos
        on
            campanas.campana_clave = testigos.campana_clave
            and campanas.periodo = testigos.periodo
            and testigos.lugar = 1
)

select * from renglones

with

testigos as (
    select * from {{ ref('fct_testigos') }}
),

campanas as (
    select * from {{ ref('dim_campana') }}
),

entregas as (
    select
        campana_clave,
        periodo,
        sum(num_impresiones) as num_impresiones,
        cast(sum(importe_gasto_mxn) as decimal(18, 2)) as importe_gasto_mxn
    from {{ ref('fct_entregas_mes') }}
    where num_impresiones > 0
    group by campana_clave, periodo
),

unidos as (
    select
        coalesce(testigos.testigo_clave, entregas.campana_clave || '|' || entregas.periodo || '|falta')
            as testigo_clave,
        coalesce(testigos.campana_clave, entregas.campana_clave) as campana_clave,
        coalesce(testigos.periodo, entregas.periodo) as periodo,
        coalesce(testigos.estado, 'falta') as estado,
        testigos.imagen,
        testigos.capturado_en,
        testigos.descripcion,
        testigos.direccion,
        testigos.miniatura,
        testigos.ancho,
        testigos.alto,
        testigos.imagen_sha256,
        testigos.original_campana_clave,
        testigos.es_identica,
        entregas.importe_gasto_mxn
    from testigos
    full outer join entregas
        on testigos.campana_clave = entregas.campana_clave and testigos.periodo = entregas.periodo
),

con_nombre as (
    select
        unidos.testigo_clave,
        unidos.periodo,
        unidos.campana_clave,
        campanas.campana_nombre,
        campanas.plataforma,
        unidos.estado,
        unidos.imagen,
        unidos.capturado_en,
        unidos.descripcion,
        unidos.direccion,
        unidos.miniatura,
        unidos.ancho,
        unidos.alto,
        unidos.imagen_sha256,
        originales.campana_nombre as original_campana_nombre,
        unidos.es_identica,
        unidos.importe_gasto_mxn
    from unidos
    left join campanas on unidos.campana_clave = campanas.campana_clave
    left join campanas as originales on unidos.original_campana_clave = originales.campana_clave
)

select * from con_nombre

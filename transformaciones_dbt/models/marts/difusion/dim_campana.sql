with

contractuales as (
    select * from {{ ref('stg_pauta__campanas') }}
),

plataforma as (
    select
        campana_clave,
        min(plataforma) as plataforma,
        min(campana_plataforma_nombre) as campana_plataforma_nombre,
        min(tipo) as tipo,
        bool_or(tiene_alcance) as tiene_alcance,
        bool_or(es_contractual) as es_contractual,
        count(*) as num_campanas_plataforma
    from {{ ref('int_difusion__campanas_plataforma') }}
    group by campana_clave
),

claves as (
    select campana_clave from contractuales
    union
    select campana_clave from plataforma
),

unidas as (
    select
        claves.campana_clave,
        coalesce(contractuales.campana_nombre, plataforma.campana_plataforma_nombre) as campana_nombre,
        coalesce(contractuales.plataforma, plataforma.plataforma) as plataforma,
        coalesce(contractuales.objetivo, plataforma.tipo) as objetivo,
        contractuales.tema,
        contractuales.formato,
        contractuales.publico_clave,
        contractuales.material,
        contractuales.fecha_inicio,
        contractuales.fecha_fin,
        contractuales.importe_planeado_mxn,
        contractuales.campana_clave is not null as es_contractual,
        coalesce(plataforma.tiene_alcance, contractuales.objetivo <> 'Búsqueda') as tiene_alcance,
        coalesce(plataforma.num_campanas_plataforma, 0) as num_campanas_plataforma
    from claves
    left join contractuales on claves.campana_clave = contractuales.campana_clave
    left join plataforma on claves.campana_clave = plataforma.campana_clave
)

select * from unidas

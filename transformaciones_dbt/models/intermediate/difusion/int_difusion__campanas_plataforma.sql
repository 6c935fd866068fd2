-- Un renglón por campaña tal como existe en la plataforma, con la campaña contractual que le toca.
with

renglones as (
    select * from {{ ref('int_difusion__renglones') }}
    where campana_plataforma_clave is not null
),

tipos as (
    select * from {{ ref('tipos_de_campana') }}
),

plataforma as (
    select
        plataforma,
        campana_plataforma_clave,
        arg_max(campana_nombre, (informe_fin, recibido_en, archivo)) as campana_plataforma_nombre,
        arg_max(tipo_campana, (informe_fin, recibido_en, archivo)) as tipo_en_plataforma,
        max(campana_id) as campana_id,
        bool_or(alcance > 0) as tiene_alcance_observado
    from renglones
    group by plataforma, campana_plataforma_clave
),

correspondencias as (
    select
        plataforma,
        {{ forma_comparable('campana_plataforma') }} as forma,
        campana_plataforma,
        campana_clave
    from {{ ref('stg_pauta__correspondencias') }}
),

por_identificador as (
    select
        plataforma,
        campana_plataforma as campana_id,
        campana_clave
    from correspondencias
),

por_nombre as (
    select
        plataforma,
        forma,
        min(campana_clave) as campana_clave
    from correspondencias
    group by plataforma, forma
),

unidas as (
    select
        plataforma.plataforma,
        plataforma.campana_plataforma_clave,
        plataforma.campana_plataforma_nombre,
        coalesce(tipos.tipo, plataforma.tipo_en_plataforma) as tipo,
        plataforma.plataforma = 'Facebook'
        or coalesce(tipos.tiene_alcance, plataforma.tiene_alcance_observado, false) as tiene_alcance,
        coalesce(
            por_identificador.campana_clave,
            por_nombre.campana_clave,
            plataforma.plataforma || ':' || plataforma.campana_plataforma_clave
        ) as campana_clave,
        coalesce(por_identificador.campana_clave, por_nombre.campana_clave) is not null as es_contractual
    from plataforma
    left join tipos
        on
            plataforma.plataforma = 'Google'
            and {{ forma_comparable('plataforma.tipo_en_plataforma') }} = tipos.tipo_en_plataforma
    left join por_identificador
        on
            plataforma.plataforma = por_identificador.plataforma
            and plataforma.campana_id = por_identificador.campana_id
    left join por_nombre
        on
            plataforma.plataforma = por_nombre.plataforma
            and {{ forma_comparable('plataforma.campana_plataforma_nombre') }} = por_nombre.forma
),

contadas as (
    select
        *,
        count(*) over (partition by campana_clave) as num_hermanas
    from unidas
)

select * from contadas

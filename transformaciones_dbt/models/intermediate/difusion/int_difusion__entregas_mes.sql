-- La entrega de cada campaña de plataforma en cada mes, tomada de UN solo nivel y grano: los niveles
-- repiten la misma entrega y sumarlos la duplicaría. Gana el que cubre más días del mes; a igualdad,
-- el diario, y luego el nivel de campaña.
with

diarias as (
    select
        plataforma,
        campana_plataforma_clave,
        periodo,
        nivel,
        'dia' as grano,
        1 + {{ dias_entre(
            "greatest(min(informe_inicio), min(periodo))",
            "least(max(informe_fin), " ~ fin_de_mes('min(periodo)') ~ ")"
        ) }} as num_dias_cubiertos,
        min(fecha) as primera_entrega,
        max(fecha) as ultima_entrega,
        cast(sum(importe_gasto_mxn) as decimal(18, 2)) as importe_gasto_mxn,
        cast(sum(num_impresiones) as bigint) as num_impresiones,
        cast(sum(num_clics) as bigint) as num_clics,
        cast(sum(num_clics_enlace) as bigint) as num_clics_enlace,
        cast(sum(num_interacciones) as bigint) as num_interacciones,
        cast(sum(num_visitas) as bigint) as num_visitas,
        cast(sum(num_contactos) as bigint) as num_contactos,
        cast(sum(num_vistas) as bigint) as num_vistas,
        max(archivo_sha256) as archivo_sha256
    from {{ ref('int_difusion__entregas_dia') }}
    where nivel <> 'cuenta'
    group by plataforma, campana_plataforma_clave, periodo, nivel
),

dentro_del_mes as (
    select
        *,
        cast(date_trunc('month', periodo_inicio) as date) as periodo,
        1 + {{ dias_entre('periodo_inicio', 'periodo_fin') }} as num_dias,
        case when grano = 'semana' then periodo_inicio end as tramo,
        row_number() over (
            partition by
                plataforma, nivel, grano, entidad_clave,
                date_trunc('month', periodo_inicio), case when grano = 'semana' then periodo_inicio end
            order by {{ dias_entre('periodo_inicio', 'periodo_fin') }} desc, periodo_fin desc
        ) as lugar
    from {{ ref('int_difusion__entregas_periodo') }}
    where nivel <> 'cuenta' and date_trunc('month', periodo_inicio) = date_trunc('month', periodo_fin)
),

por_periodo as (
    select
        plataforma,
        campana_plataforma_clave,
        periodo,
        nivel,
        grano,
        case when grano = 'semana' then count(distinct periodo_inicio) * 7 else max(num_dias) end as num_dias_cubiertos,
        min(periodo_inicio) as primera_entrega,
        max(periodo_fin) as ultima_entrega,
        cast(sum(importe_gasto_mxn) as decimal(18, 2)) as importe_gasto_mxn,
        cast(sum(num_impresiones) as bigint) as num_impresiones,
        cast(sum(num_clics) as bigint) as num_clics,
        cast(sum(num_clics_enlace) as bigint) as num_clics_enlace,
        cast(sum(num_interacciones) as bigint) as num_interacciones,
        cast(sum(num_visitas) as bigint) as num_visitas,
        cast(sum(num_contactos) as bigint) as num_contactos,
        cast(sum(num_vistas) as bigint) as num_vistas,
        max(archivo_sha256) as archivo_sha256
    from dentro_del_mes
    where lugar = 1
    group by plataforma, campana_plataforma_clave, periodo, nivel, grano
),

candidatas as (
    select * from diarias
    union all
    select * from por_periodo
),

ordenadas as (
    select
        *,
        row_number() over (
            partition by plataforma, campana_plataforma_clave, periodo
            order by
                num_dias_cubiertos desc,
                case grano when 'dia' then 1 when 'semana' then 2 when 'mes' then 3 else 4 end,
                case nivel when 'campana' then 1 when 'conjunto' then 2 else 3 end
        ) as lugar
    from candidatas
    -- un informe que solo trae alcance no dice cuánto se entregó
    where num_impresiones is not null or importe_gasto_mxn is not null
),

-- qué días corrió de veras: de cualquier nivel diario que dé todas las impresiones del mes
dias_con_entrega as (
    select
        plataforma,
        campana_plataforma_clave,
        periodo,
        nivel,
        min(fecha) filter (where num_impresiones > 0) as primer_dia,
        max(fecha) filter (where num_impresiones > 0) as ultimo_dia,
        sum(num_impresiones) as num_impresiones
    from {{ ref('int_difusion__entregas_dia') }}
    where nivel <> 'cuenta'
    group by plataforma, campana_plataforma_clave, periodo, nivel
),

corridas as (
    select
        ordenadas.plataforma,
        ordenadas.campana_plataforma_clave,
        ordenadas.periodo,
        min(dias_con_entrega.primer_dia) as primer_dia,
        max(dias_con_entrega.ultimo_dia) as ultimo_dia
    from ordenadas
    inner join dias_con_entrega
        on
            ordenadas.plataforma = dias_con_entrega.plataforma
            and ordenadas.campana_plataforma_clave = dias_con_entrega.campana_plataforma_clave
            and ordenadas.periodo = dias_con_entrega.periodo
            and ordenadas.num_impresiones <= dias_con_entrega.num_impresiones
    where ordenadas.lugar = 1
    group by ordenadas.plataforma, ordenadas.campana_plataforma_clave, ordenadas.periodo
),

campanas as (
    select * from {{ ref('int_difusion__campanas_plataforma') }}
),

elegidas as (
    select
        ordenadas.plataforma,
        ordenadas.campana_plataforma_clave,
        campanas.campana_clave,
        campanas.tiene_alcance,
        ordenadas.periodo,
        ordenadas.nivel,
        ordenadas.grano,
        ordenadas.num_dias_cubiertos,
        coalesce(corridas.primer_dia, ordenadas.primera_entrega) as primera_entrega,
        coalesce(corridas.ultimo_dia, ordenadas.ultima_entrega) as ultima_entrega,
        ordenadas.importe_gasto_mxn,
        ordenadas.num_impresiones,
        ordenadas.num_clics,
        ordenadas.num_clics_enlace,
        ordenadas.num_interacciones,
        ordenadas.num_visitas,
        ordenadas.num_contactos,
        ordenadas.num_vistas,
        ordenadas.archivo_sha256
    from ordenadas
    inner join campanas
        on
            ordenadas.plataforma = campanas.plataforma
            and ordenadas.campana_plataforma_clave = campanas.campana_plataforma_clave
    left join corridas
        on
            ordenadas.plataforma = corridas.plataforma
            and ordenadas.campana_plataforma_clave = corridas.campana_plataforma_clave
            and ordenadas.periodo = corridas.periodo
    where ordenadas.lugar = 1
)

select * from elegidas

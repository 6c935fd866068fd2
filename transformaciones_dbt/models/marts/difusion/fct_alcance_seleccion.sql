-- El intervalo de cada selección que se puede pedir (plataforma, objetivo y público, sueltos o combinados): exacto si
-- la selección es un ámbito que la plataforma reportó; si no, máximo de sus partes <= R <= mínimo entre la cota de una
-- cobertura completa, las impresiones y los ámbitos que la contienen (REGLAS §8).
with

intervalos as (
    select * from {{ ref('fct_alcance_intervalos') }}
),

meses as (
    select distinct periodo from intervalos
),

hasta_cada_mes as (
    -- la campaña que no corrió en el último mes sigue contando en el acumulado: vale lo último que acumuló
    select
        meses.periodo,
        intervalos.* exclude (periodo),
        row_number() over (
            partition by meses.periodo, intervalos.campana_clave order by intervalos.periodo desc
        ) as lugar
    from meses
    inner join intervalos
        on
            intervalos.ambito = 'campana'
            and intervalos.tipo_periodo = 'acumulado'
            and meses.periodo >= intervalos.periodo
            and extract(year from meses.periodo) = extract(year from intervalos.periodo)
),

de_campana as (
    select * from intervalos
    where ambito = 'campana' and tipo_periodo = 'mes'
    union all by name
    select * exclude (lugar) from hasta_cada_mes
    where lugar = 1
),

campanas as (
    select
        de_campana.*,
        atributos.objetivo,
        atributos.publico_clave
    from de_campana
    inner join {{ ref('dim_campana') }} as atributos on de_campana.campana_clave = atributos.campana_clave
),

contenedores as (
    select * from intervalos
    where ambito <> 'campana'
),

por_plataforma as (
    select
        tipo_periodo,
        periodo,
        plataforma,
        objetivo,
        publico_clave,
        grouping(objetivo) = 1 and grouping(publico_clave) = 1 as es_plataforma_entera,
        grouping(objetivo) = 0 as tiene_objetivo,
        grouping(publico_clave) = 0 as tiene_publico,
        min(periodo_inicio) as periodo_inicio,
        count(*) as num_campanas,
        bool_or(tiene_alcance) as tiene_alcance,
        case when count(*) filter (where tiene_alcance) = 1 then max(metodo) filter (where tiene_alcance) end
            as metodo_de_la_unica,
        bool_and(alcance_maximo is not null) filter (where tiene_alcance) as es_completa,
        cast(sum(num_impresiones) as bigint) as num_impresiones,
        cast(sum(num_impresiones_con_alcance) as bigint) as num_impresiones_con_alcance,
        max(alcance_minimo) as alcance_minimo,
        {{ cota_superior('alcance_maximo') }} as alcance_maximo
    from campanas
    group by
        grouping sets (
            (tipo_periodo, periodo, plataforma),
            (tipo_periodo, periodo, plataforma, objetivo),
            (tipo_periodo, periodo, plataforma, publico_clave),
            (tipo_periodo, periodo, plataforma, objetivo, publico_clave)
        )
),

acotadas as (
    select
        por_plataforma.*,
        case
            when por_plataforma.es_plataforma_entera then contenedores.alcance_minimo
            else por_plataforma.alcance_minimo
        end as minimo,
        case
            when por_plataforma.es_plataforma_entera then contenedores.metodo else por_plataforma.metodo_de_la_unica
        end as metodo,
        case
            when not por_plataforma.tiene_alcance then null
            else
                least(
                    case when por_plataforma.es_completa then por_plataforma.alcance_maximo end,
                    por_plataforma.num_impresiones_con_alcance,
                    contenedores.alcance_maximo
                )
        end as maximo
    from por_plataforma
    left join contenedores
        on
            contenedores.ambito = 'plataforma'
            and por_plataforma.plataforma = contenedores.plataforma
            and por_plataforma.tipo_periodo = contenedores.tipo_periodo
            and por_plataforma.periodo = contenedores.periodo
),

todas as (
    select
        acotadas.tipo_periodo,
        acotadas.periodo,
        cast(null as varchar) as plataforma,
        acotadas.objetivo,
        acotadas.publico_clave,
        acotadas.tiene_objetivo,
        acotadas.tiene_publico,
        min(acotadas.periodo_inicio) as periodo_inicio,
        sum(acotadas.num_campanas) as num_campanas,
        bool_or(acotadas.tiene_alcance) as tiene_alcance,
        cast(sum(acotadas.num_impresiones) as bigint) as num_impresiones,
        cast(sum(acotadas.num_impresiones_con_alcance) as bigint) as num_impresiones_con_alcance,
        case
            when count(*) filter (where acotadas.tiene_alcance) = 1
                then max(acotadas.metodo) filter (where acotadas.tiene_alcance)
        end as metodo,
        max(acotadas.minimo) as minimo,
        case
            when bool_and(acotadas.maximo is not null) filter (where acotadas.tiene_alcance)
                then {{ cota_superior('acotadas.maximo') }}
        end as maximo
    from acotadas
    group by
        acotadas.tipo_periodo, acotadas.periodo, acotadas.objetivo, acotadas.publico_clave,
        acotadas.tiene_objetivo, acotadas.tiene_publico
),

unidas as (
    select * from acotadas
    union all by name
    select * from todas
),

cerradas as (
    select
        tipo_periodo || '|' || periodo || '|' || coalesce(plataforma, '*')
        || '|' || case when tiene_objetivo then coalesce(objetivo, '') else '*' end
        || '|' || case when tiene_publico then coalesce(publico_clave, '') else '*' end as seleccion_clave,
        tipo_periodo,
        periodo,
        periodo_inicio,
        plataforma,
        case when tiene_objetivo then objetivo end as objetivo,
        case when tiene_publico then publico_clave end as publico_clave,
        tiene_objetivo,
        tiene_publico,
        cast(num_campanas as bigint) as num_campanas,
        tiene_alcance,
        num_impresiones,
        num_impresiones_con_alcance,
        cast(minimo as bigint) as alcance_minimo,
        cast(case when minimo is not null then greatest(minimo, maximo) end as bigint) as alcance_maximo,
        coalesce(minimo >= maximo, false) as es_exacto,
        case
            when not tiene_alcance then 'sin_alcance'
            when minimo is null then 'sin_observacion'
            when minimo >= maximo then coalesce(metodo, 'cotas_iguales')
            else 'intervalo'
        end as metodo
    from unidas
)

select * from cerradas

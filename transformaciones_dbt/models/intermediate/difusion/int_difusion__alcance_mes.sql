-- Alcance del mes sin doble conteo: exacto si la plataforma reportó ese ámbito y periodo; si no,
-- máximo observado en sus partes <= R <= mínimo entre la suma de cada cobertura completa, las
-- impresiones y el alcance de un ámbito que lo contenga (REGLAS §8).
with

ambitos as (
    select * from {{ ref('int_difusion__alcance_ambitos') }}
),

contenedores as (
    select * from {{ ref('int_difusion__alcance_contenedores') }}
),

evaluadas as (
    select * from {{ ref('int_difusion__alcance_coberturas') }}
),

topes as (
    select
        ambitos.ambito,
        ambitos.plataforma,
        ambitos.campana_clave,
        ambitos.periodo,
        min(contenedores.alcance_contenedor) as alcance_contenedor
    from ambitos
    inner join contenedores
        on
            ambitos.plataforma = contenedores.plataforma
            and not contenedores.es_informe
            and (contenedores.campana_clave is null or ambitos.campana_clave = contenedores.campana_clave)
            and ambitos.periodo >= contenedores.periodo_inicio
            and contenedores.periodo_fin >= {{ fin_de_mes('ambitos.periodo') }}
    group by ambitos.ambito, ambitos.plataforma, ambitos.campana_clave, ambitos.periodo
),

observadas as (
    select
        ambito,
        plataforma,
        campana_clave,
        periodo,
        -- el informe de la cuenta dice más que el total de un informe que la cubre
        coalesce(
            max(parte_mayor) filter (where es_observacion_propia and nivel <> 'informe'),
            max(parte_mayor) filter (where es_observacion_propia)
        ) as alcance_propio,
        max(parte_mayor) as parte_mayor,
        min(suma_de_partes) filter (where es_completa) as suma_menor
    from evaluadas
    group by ambito, plataforma, campana_clave, periodo
),

acotadas as (
    select
        ambitos.ambito,
        ambitos.plataforma,
        ambitos.campana_clave,
        ambitos.periodo,
        ambitos.num_impresiones,
        ambitos.num_impresiones_con_alcance,
        ambitos.tiene_alcance,
        observadas.alcance_propio is not null and ambitos.tiene_alcance as es_propio,
        case when ambitos.tiene_alcance then coalesce(observadas.alcance_propio, observadas.parte_mayor) end as minimo,
        case
            when ambitos.tiene_alcance
                then
                    coalesce(
                        observadas.alcance_propio,
                        least(
                            observadas.suma_menor, ambitos.num_impresiones_con_alcance, topes.alcance_contenedor
                        )
                    )
        end as maximo
    from ambitos
    left join observadas
        on
            ambitos.ambito = observadas.ambito
            and ambitos.plataforma = observadas.plataforma
            and ambitos.campana_clave is not distinct from observadas.campana_clave
            and ambitos.periodo = observadas.periodo
    left join topes
        on
            ambitos.ambito = topes.ambito
            and ambitos.plataforma = topes.plataforma
            and ambitos.campana_clave is not distinct from topes.campana_clave
            and ambitos.periodo = topes.periodo
),

de_la_cuenta as (
    select
        plataforma,
        periodo,
        maximo as maximo_plataforma
    from acotadas
    where ambito = 'plataforma'
),

-- nadie alcanza a más personas que la plataforma entera
campanas_topadas as (
    select
        acotadas.*,
        case
            when acotadas.es_propio or acotadas.maximo is null then acotadas.maximo
            else least(acotadas.maximo, de_la_cuenta.maximo_plataforma)
        end as maximo_topado
    from acotadas
    left join de_la_cuenta
        on acotadas.plataforma = de_la_cuenta.plataforma and acotadas.periodo = de_la_cuenta.periodo
    where acotadas.ambito = 'campana'
),

-- y la plataforma, a no más que la suma de las cotas de sus campañas
por_campanas as (
    select
        plataforma,
        periodo,
        count(*) as num_campanas_con_alcance,
        max(minimo) as campana_mayor,
        {{ cota_superior('maximo_topado') }} as suma_de_campanas,
        count(*) = count(maximo_topado) as es_completa
    from campanas_topadas
    where tiene_alcance
    group by plataforma, periodo
),

mensuales as (
    select
        ambito,
        plataforma,
        campana_clave,
        periodo,
        num_impresiones,
        num_impresiones_con_alcance,
        tiene_alcance,
        es_propio,
        minimo as alcance_minimo,
        maximo_topado as alcance_maximo,
        cast(1 as bigint) as num_partes,
        maximo_topado as suma_de_partes
    from campanas_topadas
    union all
    select
        acotadas.ambito,
        acotadas.plataforma,
        acotadas.campana_clave,
        acotadas.periodo,
        acotadas.num_impresiones,
        acotadas.num_impresiones_con_alcance,
        acotadas.tiene_alcance,
        acotadas.es_propio,
        case
            when acotadas.es_propio then acotadas.minimo
            else greatest(acotadas.minimo, por_campanas.campana_mayor)
        end as alcance_minimo,
        case
            when acotadas.es_propio then acotadas.maximo
            when por_campanas.es_completa then least(acotadas.maximo, por_campanas.suma_de_campanas)
            else acotadas.maximo
        end as alcance_maximo,
        por_campanas.num_campanas_con_alcance,
        por_campanas.suma_de_campanas
    from acotadas
    left join por_campanas
        on acotadas.plataforma = por_campanas.plataforma and acotadas.periodo = por_campanas.periodo
    where acotadas.ambito = 'plataforma'
),

entre_plataformas as (
    select
        'todas' as ambito,
        cast(null as varchar) as plataforma,
        cast(null as varchar) as campana_clave,
        periodo,
        cast(sum(num_impresiones) as bigint) as num_impresiones,
        cast(sum(num_impresiones_con_alcance) as bigint) as num_impresiones_con_alcance,
        bool_or(tiene_alcance) as tiene_alcance,
        count(*) filter (where tiene_alcance) = 1 and bool_or(es_propio) as es_propio,
        max(alcance_minimo) as alcance_minimo,
        {{ cota_superior('alcance_maximo') }} as alcance_maximo,
        count(*) filter (where tiene_alcance) as num_partes,
        {{ cota_superior('alcance_maximo') }} as suma_de_partes
    from mensuales
    where ambito = 'plataforma'
    group by periodo
),

del_mes as (
    select * from mensuales
    union all
    select * from entre_plataformas
)

select * from del_mes

-- Alcance sin doble conteo: exacto si la plataforma reportó ese ámbito y periodo; si no,
-- máximo observado en sus partes <= R <= mínimo entre la suma de cada cobertura completa, las
-- impresiones y el alcance de un ámbito que lo contenga (REGLAS §8). El único modelo que suma alcance.
with

entregas as (
    select * from {{ ref('int_difusion__entregas_mes') }}
    where num_impresiones > 0
),

ambitos as (
    select
        'campana' as ambito,
        plataforma,
        campana_clave,
        periodo,
        bool_or(tiene_alcance) as tiene_alcance,
        count(*) as num_partes,
        cast(sum(num_impresiones) as bigint) as num_impresiones,
        cast(sum(num_impresiones) filter (where tiene_alcance) as bigint) as num_impresiones_con_alcance
    from entregas
    group by plataforma, campana_clave, periodo
    union all
    select
        'plataforma' as ambito,
        plataforma,
        cast(null as varchar) as campana_clave,
        periodo,
        bool_or(tiene_alcance) as tiene_alcance,
        count(*) as num_partes,
        cast(sum(num_impresiones) as bigint) as num_impresiones,
        cast(sum(num_impresiones) filter (where tiene_alcance) as bigint) as num_impresiones_con_alcance
    from entregas
    group by plataforma, periodo
),

partes as (
    select * from {{ ref('int_difusion__alcance_partes') }}
),

coberturas as (
    select
        ambito,
        plataforma,
        campana_clave,
        periodo,
        cobertura,
        min(nivel) as nivel,
        min(desglose) as desglose,
        min(grano) as grano,
        count(*) as num_partes,
        max(alcance) as parte_mayor,
        {{ cota_superior('alcance') }} as suma_de_partes,
        sum(num_impresiones) as num_impresiones
    from partes
    group by ambito, plataforma, campana_clave, periodo, cobertura
),

evaluadas as (
    select
        coberturas.*,
        ambitos.num_impresiones as num_impresiones_ambito,
        -- completa: sus impresiones alcanzan las del ámbito (las que la plataforma puede medir)
        coalesce(coberturas.num_impresiones >= ambitos.num_impresiones_con_alcance, false) as es_completa,
        -- una sola observación del propio ámbito, del mes entero o de todo lo que corrió en él
        coberturas.num_partes = 1 and coberturas.desglose = '' and coberturas.grano <> 'dia'
        and (
            (
                coberturas.ambito = 'campana' and coberturas.nivel = 'campana' and ambitos.num_partes = 1
                and (
                    coberturas.grano = 'mes'
                    or coalesce(coberturas.num_impresiones >= ambitos.num_impresiones_con_alcance, false)
                )
            )
            or (coberturas.ambito = 'plataforma' and coberturas.nivel = 'cuenta' and coberturas.grano = 'mes')
            or (
                coberturas.ambito = 'plataforma' and coberturas.nivel in ('cuenta', 'informe')
                and coalesce(coberturas.num_impresiones = ambitos.num_impresiones, false)
            )
        ) as es_observacion_propia
    from coberturas
    inner join ambitos
        on
            coberturas.ambito = ambitos.ambito
            and coberturas.plataforma = ambitos.plataforma
            and coberturas.campana_clave is not distinct from ambitos.campana_clave
            and coberturas.periodo = ambitos.periodo
),

contenedores as (
    -- observaciones que contienen al mes: más largas que él, de la cuenta o de la misma campaña
    select
        observado.plataforma,
        campanas.campana_clave,
        observado.periodo_inicio,
        observado.periodo_fin,
        observado.ambito = 'informe' as es_informe,
        observado.num_impresiones,
        min(observado.alcance) as alcance_contenedor
    from {{ ref('int_difusion__alcance_observado') }} as observado
    left join {{ ref('int_difusion__campanas_plataforma') }} as campanas
        on
            observado.plataforma = campanas.plataforma
            and observado.campana_plataforma_clave = campanas.campana_plataforma_clave
    where
        observado.desglose = '' and observado.alcance > 0
        and (
            observado.ambito in ('cuenta', 'informe')
            or (observado.ambito = 'campana' and campanas.num_hermanas = 1)
        )
        and date_trunc('month', observado.periodo_inicio) <> date_trunc('month', observado.periodo_fin)
    group by
        observado.plataforma, campanas.campana_clave, observado.periodo_inicio, observado.periodo_fin,
        observado.ambito, observado.num_impresiones
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
            and (contenedores.campana_clave is null or contenedores.campana_clave = ambitos.campana_clave)
            and contenedores.periodo_inicio <= ambitos.periodo
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
        case when acotadas.es_propio then acotadas.minimo else greatest(acotadas.minimo, por_campanas.campana_mayor) end,
        case
            when acotadas.es_propio then acotadas.maximo
            when por_campanas.es_completa then least(acotadas.maximo, por_campanas.suma_de_campanas)
            else acotadas.maximo
        end,
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
),

cortes as (
    -- una plataforma sin entrega en el último mes sigue contando en el acumulado
    select
        ambito,
        plataforma,
        campana_clave,
        periodo
    from del_mes
    where ambito = 'campana'
    union all
    select distinct
        'plataforma' as ambito,
        plataformas.plataforma,
        cast(null as varchar) as campana_clave,
        meses.periodo
    from del_mes as plataformas
    inner join del_mes as meses on plataformas.periodo <= meses.periodo
    where plataformas.ambito = 'plataforma'
),

acumuladas as (
    -- del primer mes del ejercicio a cada mes: otra cobertura completa, por meses
    select
        hasta.ambito,
        hasta.plataforma,
        hasta.campana_clave,
        min(desde.periodo) as periodo_inicio,
        hasta.periodo,
        cast(sum(desde.num_impresiones) as bigint) as num_impresiones,
        cast(sum(desde.num_impresiones_con_alcance) as bigint) as num_impresiones_con_alcance,
        bool_or(desde.tiene_alcance) as tiene_alcance,
        count(*) = 1 and bool_or(desde.es_propio) as es_propio,
        max(desde.alcance_minimo) as alcance_minimo,
        {{ cota_superior('desde.alcance_maximo') }} as alcance_maximo,
        count(*) as num_partes,
        {{ cota_superior('desde.alcance_maximo') }} as suma_de_partes,
        count(desde.alcance_maximo) = count(*) filter (where desde.tiene_alcance) as es_completa
    from cortes as hasta
    inner join del_mes as desde
        on
            hasta.ambito = desde.ambito
            and hasta.plataforma is not distinct from desde.plataforma
            and hasta.campana_clave is not distinct from desde.campana_clave
            and desde.periodo <= hasta.periodo
            and extract(year from desde.periodo) = extract(year from hasta.periodo)
    group by hasta.ambito, hasta.plataforma, hasta.campana_clave, hasta.periodo
),

largas as (
    -- ventanas de más de un mes que la plataforma reportó sin duplicar (por ejemplo, contrato a la fecha)
    select
        acumuladas.ambito,
        acumuladas.plataforma,
        acumuladas.campana_clave,
        acumuladas.periodo,
        max(contenedores.alcance_contenedor) filter (
            where
            acumuladas.campana_clave is not distinct from contenedores.campana_clave
            and contenedores.periodo_inicio >= acumuladas.periodo_inicio
            and contenedores.periodo_fin <= {{ fin_de_mes('acumuladas.periodo') }}
            and (
                (
                    not contenedores.es_informe
                    and contenedores.periodo_inicio = acumuladas.periodo_inicio
                    and contenedores.periodo_fin = {{ fin_de_mes('acumuladas.periodo') }}
                )
                -- o un informe que cubre exactamente las impresiones de todo lo que corrió
                or contenedores.num_impresiones = acumuladas.num_impresiones
            )
        ) as alcance_propio,
        max(contenedores.alcance_contenedor) filter (
            where
            (acumuladas.ambito = 'plataforma' or contenedores.campana_clave is not null)
            and contenedores.periodo_inicio >= acumuladas.periodo_inicio
            and contenedores.periodo_fin <= {{ fin_de_mes('acumuladas.periodo') }}
        ) as alcance_contenido,
        min(contenedores.alcance_contenedor) filter (
            where
            not contenedores.es_informe
            and contenedores.periodo_inicio <= acumuladas.periodo_inicio
            and contenedores.periodo_fin >= {{ fin_de_mes('acumuladas.periodo') }}
            and (acumuladas.ambito = 'campana' or contenedores.campana_clave is null)
        ) as alcance_contenedor
    from acumuladas
    inner join contenedores
        on
            acumuladas.plataforma = contenedores.plataforma
            and (
                acumuladas.campana_clave is not distinct from contenedores.campana_clave
                or (acumuladas.ambito = 'plataforma' and contenedores.campana_clave is not null)
                or (acumuladas.ambito = 'campana' and contenedores.campana_clave is null)
            )
    group by acumuladas.ambito, acumuladas.plataforma, acumuladas.campana_clave, acumuladas.periodo
),

acumuladas_acotadas as (
    select
        acumuladas.ambito,
        acumuladas.plataforma,
        acumuladas.campana_clave,
        acumuladas.periodo,
        acumuladas.periodo_inicio,
        acumuladas.num_impresiones,
        acumuladas.num_impresiones_con_alcance,
        acumuladas.tiene_alcance,
        acumuladas.num_partes,
        acumuladas.suma_de_partes,
        acumuladas.es_propio or largas.alcance_propio is not null as es_propio,
        coalesce(
            largas.alcance_propio, greatest(acumuladas.alcance_minimo, largas.alcance_contenido)
        ) as alcance_minimo,
        coalesce(
            largas.alcance_propio,
            least(
                case when acumuladas.es_completa then acumuladas.alcance_maximo end,
                acumuladas.num_impresiones_con_alcance,
                largas.alcance_contenedor
            )
        ) as alcance_maximo
    from acumuladas
    left join largas
        on
            acumuladas.ambito = largas.ambito
            and acumuladas.plataforma = largas.plataforma
            and acumuladas.campana_clave is not distinct from largas.campana_clave
            and acumuladas.periodo = largas.periodo
),

todas_acumuladas as (
    select
        'todas' as ambito,
        cast(null as varchar) as plataforma,
        cast(null as varchar) as campana_clave,
        periodo,
        min(periodo_inicio) as periodo_inicio,
        cast(sum(num_impresiones) as bigint) as num_impresiones,
        cast(sum(num_impresiones_con_alcance) as bigint) as num_impresiones_con_alcance,
        bool_or(tiene_alcance) as tiene_alcance,
        count(*) filter (where tiene_alcance) as num_partes,
        {{ cota_superior('alcance_maximo') }} as suma_de_partes,
        count(*) filter (where tiene_alcance) = 1 and bool_or(es_propio) as es_propio,
        max(alcance_minimo) as alcance_minimo,
        {{ cota_superior('alcance_maximo') }} as alcance_maximo
    from acumuladas_acotadas
    where ambito = 'plataforma'
    group by periodo
),

de_acumulado as (
    select * from acumuladas_acotadas
    union all
    select * from todas_acumuladas
),

unidas as (
    select
        'mes' as tipo_periodo,
        ambito,
        plataforma,
        campana_clave,
        periodo,
        periodo as periodo_inicio,
        num_impresiones,
        num_impresiones_con_alcance,
        tiene_alcance,
        es_propio,
        alcance_minimo,
        alcance_maximo,
        num_partes,
        suma_de_partes
    from del_mes
    union all
    select
        'acumulado' as tipo_periodo,
        ambito,
        plataforma,
        campana_clave,
        periodo,
        periodo_inicio,
        num_impresiones,
        num_impresiones_con_alcance,
        tiene_alcance,
        es_propio,
        alcance_minimo,
        alcance_maximo,
        num_partes,
        suma_de_partes
    from de_acumulado
)

select * from unidas

-- Alcance desde el primer mes del ejercicio: las cotas de los meses son otra cobertura completa.
with

del_mes as (
    select * from {{ ref('int_difusion__alcance_mes') }}
),

contenedores as (
    select * from {{ ref('int_difusion__alcance_contenedores') }}
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
            and hasta.periodo >= desde.periodo
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
)

select * from de_acumulado

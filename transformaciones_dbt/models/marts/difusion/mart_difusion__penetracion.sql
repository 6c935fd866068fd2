-- Alcance de cada grupo de edad y sexo contra su población con internet. El alcance sale de las celdas edad y sexo que
-- la plataforma observó. Piso: la mayor celda, o lo que queda de la campaña (o de la plataforma) al quitarle todo lo
-- que pudieron alcanzar las demás celdas. Tope: la suma de las celdas si todas las campañas traen el desglose completo;
-- si no, la plataforma entera. Lo que pasa de la población no se recorta.
with

todas_las_celdas as (
    select * from {{ ref('mart_difusion__desgloses') }}
    where desglose in ('edad+sexo', 'sexo+edad')
),

celdas as (
    select
        *,
        cast({{ parte_de_lista("replace(edad, '+', '-')", '-', 1) }} as integer) as edad_celda
    from todas_las_celdas
    where left(edad, 1) between '0' and '9' and sexo in ('Hombres', 'Mujeres')
),

poblaciones as (
    select * from {{ ref('dim_poblacion_internet') }}
),

plataformas as (
    select
        plataforma,
        periodo,
        alcance_minimo,
        alcance_maximo
    from {{ ref('fct_alcance_intervalos') }}
    where ambito = 'plataforma' and tipo_periodo = 'mes'
),

campanas as (
    select * from {{ ref('mart_difusion__campana_mes') }}
    where num_impresiones > 0 and tiene_alcance
),

contadas as (
    select
        plataforma,
        periodo,
        count(*) as num_con_alcance
    from campanas
    group by plataforma, periodo
),

completas as (
    select
        campana_clave,
        periodo,
        min(plataforma) as plataforma,
        {{ cota_superior('alcance_observado') }} as suma_de_todas,
        bool_and(alcance_observado is not null and proporcion_cubierta >= 1) as es_cubierta
    from todas_las_celdas
    group by campana_clave, periodo
),

por_campana as (
    select
        celdas.plataforma,
        celdas.periodo,
        celdas.campana_clave,
        poblaciones.poblacion_clave,
        sum(celdas.num_impresiones) as num_impresiones,
        sum(celdas.importe_gasto_mxn) as importe_gasto_mxn,
        max(celdas.alcance_observado) as celda_mayor,
        {{ cota_superior('celdas.alcance_observado') }} as suma_de_celdas
    from celdas
    inner join poblaciones
        on
            poblaciones.sexo in ('Todos', celdas.sexo)
            and celdas.edad_celda between poblaciones.edad_minima and poblaciones.edad_maxima
    group by celdas.plataforma, celdas.periodo, celdas.campana_clave, poblaciones.poblacion_clave
),

sumadas as (
    select
        por_campana.plataforma,
        por_campana.periodo,
        por_campana.poblacion_clave,
        count(*) as num_campanas,
        cast(sum(por_campana.num_impresiones) as bigint) as num_impresiones,
        cast(sum(por_campana.importe_gasto_mxn) as decimal(18, 2)) as importe_gasto_mxn,
        max(
            greatest(
                por_campana.celda_mayor,
                case
                    when completas.es_cubierta
                        then campanas.alcance_minimo - (completas.suma_de_todas - por_campana.suma_de_celdas)
                end
            )
        ) as alcance_minimo,
        {{ cota_superior('por_campana.suma_de_celdas') }} as suma_de_celdas,
        bool_and(completas.es_cubierta) as es_cubierta
    from por_campana
    inner join completas
        on por_campana.campana_clave = completas.campana_clave and por_campana.periodo = completas.periodo
    left join campanas
        on por_campana.campana_clave = campanas.campana_clave and por_campana.periodo = campanas.periodo
    group by por_campana.plataforma, por_campana.periodo, por_campana.poblacion_clave
),

de_la_plataforma as (
    select
        contadas.plataforma,
        contadas.periodo,
        max(contadas.num_con_alcance) as num_con_alcance,
        max(contadas.num_con_alcance) <= count(completas.campana_clave) and bool_and(completas.es_cubierta)
            as es_completa,
        {{ cota_superior('completas.suma_de_todas') }} as suma_de_todas,
        min(plataformas.alcance_minimo) as alcance_minimo,
        max(plataformas.alcance_maximo) as alcance_maximo
    from contadas
    inner join completas on contadas.plataforma = completas.plataforma and contadas.periodo = completas.periodo
    left join plataformas on contadas.plataforma = plataformas.plataforma and contadas.periodo = plataformas.periodo
    group by contadas.plataforma, contadas.periodo
),

pisos as (
    select
        sumadas.*,
        de_la_plataforma.num_con_alcance,
        de_la_plataforma.es_completa,
        greatest(
            sumadas.alcance_minimo,
            case
                when de_la_plataforma.es_completa
                    then de_la_plataforma.alcance_minimo - (de_la_plataforma.suma_de_todas - sumadas.suma_de_celdas)
            end
        ) as piso,
        least(
            case when de_la_plataforma.es_completa then sumadas.suma_de_celdas end, de_la_plataforma.alcance_maximo
        ) as tope
    from sumadas
    inner join de_la_plataforma
        on sumadas.plataforma = de_la_plataforma.plataforma and sumadas.periodo = de_la_plataforma.periodo
),

acotadas as (
    select
        * exclude (alcance_minimo, piso, tope),
        piso as alcance_minimo,
        greatest(piso, tope) as alcance_maximo
    from pisos
),

razones as (
    select
        acotadas.periodo,
        acotadas.plataforma,
        acotadas.poblacion_clave,
        poblaciones.sexo,
        poblaciones.grupo_edad,
        poblaciones.edad_minima,
        acotadas.num_campanas,
        acotadas.num_con_alcance as num_campanas_con_alcance,
        acotadas.es_completa,
        acotadas.num_impresiones,
        acotadas.importe_gasto_mxn,
        cast(acotadas.alcance_minimo as bigint) as alcance_minimo,
        cast(acotadas.alcance_maximo as bigint) as alcance_maximo,
        poblaciones.num_habitantes,
        poblaciones.num_con_internet_minimo,
        poblaciones.num_con_internet_maximo,
        poblaciones.anio_poblacion,
        poblaciones.fuente_poblacion,
        acotadas.alcance_minimo / nullif(cast(poblaciones.num_con_internet_maximo as double), 0)
            as proporcion_penetracion_minima,
        acotadas.alcance_maximo / nullif(cast(poblaciones.num_con_internet_minimo as double), 0)
            as proporcion_penetracion_maxima,
        coalesce(acotadas.alcance_maximo > poblaciones.num_con_internet_minimo, false) as es_mayor_que_poblacion
    from acotadas
    inner join poblaciones on acotadas.poblacion_clave = poblaciones.poblacion_clave
)

select * from razones

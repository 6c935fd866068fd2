-- Alcance de cada grupo de edad y sexo contra su población con internet. El alcance sale de las celdas edad y sexo que
-- la plataforma observó: la mayor ≤ R ≤ la suma de las celdas si todas las campañas traen el desglose; si no, lo acota
-- la plataforma entera. Lo que pasa de la población no se recorta.
with

celdas as (
    select
        *,
        cast(
            {{ parte_de_lista("replace(edad, '+', '-')", '-', 1) }} as integer
        ) as edad_celda
    from {{ ref('mart_difusion__desgloses') }}
    where desglose in ('edad+sexo', 'sexo+edad') and left(edad, 1) between '0' and '9' and sexo in ('Hombres', 'Mujeres')
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
    select
        plataforma,
        periodo,
        count(*) filter (where tiene_alcance) as num_con_alcance
    from {{ ref('mart_difusion__campana_mes') }}
    where num_impresiones > 0
    group by plataforma, periodo
),

sumadas as (
    select
        celdas.plataforma,
        celdas.periodo,
        poblaciones.poblacion_clave,
        count(distinct celdas.campana_clave) as num_campanas,
        cast(sum(celdas.num_impresiones) as bigint) as num_impresiones,
        cast(sum(celdas.importe_gasto_mxn) as decimal(18, 2)) as importe_gasto_mxn,
        max(celdas.alcance_observado) as alcance_minimo,
        {{ cota_superior('celdas.alcance_observado') }} as suma_de_celdas,
        bool_and(celdas.alcance_observado is not null and celdas.proporcion_cubierta >= 1) as es_cubierta
    from celdas
    inner join poblaciones
        on
            poblaciones.sexo in ('Todos', celdas.sexo)
            and celdas.edad_celda between poblaciones.edad_minima and poblaciones.edad_maxima
    group by celdas.plataforma, celdas.periodo, poblaciones.poblacion_clave
),

acotadas as (
    select
        sumadas.*,
        campanas.num_con_alcance,
        sumadas.es_cubierta and sumadas.num_campanas >= campanas.num_con_alcance as es_completa,
        greatest(
            sumadas.alcance_minimo,
            least(
                case
                    when sumadas.es_cubierta and sumadas.num_campanas >= campanas.num_con_alcance
                        then sumadas.suma_de_celdas
                end,
                plataformas.alcance_maximo
            )
        ) as alcance_maximo
    from sumadas
    inner join campanas on sumadas.plataforma = campanas.plataforma and sumadas.periodo = campanas.periodo
    left join plataformas on sumadas.plataforma = plataformas.plataforma and sumadas.periodo = plataformas.periodo
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

-- Los conteos por clase suman las metas, y la alcaldía y las áreas suman todas las que hay.
with

por_clase as (
    select
        nivel,
        clave,
        periodo
    from {{ ref('mart_seguimiento__agregados') }}
    where
        num_metas <> num_cumplida + num_buen_desempeno + num_regular + num_deficiente + num_sin_captura
        + num_no_evaluable + num_no_programada + num_no_aplica + num_pendiente
),

metas as (
    select
        periodo,
        count(*) as num_metas
    from {{ ref('mart_seguimiento__avance_mensual') }}
    group by periodo
),

por_nivel as (
    select
        nivel,
        periodo,
        sum(num_metas) as num_metas
    from {{ ref('mart_seguimiento__agregados') }}
    where nivel in ('alcaldia', 'area')
    group by nivel, periodo
),

incompletos as (
    select
        por_nivel.nivel,
        'todas' as clave,
        por_nivel.periodo
    from por_nivel
    inner join metas on por_nivel.periodo = metas.periodo
    where por_nivel.num_metas <> metas.num_metas
)

select * from por_clase
union all
select * from incompletos

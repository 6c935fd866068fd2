with

programas as (
    select * from {{ ref('int_seguimiento__programas') }}
),

metas as (
    select * from {{ ref('int_seguimiento__metas') }}
),

nodos as (
    select
        archivo_sha256,
        'eje' as nivel,
        eje_clave as nodo_clave,
        eje_nombre as nodo_nombre,
        null as padre_clave
    from {{ ref('stg_programa__ejes') }}
    union all
    select
        archivo_sha256,
        'objetivo' as nivel,
        objetivo_clave as nodo_clave,
        objetivo_nombre as nodo_nombre,
        eje_clave as padre_clave
    from {{ ref('stg_programa__objetivos') }}
    union all
    select
        archivo_sha256,
        'estrategia' as nivel,
        estrategia_clave as nodo_clave,
        estrategia_nombre as nodo_nombre,
        objetivo_clave as padre_clave
    from {{ ref('stg_programa__estrategias') }}
    union all
    select
        archivo_sha256,
        'linea' as nivel,
        linea_clave as nodo_clave,
        linea_nombre as nodo_nombre,
        estrategia_clave as padre_clave
    from {{ ref('stg_programa__lineas') }}
),

vigentes as (
    select
        programas.ejercicio,
        nodos.*
    from nodos
    inner join programas on nodos.archivo_sha256 = programas.archivo_sha256
    where nodos.nodo_clave is not null
),

metas_por_linea as (
    select
        ejercicio,
        linea_clave,
        count(*) as num_metas
    from metas
    group by ejercicio, linea_clave
),

lineas as (
    select
        lineas.ejercicio,
        lineas.nodo_clave as linea_clave,
        estrategias.nodo_clave as estrategia_clave,
        objetivos.nodo_clave as objetivo_clave,
        objetivos.padre_clave as eje_clave,
        coalesce(metas_por_linea.num_metas, 0) as num_metas
    from vigentes as lineas
    left join vigentes as estrategias
        on
            lineas.ejercicio = estrategias.ejercicio and estrategias.nivel = 'estrategia'
            and lineas.padre_clave = estrategias.nodo_clave
    left join vigentes as objetivos
        on
            estrategias.ejercicio = objetivos.ejercicio and objetivos.nivel = 'objetivo'
            and estrategias.padre_clave = objetivos.nodo_clave
    left join metas_por_linea
        on lineas.ejercicio = metas_por_linea.ejercicio and lineas.nodo_clave = metas_por_linea.linea_clave
    where lineas.nivel = 'linea'
),

-- Lo que cuelga de cada nodo, a cualquier profundidad.
colgados as (
    select
        ejercicio,
        num_metas,
        unnest([
            { 'nivel': 'linea', 'clave': linea_clave },
            { 'nivel': 'estrategia', 'clave': estrategia_clave },
            { 'nivel': 'objetivo', 'clave': objetivo_clave },
            { 'nivel': 'eje', 'clave': eje_clave }
        ]) as nodo
    from lineas
),

sumas as (
    select
        colgados.ejercicio,
        nodo.nivel,
        nodo.clave as nodo_clave,
        count(*) as num_lineas,
        sum(num_metas) as num_metas
    from colgados
    group by colgados.ejercicio, nodo.nivel, nodo.clave
),

finales as (
    select
        vigentes.ejercicio,
        vigentes.nivel,
        vigentes.nodo_clave,
        max(vigentes.nodo_nombre) as nodo_nombre,
        max(vigentes.padre_clave) as padre_clave,
        vigentes.nivel <> 'eje' and count(padres.nodo_clave) = 0 as es_suelto,
        coalesce(max(sumas.num_lineas), 0)::bigint as num_lineas,
        coalesce(max(sumas.num_metas), 0)::bigint as num_metas
    from vigentes
    left join vigentes as padres
        on
            vigentes.ejercicio = padres.ejercicio and vigentes.padre_clave = padres.nodo_clave
            and case vigentes.nivel
                when 'objetivo' then 'eje' when 'estrategia' then 'objetivo' when 'linea' then 'estrategia'
            end = padres.nivel
    left join sumas
        on
            vigentes.ejercicio = sumas.ejercicio and vigentes.nivel = sumas.nivel
            and vigentes.nodo_clave = sumas.nodo_clave
    group by vigentes.ejercicio, vigentes.nivel, vigentes.nodo_clave
)

select * from finales

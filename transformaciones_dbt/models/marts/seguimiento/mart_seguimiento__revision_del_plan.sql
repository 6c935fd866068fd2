with

corte as (
    select * from {{ ref('mart_seguimiento__corte') }}
),

nodos as (
    select dim_nodo_del_plan.*
    from {{ ref('dim_nodo_del_plan') }} as dim_nodo_del_plan
    inner join corte on dim_nodo_del_plan.ejercicio = corte.ejercicio
),

areas as (
    select * from {{ ref('dim_area') }}
),

programacion as (
    select
        ejercicio,
        meta_clave,
        count(programado) as num_meses_programados,
        count(distinct programado) as num_programados_distintos,
        sum(programado) as programado_anual,
        max(meta_anual) as meta_anual
    from {{ ref('fct_programacion') }}
    group by ejercicio, meta_clave
),

metas as (
    select
        metas.*,
        alineacion.linea_clave is not null as esta_en_el_programa,
        alineacion.eje_clave is not null as llega_a_un_eje,
        areas.area_clave is not null as tiene_area,
        coalesce(metas.responsable, areas.responsable) is not null as tiene_titular,
        coalesce(programacion.num_meses_programados, 0) as num_meses_programados,
        programacion.num_programados_distintos,
        programacion.programado_anual,
        programacion.meta_anual as meta_anual_vigente,
        -- Dos metas son la misma si miden lo mismo (sin contar acentos ni mayúsculas) en la misma área o línea.
        greatest(
            count(*) over (
                partition by strip_accents(lower(trim(metas.indicador_nombre))), metas.unidad, metas.area_clave
            ),
            count(*) over (
                partition by strip_accents(lower(trim(metas.indicador_nombre))), metas.unidad, metas.linea_clave
            )
        ) as num_iguales
    from {{ ref('dim_meta') }} as metas
    inner join corte on metas.ejercicio = corte.ejercicio
    left join {{ ref('dim_alineacion') }} as alineacion on metas.linea_clave = alineacion.linea_clave
    left join areas on metas.area_clave = areas.area_clave
    left join programacion
        on metas.ejercicio = programacion.ejercicio and metas.meta_clave = programacion.meta_clave
),

-- Lo que un revisor del plan preguntaría, lo más grave primero: `orden` es la gravedad.
de_metas as (
    select
        meta_clave,
        unnest([
            case
                when not esta_en_el_programa
                    then
                        {
                            'orden': 1,
                            'que': 'huerfana',
                            'detalle': 'Huérfana: su línea de acción no está en el programa.'
                        }
                when not llega_a_un_eje
                    then { 'orden': 1, 'que': 'huerfana', 'detalle': 'Huérfana: su línea no llega hasta un eje.' }
            end,
            case
                when not tiene_area
                    then
                        {
                            'orden': 2,
                            'que': 'sin_responsable',
                            'detalle': 'Sin responsable: su área no está en el programa.'
                        }
                when not tiene_titular
                    then
                        {
                            'orden': 2,
                            'que': 'sin_responsable',
                            'detalle': 'Sin responsable: ni la meta ni su área tienen titular.'
                        }
            end,
            case
                when num_meses_programados = 0
                    then { 'orden': 3, 'que': 'sin_programa', 'detalle': 'Sin programa: ningún mes está programado.' }
            end,
            case
                when meta_anual is null
                    then { 'orden': 4, 'que': 'sin_meta_anual', 'detalle': 'Sin meta anual.' }
            end,
            case
                when
                    acumulacion <> 'suma'
                    and (
                        (sentido = 'ascendente' and meta_anual < linea_base)
                        or (sentido = 'descendente' and meta_anual > linea_base)
                    )
                    then {
                        'orden': 5, 'que': 'sentido_contra_linea_base',
                        'detalle': 'Incoherente: la meta anual va en contra de su sentido respecto de la línea base.'
                    }
            end,
            case
                when
                    acumulacion = 'suma'
                    and abs(programado_anual - meta_anual_vigente) > 0.005 * greatest(abs(meta_anual_vigente), 1)
                    then {
                        'orden': 6, 'que': 'calendario_no_suma',
                        'detalle': 'El calendario suma ' || {{ numero_legible('programado_anual') }}
                        || ' y la meta anual es ' || {{ numero_legible('meta_anual_vigente') }} || '.'
                    }
            end,
            case
                when acumulacion = 'suma' and num_meses_programados >= 6 and num_programados_distintos = 1
                    then {
                        'orden': 7, 'que': 'calendario_plano',
                        'detalle': 'Calendario plano: los meses programados llevan el mismo valor.'
                    }
            end,
            case
                when indicador_nombre is not null and num_iguales > 1
                    then {
                        'orden': 8, 'que': 'duplicada',
                        'detalle': 'Duplicada: otra meta de su área o de su línea tiene el mismo indicador y unidad.'
                    }
            end
        ]) as hallazgo
    from metas
),

de_nodos as (
    select
        nivel,
        nodo_clave,
        nodo_nombre,
        unnest([
            case
                when nivel = 'eje' and num_metas = 0
                    then
                        { 'orden': 9, 'que': 'eje_sin_metas', 'detalle': 'Eje sin metas: ninguna de sus líneas tiene.' }
                when nivel = 'objetivo' and num_lineas = 0
                    then { 'orden': 10, 'que': 'objetivo_sin_lineas', 'detalle': 'Objetivo sin líneas de acción.' }
                when nivel = 'estrategia' and num_lineas = 0
                    then { 'orden': 11, 'que': 'estrategia_sin_lineas', 'detalle': 'Estrategia sin líneas de acción.' }
                when nivel = 'linea' and num_metas = 0
                    then { 'orden': 12, 'que': 'linea_sin_metas', 'detalle': 'Línea de acción sin metas.' }
            end,
            case
                when es_suelto
                    then {
                        'orden': 13, 'que': 'nodo_suelto',
                        'detalle': 'Suelto: aquello de lo que cuelga no está en el programa.'
                    }
            end
        ]) as hallazgo
    from nodos
),

finales as (
    select
        de_metas.hallazgo.orden::bigint as orden,
        de_metas.hallazgo.que as comprobacion,
        'meta' as nivel,
        de_metas.meta_clave as elemento_clave,
        metas.indicador_nombre as elemento_nombre,
        metas.area_clave,
        areas.area_corta,
        metas.es_critica,
        de_metas.hallazgo.detalle
    from de_metas
    inner join metas on de_metas.meta_clave = metas.meta_clave
    left join areas on metas.area_clave = areas.area_clave
    where de_metas.hallazgo is not null
    union all
    select
        hallazgo.orden::bigint as orden,
        hallazgo.que as comprobacion,
        nivel,
        nodo_clave as elemento_clave,
        nodo_nombre as elemento_nombre,
        null as area_clave,
        null as area_corta,
        false as es_critica,
        hallazgo.detalle
    from de_nodos
    where hallazgo is not null
)

select * from finales

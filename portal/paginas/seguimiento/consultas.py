"""Lo que comparten las páginas de seguimiento: el corte, las opciones de los filtros y el agregado filtrado.

Todo agregado se recalcula como Σ peso·tope / Σ peso desde las metas (REGLAS §5): nunca es media de medias.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.almacen import consultar

Renglon = dict[str, Any]

_SELECCION = """
    ($eje is null or eje_clave = $eje)
    and ($area is null or area_clave = $area)
    and (not $criticas or es_critica)
"""

_MEDIDAS = """
    round(
        sum(coalesce(peso, 1) * cumplimiento_tope) filter (where cumplimiento_tope is not null)
        / nullif(sum(coalesce(peso, 1)) filter (where cumplimiento_tope is not null), 0) + 1e-9, 2
    ) as cumplimiento,
    round(
        sum(coalesce(peso, 1) * cumplimiento_ranking) filter (where cumplimiento_ranking is not null)
        / nullif(sum(coalesce(peso, 1)) filter (where cumplimiento_ranking is not null), 0) + 1e-9, 2
    ) as cumplimiento_ranking,
    coalesce(sum(coalesce(peso, 1)) filter (where cumplimiento_tope is not null), 0)
    / nullif(
        sum(coalesce(peso, 1))
            filter (where cumplimiento_tope is not null or clase in ('SIN_CAPTURA', 'NO_EVALUABLE')), 0
    )
        as cobertura,
    count(*)::integer as num_metas,
    count(*) filter (where clase = 'CUMPLIDA')::integer as num_cumplida,
    count(*) filter (where clase = 'BUEN_DESEMPENO')::integer as num_buen_desempeno,
    count(*) filter (where clase = 'REGULAR')::integer as num_regular,
    count(*) filter (where clase = 'DEFICIENTE')::integer as num_deficiente,
    count(*) filter (where clase = 'SIN_CAPTURA')::integer as num_sin_captura,
    count(*) filter (where clase = 'NO_EVALUABLE')::integer as num_no_evaluable,
    count(*) filter (where clase = 'NO_PROGRAMADA')::integer as num_no_programada,
    count(*) filter (where clase = 'NO_APLICA')::integer as num_no_aplica,
    count(*) filter (where clase = 'PENDIENTE')::integer as num_pendiente,
    count(*) filter (where cumplimiento_tope is not null)::integer as num_evaluables,
    count(*) filter (where cumplimiento_tope is not null or clase in ('SIN_CAPTURA', 'NO_EVALUABLE'))::integer
        as num_exigibles,
    coalesce(sum(num_meses_omitidos), 0)::integer as num_meses_omitidos,
    bool_or(es_vencido) as es_vencido,
    min(umbral_cumplida) as umbral_cumplida,
    min(umbral_buen_desempeno) as umbral_buen_desempeno,
    min(umbral_regular) as umbral_regular
"""


def corte() -> Renglon | None:
    """El corte vigente: hoy, corte_periodo, corte_fecha, siguiente_fecha_limite, ejercicio; None si no hay programa."""
    renglones = consultar("select * from mart_seguimiento__corte")
    return renglones[0] if renglones else None


def agregados(eje: str | None, area: str | None, criticas: bool, periodo: dt.date) -> list[Renglon]:
    """Un renglón por mes (toda la selección) y, en `periodo` y su anterior, uno por eje y uno por área.

    `nivel` dice cuál: 'todo', 'eje' o 'area'. Una sola pasada por las metas.
    """
    return consultar(
        f"""
        select
            case
                when grouping(eje_clave) = 0 then 'eje'
                when grouping(area_clave) = 0 then 'area'
                else 'todo'
            end as nivel,
            coalesce(eje_clave, area_clave) as clave,
            coalesce(eje_nombre, area_corta) as nombre,
            periodo,
            {_MEDIDAS}
        from mart_seguimiento__avance_mensual
        where {_SELECCION}
        group by grouping sets (
            (periodo), (periodo, eje_clave, eje_nombre), (periodo, area_clave, area_corta)
        )
        having grouping(eje_clave) + grouping(area_clave) = 2
            or periodo between $periodo - interval 1 month and $periodo
        order by nivel, clave, periodo
        """,  # noqa: S608 - los fragmentos son constantes de este módulo
        {"eje": eje, "area": area, "criticas": criticas, "periodo": periodo},
    )


def ejes() -> list[Renglon]:
    """Ejes con metas: clave y nombre, para el filtro."""
    return consultar(
        """
        select distinct eje_clave as clave, eje_nombre as nombre
        from mart_seguimiento__alineacion
        where eje_clave is not null
        order by clave
        """
    )


def areas() -> list[Renglon]:
    """Áreas con metas: clave y nombre corto, para el filtro."""
    return consultar(
        """
        select distinct area_clave as clave, area_corta as nombre
        from mart_seguimiento__alineacion
        where area_clave is not null
        order by nombre, clave
        """
    )


def umbral_de_buen_desempeno(periodo: dt.date) -> float | None:
    """Cumplimiento mínimo de buen desempeño vigente en el periodo."""
    renglones = consultar(
        """
        select max(umbral_buen_desempeno) as umbral
        from mart_seguimiento__avance_mensual
        where periodo = $periodo
        """,
        {"periodo": periodo},
    )
    return renglones[0]["umbral"] if renglones else None

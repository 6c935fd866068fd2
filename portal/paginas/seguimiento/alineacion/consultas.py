"""Lo que pregunta la alineación a los marts: el árbol del plan con su cumplimiento."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.almacen import consultar, existe

Renglon = dict[str, Any]


def cuentas() -> Renglon:
    """Cuántas metas tiene el plan y cuántas traen alguna observación: ``metas`` y ``observadas``."""
    return consultar(
        "select count(*) as metas, count(observacion_plan) as observadas from mart_seguimiento__alineacion"
    )[0]


def metas(periodo: dt.date, eje: str | None = None) -> list[Renglon]:
    """El árbol del plan (o el de un eje), una meta por renglón, con su clase y cumplimiento en el periodo."""
    return consultar(
        """
        select
            plan.* exclude (cumplimiento, clase), avance.cumplimiento, avance.cumplimiento_tope, avance.clase
        from mart_seguimiento__alineacion as plan
        left join mart_seguimiento__avance_mensual as avance
            on plan.meta_clave = avance.meta_clave and avance.periodo = $periodo
        where coalesce(plan.eje_clave = $eje, $eje is null)
        order by plan.eje_clave, plan.objetivo_clave, plan.estrategia_clave, plan.linea_clave, plan.meta_clave
        """,
        {"periodo": periodo, "eje": eje},
    )


def niveles(periodo: dt.date) -> list[Renglon]:
    """Cumplimiento por eje, objetivo, estrategia y línea en el periodo."""
    return consultar(
        """
        select * from mart_seguimiento__agregados
        where periodo = $periodo and nivel in ('eje', 'objetivo', 'estrategia', 'linea')
        order by nivel, clave
        """,
        {"periodo": periodo},
    )


def ejes_por_area(periodo: dt.date, eje: str | None = None) -> list[Renglon]:
    """Cumplimiento ponderado de cada cruce eje × área con metas evaluadas en el periodo."""
    return consultar(
        """
        select
            eje_clave, eje_nombre, area_clave, area_corta,
            round(
                sum(coalesce(peso, 1) * cumplimiento_tope) filter (where cumplimiento_tope is not null)
                / nullif(sum(coalesce(peso, 1)) filter (where cumplimiento_tope is not null), 0), 2
            ) as cumplimiento,
            count(*)::integer as num_metas,
            count(*) filter (where cumplimiento_tope is not null)::integer as num_evaluables,
            min(umbral_cumplida) as umbral_cumplida,
            min(umbral_buen_desempeno) as umbral_buen_desempeno,
            min(umbral_regular) as umbral_regular
        from mart_seguimiento__avance_mensual
        where periodo = $periodo and coalesce(eje_clave = $eje, $eje is null)
        group by eje_clave, eje_nombre, area_clave, area_corta
        order by eje_clave, area_corta
        """,
        {"periodo": periodo, "eje": eje},
    )


def revision() -> list[Renglon] | None:
    """Lo que no pasa la revisión del plan, lo más grave primero; ``None`` si la publicación no la trae."""
    if not existe("mart_seguimiento__revision_del_plan"):
        return None
    return consultar("select * from mart_seguimiento__revision_del_plan order by orden, elemento_clave")

"""Lo que pregunta el ranking a los marts: áreas, metas con lugar y metas sin lugar con su motivo."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.almacen import consultar

Renglon = dict[str, Any]


def areas(periodo: dt.date) -> list[Renglon]:
    """Áreas en orden de despliegue; el lugar lo dan el cumplimiento con tope y las omisiones en cero."""
    return consultar(
        """
        select
            lugares.*,
            umbrales.umbral_cumplida, umbrales.umbral_buen_desempeno, umbrales.umbral_regular
        from mart_seguimiento__ranking_areas as lugares
        cross join (
            select
                min(umbral_cumplida) as umbral_cumplida,
                min(umbral_buen_desempeno) as umbral_buen_desempeno,
                min(umbral_regular) as umbral_regular
            from mart_seguimiento__avance_mensual
            where periodo = $periodo
        ) as umbrales
        where lugares.periodo = $periodo
        order by lugares.orden
        """,
        {"periodo": periodo},
    )


def metas(periodo: dt.date, eje: str | None, area: str | None, criticas: bool) -> list[Renglon]:
    """Metas de mayor a menor, primero las que tienen lugar. El lugar es el global: filtrar no lo cambia."""
    return consultar(
        """
        select
            lugares.*, avance.diferencia, avance.acumulacion, avance.num_meses_omitidos, avance.metodo_efectivo,
            avance.area_nombre
        from mart_seguimiento__ranking_metas as lugares
        inner join mart_seguimiento__avance_mensual as avance using (meta_clave, periodo)
        where lugares.periodo = $periodo
            and ($eje is null or lugares.eje_clave = $eje)
            and ($area is null or lugares.area_clave = $area)
            and (not $criticas or lugares.es_critica)
        order by lugares.orden
        """,
        {"periodo": periodo, "eje": eje, "area": area, "criticas": criticas},
    )

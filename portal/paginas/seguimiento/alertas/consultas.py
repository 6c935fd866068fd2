"""Lo que pregunta la página de alertas a los marts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.almacen import consultar

Renglon = dict[str, Any]


def alertas(periodo: dt.date, eje: str | None, area: str | None, criticas: bool) -> list[Renglon]:
    """Alertas del periodo, también las resueltas en él; primero las más severas."""
    return consultar(
        """
        select alertas.*, plan.eje_clave
        from mart_seguimiento__alertas as alertas
        left join mart_seguimiento__alineacion as plan using (meta_clave)
        where alertas.periodo = $periodo
            and ($eje is null or plan.eje_clave = $eje)
            and ($area is null or alertas.area_clave = $area)
            and (not $criticas or alertas.es_critica)
        order by
            case alertas.severidad when 'critica' then 0 when 'alta' then 1 when 'media' then 2 else 3 end,
            case alertas.estado when 'NUEVA' then 0 when 'SE_MANTIENE' then 1 else 2 end,
            alertas.regla, alertas.meta_clave
        """,
        {"periodo": periodo, "eje": eje, "area": area, "criticas": criticas},
    )


def captura(periodo: dt.date) -> list[Renglon]:
    """Captura por área y mes hasta el periodo: quién debe qué y con cuántos días de atraso."""
    return consultar(
        "select * from mart_seguimiento__captura where periodo <= $periodo order by area_corta, periodo",
        {"periodo": periodo},
    )

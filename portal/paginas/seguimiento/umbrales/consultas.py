"""Lo que preguntan los umbrales por probar a los marts: metas evaluadas de un mes y las reglas que las calificaron."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.almacen import consultar

Renglon = dict[str, Any]


def vigentes(periodo: dt.date) -> Renglon | None:
    """Los umbrales con los que se calificó el mes y desde cuándo rigen; None si el programa no los trae."""
    renglones = consultar(
        """
        select
            max(umbral_cumplida) as cumplida, max(umbral_buen_desempeno) as buen_desempeno,
            max(umbral_regular) as regular, max(umbral_excedida) as excedida, max(regla_version) as regla_version
        from mart_seguimiento__avance_mensual
        where periodo = $periodo
        """,
        {"periodo": periodo},
    )
    completas = renglones and all(
        renglones[0][clave] is not None for clave in ("cumplida", "buen_desempeno", "regular")
    )
    return renglones[0] if completas else None


def evaluadas(periodo: dt.date, eje: str | None, area: str | None, criticas: bool) -> list[Renglon]:
    """Las metas con cumplimiento en el mes: lo único que un umbral puede mover."""
    return consultar(
        """
        select
            meta_clave, indicador_nombre, area_clave, area_corta, cumplimiento, clase, es_excedida, es_critica,
            metodo_efectivo, realizado_acumulado
        from mart_seguimiento__avance_mensual
        where periodo = $periodo and cumplimiento is not null
            and ($eje is null or eje_clave = $eje)
            and ($area is null or area_clave = $area)
            and (not $criticas or es_critica)
        order by cumplimiento desc, meta_clave
        """,
        {"periodo": periodo, "eje": eje, "area": area, "criticas": criticas},
    )

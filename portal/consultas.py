"""Lo que el armazón de toda página consulta: corte, captura completa, reglas vigentes y alertas."""

from __future__ import annotations

from typing import Any

from portal.almacen import consultar, existe

Renglon = dict[str, Any]


def captura_del_corte() -> Renglon | None:
    """Áreas con captura completa al corte vigente: ``num_completas`` y ``num_areas``; ``None`` si no hay."""
    if not (existe("mart_seguimiento__captura") and existe("mart_seguimiento__corte")):
        return None
    renglones = consultar(
        """
        select count(*) filter (where captura.es_completa) as num_completas, count(*) as num_areas
        from mart_seguimiento__captura as captura
        inner join mart_seguimiento__corte as corte on captura.periodo = corte.corte_periodo
        where captura.num_esperadas > 0
        """
    )
    return renglones[0] if renglones and renglones[0]["num_areas"] else None


def reglas_vigentes() -> list[Renglon]:
    """Reglas vigentes al corte: ``regla_clave``, ``valor``, ``vigente_desde``; lista vacía si no hay."""
    if not existe("mart_seguimiento__reglas"):
        return []
    return consultar(
        """
        select regla_clave, valor, vigente_desde
        from mart_seguimiento__reglas
        where es_vigente_al_corte
        order by regla_clave
        """
    )


def alertas_altas() -> int:
    """Alertas vivas de severidad alta o crítica al corte vigente; 0 si no hay datos."""
    if not (existe("mart_seguimiento__alertas") and existe("mart_seguimiento__corte")):
        return 0
    renglones = consultar(
        """
        select count(*) as num_altas
        from mart_seguimiento__alertas as alertas
        inner join mart_seguimiento__corte as corte on alertas.periodo = corte.corte_periodo
        where alertas.estado <> 'RESUELTA' and alertas.severidad in ('alta', 'critica')
        """
    )
    return int(renglones[0]["num_altas"])

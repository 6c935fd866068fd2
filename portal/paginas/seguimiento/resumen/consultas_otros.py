"""Una cifra de cada asunto que no es seguimiento, desde sus propios marts."""

from __future__ import annotations

import datetime as dt
from typing import Any

from portal.almacen import consultar

Renglon = dict[str, Any]


def _primero(renglones: list[Renglon]) -> Renglon | None:
    return renglones[0] if renglones else None


def difusion(periodo: dt.date) -> Renglon | None:
    """Campañas y alcance del mes entre plataformas, en intervalo."""
    return _primero(
        consultar(
            """
            select num_campanas, alcance_minimo, alcance_maximo, es_exacto
            from mart_difusion__resumen_mensual
            where periodo = $periodo
            """,
            {"periodo": periodo},
        )
    )


def gasto(periodo: dt.date) -> Renglon | None:
    """Gasto acumulado del contrato de difusión contra su suficiencia y contra el ritmo parejo."""
    return _primero(
        consultar(
            """
            select proporcion_gasto, proporcion_parejo, importe_acumulado_mxn, importe_suficiencia_mxn
            from mart_difusion__presupuesto
            where periodo = $periodo
            """,
            {"periodo": periodo},
        )
    )


def encuesta(hasta: dt.date) -> Renglon | None:
    """El resultado principal (sin desglose) del estudio más reciente terminado a esa fecha."""
    return _primero(
        consultar(
            """
            select
                estudio_corto, pregunta_nombre, opcion_etiqueta, medida, estimacion, margen, num_base, es_suprimido,
                motivo_supresion, fecha_fin
            from mart_encuestas__resultados
            where es_principal and fecha_fin <= $hasta and corte = 'total'
            order by fecha_fin desc, pregunta_orden, orden
            limit 1
            """,
            {"hasta": hasta},
        )
    )


def contratos() -> Renglon | None:
    """Entregables aceptados, por vencer, con atraso, y la pena estimada; como en `/contratos`, sin los semanales."""
    return _primero(
        consultar(
            """
            select
                count(*) filter (where not es_semanal) as num_entregables,
                count(*) filter (where es_aceptado and not es_semanal) as num_aceptados,
                count(*) filter (where estado = 'POR_VENCER' and not es_semanal) as num_por_vencer,
                count(*) filter (where estado = 'CON_ATRASO') as num_con_atraso,
                max(dias_atraso) filter (where estado = 'CON_ATRASO') as dias_atraso,
                sum(importe_penalizacion_mxn) as importe_penalizacion_mxn
            from mart_contratos__entregables
            """
        )
    )

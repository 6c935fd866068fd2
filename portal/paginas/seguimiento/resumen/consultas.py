"""Lo que pregunta el resumen a los marts. Pocas consultas, ya agregadas."""

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


def metas(eje: str | None, area: str | None, criticas: bool, periodo: dt.date) -> list[Renglon]:
    """Una meta por renglón en el periodo, de mayor a menor cumplimiento: para la tira y los cambios de clase."""
    return consultar(
        f"""
        select
            meta_clave, indicador_nombre, area_clave, area_corta, eje_clave, clase, clase_anterior,
            cumplimiento, cumplimiento_anterior, cumplimiento_tope, coalesce(peso, 1) as peso, es_critica
        from mart_seguimiento__avance_mensual
        where periodo = $periodo and {_SELECCION}
        order by cumplimiento desc nulls last, meta_clave
        """,  # noqa: S608 - fragmento constante
        {"eje": eje, "area": area, "criticas": criticas, "periodo": periodo},
    )


def alertas(eje: str | None, area: str | None, criticas: bool, periodo: dt.date) -> list[Renglon]:
    """Alertas abiertas del periodo, primero las más severas y las nuevas."""
    return consultar(
        """
        select
            alertas.alerta_clave, alertas.regla, alertas.severidad, alertas.meta_clave, alertas.indicador_nombre,
            alertas.area_clave, alertas.area_corta, alertas.estado, alertas.desde_periodo, alertas.mensaje,
            alertas.es_critica
        from mart_seguimiento__alertas as alertas
        left join mart_seguimiento__alineacion as plan using (meta_clave)
        where alertas.periodo = $periodo and alertas.estado <> 'RESUELTA'
            and ($eje is null or plan.eje_clave = $eje)
            and ($area is null or alertas.area_clave = $area)
            and (not $criticas or alertas.es_critica)
        order by
            case alertas.severidad when 'critica' then 0 when 'alta' then 1 when 'media' then 2 else 3 end,
            case alertas.estado when 'NUEVA' then 0 else 1 end,
            alertas.es_critica desc, alertas.regla, alertas.meta_clave
        """,
        {"eje": eje, "area": area, "criticas": criticas, "periodo": periodo},
    )


def capturas_que_faltan(area: str | None, hasta: dt.date) -> list[Renglon]:
    """Por área y periodo vencido, cuántas capturas debe y con cuántos días de atraso; el más reciente primero."""
    return consultar(
        """
        select area_clave, area_corta, periodo, num_sin_captura, dias_atraso, fecha_limite
        from mart_seguimiento__captura
        where num_sin_captura > 0 and periodo <= $hasta and ($area is null or area_clave = $area)
        order by periodo desc, num_sin_captura desc, area_clave
        """,
        {"area": area, "hasta": hasta},
    )


def correcciones(eje: str | None, area: str | None, criticas: bool, desde: dt.date) -> list[Renglon]:
    """Valores de `desde` o de antes que cambió un archivo recibido desde entonces: antes, ahora y qué archivo."""
    return consultar(
        """
        with versiones as (
            select
                *,
                lag(realizado) over (partition by meta_clave, periodo order by version) as realizado_antes
            from mart_seguimiento__procedencia
        )

        select
            versiones.meta_clave, plan.indicador_nombre, plan.area_corta, versiones.periodo,
            versiones.realizado_antes as antes, versiones.realizado as ahora, versiones.fecha_captura,
            versiones.archivo, versiones.es_retiro
        from versiones
        inner join mart_seguimiento__alineacion as plan using (meta_clave)
        where versiones.version > 1 and versiones.es_vigente
            and versiones.realizado is distinct from versiones.realizado_antes
            and versiones.fecha_captura >= $desde and versiones.periodo <= $desde
            and ($eje is null or plan.eje_clave = $eje)
            and ($area is null or plan.area_clave = $area)
            and (not $criticas or plan.es_critica)
        order by versiones.periodo desc, versiones.meta_clave
        """,
        {"eje": eje, "area": area, "criticas": criticas, "desde": desde},
    )


def entregables() -> list[Renglon]:
    """Entregables con atraso y por vencer, con el criterio de `/contratos`; primero los atrasados."""
    return consultar(
        """
        select
            entregable_nombre, contrato_nombre, contrato_corto,
            fecha_comprometida, dias_atraso, importe_penalizacion_mxn
        from mart_contratos__entregables
        where estado = 'CON_ATRASO' or (estado = 'POR_VENCER' and not es_semanal)
        order by dias_atraso desc nulls last, fecha_comprometida, entregable_clave
        """
    )


def para_descargar(eje: str | None, area: str | None, criticas: bool, periodo: dt.date) -> list[Renglon]:
    """Las metas de la selección con todo lo que una hoja de cálculo necesita."""
    return consultar(
        f"""
        select
            meta_clave, indicador_nombre, area_clave, area_corta, eje_nombre, periodo, unidad, programado_acumulado,
            realizado_acumulado, diferencia, cumplimiento, clase, clase_anterior, cumplimiento_anterior, avance_anual,
            meta_anual, peso, es_critica, es_excedida, num_meses_omitidos, num_extemporaneas, responsable,
            observaciones, regla_version
        from mart_seguimiento__avance_mensual
        where periodo = $periodo and {_SELECCION}
        order by area_clave, meta_clave
        """,  # noqa: S608 - fragmento constante
        {"eje": eje, "area": area, "criticas": criticas, "periodo": periodo},
    )

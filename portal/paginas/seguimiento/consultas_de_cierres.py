"""Los meses cerrados: qué cierres hay, cómo se lee lo congelado y qué se ha reexpresado."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from portal import almacen
from portal.almacen import consultar

Renglon = dict[str, Any]
REPORTADO = "reportado"
_CLAVE = re.compile(r"\d{4}-\d{2}\.\d{1,4}")

# Las columnas que el mart tiene hoy y no tenía al cerrar quedan nulas: «union all by name» con cero renglones de hoy.
_COMO_SE_REPORTO = {
    "mart_seguimiento__avance_mensual": """
        select * from {bd}.mart_seguimiento__avance_mensual where false
        union all by name
        select * exclude (cierre_clave, cierre_periodo, lugar, orden, cobertura, lugar_anterior, movimiento)
        from {bd}.mart_seguimiento__como_se_reporto
        where cierre_clave = '$cierre'
    """,
    "mart_seguimiento__ranking_metas": """
        select * from {bd}.mart_seguimiento__ranking_metas where false
        union all by name
        select
            periodo, lugar, orden, meta_clave, indicador_nombre, area_clave, area_corta, eje_clave,
            cumplimiento_ranking, cumplimiento, clase, cobertura, lugar_anterior, movimiento, es_corte_vigente,
            es_critica, es_excedida, num_meses_omitidos, num_extemporaneas, programado_acumulado,
            realizado_acumulado, unidad
        from {bd}.mart_seguimiento__como_se_reporto
        where cierre_clave = '$cierre' and orden is not null
    """,
    "mart_seguimiento__ranking_areas": """
        select * from {bd}.mart_seguimiento__ranking_areas where false
        union all by name
        select * exclude (cierre_clave, cierre_periodo)
        from {bd}.mart_seguimiento__areas_como_se_reporto
        where cierre_clave = '$cierre'
    """,
    "mart_seguimiento__agregados": """
        select * from {bd}.mart_seguimiento__agregados where false
        union all by name
        select
            * exclude (cierre_clave, cierre_periodo, area_clave, area_nombre, area_corta, lugar, orden,
                lugar_sin_omisiones, lugar_anterior, movimiento),
            'area' as nivel, area_clave as clave, area_nombre as nombre, year(periodo) as ejercicio,
            true as es_vencido,
            lag(cumplimiento) over (partition by area_clave order by periodo) as cumplimiento_anterior
        from {bd}.mart_seguimiento__areas_como_se_reporto
        where cierre_clave = '$cierre'
    """,
}


def hay_cierres() -> bool:
    """¿Hay algún mes cerrado en esta publicación?"""
    return almacen.hay("mart_seguimiento__cierres")


def cierres() -> list[Renglon]:
    """Todos los cierres guardados, del mes más reciente al más antiguo; los sustituidos también."""
    if not hay_cierres():
        return []
    return consultar("select * from mart_seguimiento__cierres order by periodo desc, numero desc")


def cierre_de(periodo: dt.date) -> Renglon | None:
    """El cierre vigente de un mes; None si no se ha cerrado."""
    return next((c for c in cierres() if c["es_vigente"] and c["periodo"] == periodo), None)


def mirar_como_se_reporto(cierre_clave: str) -> None:
    """Desde aquí, en esta petición, los marts de avance y ranking son los congelados en ese cierre."""
    if not _CLAVE.fullmatch(cierre_clave):
        raise ValueError(f"No es una clave de cierre: {cierre_clave!r}")
    tablas = {tabla: consulta.replace("$cierre", cierre_clave) for tabla, consulta in _COMO_SE_REPORTO.items()}
    almacen.mirar_como(f"{REPORTADO} {cierre_clave}", tablas)


def reexpresiones(
    periodo: dt.date | None = None,
    eje: str | None = None,
    area: str | None = None,
    criticas: bool = False,
    meta: str | None = None,
) -> list[Renglon]:
    """Lo que hoy difiere de lo reportado, un renglón por meta y campo; primero los cambios de clase."""
    if not hay_cierres():
        return []
    return consultar(
        """
        select
            periodo, meta_clave, indicador_nombre, unidad, area_clave, area_corta, es_critica, campo, valor_antes,
            valor_ahora, texto_antes, texto_ahora, clase_antes, clase_ahora, cambia_clase, causa, periodo_captura,
            archivo, hoja, celda, fecha_captura, version, cierre_clave
        from mart_seguimiento__reexpresiones
        where ($periodo is null or periodo = $periodo)
            and ($eje is null or eje_clave = $eje)
            and ($area is null or area_clave = $area)
            and (not $criticas or es_critica)
            and ($meta is null or meta_clave = $meta)
        order by periodo desc, cambia_clase desc, meta_clave, campo
        """,
        {"periodo": periodo, "eje": eje, "area": area, "criticas": criticas, "meta": meta},
    )

"""Lo que pregunta la ficha de una meta a los marts."""

from __future__ import annotations

from typing import Any

from portal.almacen import consultar

Renglon = dict[str, Any]


def ficha(meta_clave: str) -> Renglon | None:
    """Ficha técnica con su alineación y el nombre de su área, o None si la meta no existe."""
    renglones = consultar(
        """
        select
            meta.*, plan.eje_nombre, plan.objetivo_nombre, plan.estrategia_nombre, plan.linea_nombre,
            plan.area_corta, plan.observacion_plan
        from dim_meta as meta
        left join mart_seguimiento__alineacion as plan using (meta_clave)
        where meta.meta_clave = $meta
        """,
        {"meta": meta_clave},
    )
    return renglones[0] if renglones else None


def meses(meta_clave: str) -> list[Renglon]:
    """Los doce meses de la meta, en orden: valores, clase, umbrales y procedencia de la captura vigente."""
    return consultar(
        "select * from mart_seguimiento__avance_mensual where meta_clave = $meta order by periodo",
        {"meta": meta_clave},
    )


def versiones(meta_clave: str) -> list[Renglon]:
    """Cada versión capturada de cada mes, con archivo, hoja y celda; la más reciente primero."""
    return consultar(
        """
        select * from mart_seguimiento__procedencia
        where meta_clave = $meta
        order by periodo desc, version desc
        """,
        {"meta": meta_clave},
    )


def alertas(meta_clave: str) -> list[Renglon]:
    """Alertas de la meta, la más reciente primero."""
    return consultar(
        """
        select * from mart_seguimiento__alertas
        where meta_clave = $meta
        order by periodo desc, regla
        """,
        {"meta": meta_clave},
    )


def claves() -> list[Renglon]:
    """Metas para el selector: clave y nombre."""
    return consultar("select meta_clave as clave, indicador_nombre as nombre from dim_meta order by meta_clave")

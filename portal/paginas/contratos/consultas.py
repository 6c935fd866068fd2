"""El SQL de contratos: solo marts y dimensiones."""

from __future__ import annotations

from datetime import date
from typing import Any

from portal.almacen import consultar, existe

Renglon = dict[str, Any]


def hoy() -> date | None:
    """Fecha de referencia con la que se contaron los días; ``None`` sin contratos."""
    fila = consultar("select max(hoy) as hoy from dim_contrato")
    return fila[0]["hoy"] if fila else None


def contratos() -> list[Renglon]:
    """Todos los contratos, en su orden."""
    return consultar("select * from mart_contratos__contratos order by contrato_orden, contrato_clave")


def entregables(
    contrato: str | None = None, estado: str | None = None, desde: date | None = None, hasta: date | None = None
) -> list[Renglon]:
    """Entregables (también los semanales) con los filtros dados, por contrato, serie y fecha.

    Args:
        contrato: clave; ``None`` = todos.
        estado: ACEPTADO incluye los aceptados con observaciones.
        desde: fecha comprometida mínima.
        hasta: fecha comprometida máxima.
    """
    return consultar(
        """
        select *
        from mart_contratos__entregables
        where
            ($contrato is null or contrato_clave = $contrato)
            and ($estado is null or estado = $estado or ($estado = 'ACEPTADO' and es_aceptado))
            and ($desde is null or fecha_comprometida >= $desde)
            and ($hasta is null or fecha_comprometida <= $hasta)
        order by contrato_orden, contrato_clave, es_semanal, serie_orden, fecha_comprometida, entregable_clave
        """,
        {"contrato": contrato, "estado": estado, "desde": desde, "hasta": hasta},
    )


def tramos(entregable: str) -> list[Renglon]:
    """Tramos de atraso de un entregable: la aritmética de su pena."""
    return consultar(
        "select * from mart_contratos__pena_tramos where entregable_clave = ? order by tramo", [entregable]
    )


def eventos(entregable: str) -> list[Renglon]:
    """Vida de un entregable, del primer evento al último."""
    return consultar("select * from mart_contratos__eventos where entregable_clave = ? order by orden", [entregable])


def productos(entregable: str) -> list[Renglon]:
    """Informes generados para un entregable, del primero al último; generarlo no es entregarlo."""
    if not existe("mart_contratos__productos"):
        return []
    return consultar("select * from mart_contratos__productos where entregable_clave = ? order by orden", [entregable])


def presupuesto(contrato: str | None = None) -> list[Renglon]:
    """Lo comprometido contra lo devengado y lo que falta, por contrato."""
    if not existe("mart_contratos__presupuesto"):
        return []
    return consultar(
        "select * from mart_contratos__presupuesto where $contrato is null or contrato_clave = $contrato"
        " order by contrato_orden, contrato_clave",
        {"contrato": contrato},
    )


def compromisos(contrato: str | None = None) -> list[Renglon]:
    """Los movimientos presupuestales, por contrato y fecha."""
    if not existe("mart_contratos__compromisos"):
        return []
    return consultar(
        "select * from mart_contratos__compromisos where $contrato is null or contrato_clave = $contrato"
        " order by contrato_orden, fecha_compromiso, compromiso_clave",
        {"contrato": contrato},
    )


def pagos() -> list[Renglon]:
    """Pagos de todos los contratos, por parcialidad."""
    return consultar("select * from mart_contratos__pagos order by contrato_orden, contrato_clave, parcialidad")

"""Qué se está mirando: periodo, eje, área y solo críticas, leídos de la dirección. Lo que no se entiende, se ignora."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dominio.seguimiento.cambio_de_clase import Umbrales, clasificar

Renglon = Mapping[str, Any]


@dataclass(frozen=True)
class Seleccion:
    """Los filtros ya interpretados; `periodo` es el primer día del mes."""

    periodo: dt.date
    corte: dt.date
    eje: str | None = None
    area: str | None = None
    criticas: bool = False

    @property
    def anterior(self) -> dt.date:
        """El mes previo al que se mira."""
        return (self.periodo - dt.timedelta(days=1)).replace(day=1)

    @property
    def es_del_corte(self) -> bool:
        """Si se mira el corte vigente."""
        return self.periodo == self.corte


def leer(
    corte: Renglon, periodo: str | None, eje: str | None = None, area: str | None = None, criticas: str | None = None
) -> Seleccion:
    """Interpreta la dirección; sin periodo (o con uno ajeno al ejercicio) se mira el corte vigente."""
    vigente = corte["corte_periodo"] or dt.date(int(corte["ejercicio"]), 1, 1)
    pedido = _mes(periodo)
    dentro = pedido is not None and pedido.year == int(corte["ejercicio"])
    return Seleccion(
        periodo=pedido if pedido and dentro else vigente,
        corte=vigente,
        eje=eje or None,
        area=area or None,
        criticas=(criticas or "").lower() in ("1", "si", "sí", "true"),
    )


def clase_de(cumplimiento: float | None, umbrales: Renglon) -> str:
    """Clase de un agregado con los umbrales del periodo; sin metas evaluadas, PENDIENTE o ninguna."""
    if cumplimiento is None or umbrales.get("umbral_cumplida") is None:
        return "PENDIENTE" if umbrales.get("es_vencido") is False else ""
    return clasificar(float(cumplimiento), umbrales_de(umbrales))


def umbrales_de(fila: Renglon) -> Umbrales:
    """Los umbrales vigentes que trae el renglón."""
    return Umbrales(float(fila["umbral_cumplida"]), float(fila["umbral_buen_desempeno"]), float(fila["umbral_regular"]))


def por_nivel(agregados: Sequence[Renglon], nivel: str, periodo: dt.date) -> list[Renglon]:
    """Renglones de un nivel ('todo', 'eje', 'area') en un periodo."""
    return [f for f in agregados if f["nivel"] == nivel and f["periodo"] == periodo]


def contra_anterior(agregados: Sequence[Renglon], fila: Renglon, anterior: dt.date) -> float | None:
    """Puntos de diferencia con el mes previo, del mismo nivel y clave; nulo si alguno falta."""
    previas = [f for f in por_nivel(agregados, fila["nivel"], anterior) if f["clave"] == fila["clave"]]
    if not previas or previas[0]["cumplimiento"] is None or fila["cumplimiento"] is None:
        return None
    return round(fila["cumplimiento"], 1) - round(previas[0]["cumplimiento"], 1)


def _mes(texto: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(f"{texto}-01") if texto and len(texto) == 7 else None
    except ValueError:
        return None

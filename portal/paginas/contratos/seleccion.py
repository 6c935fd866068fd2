"""Los filtros de la página, leídos de la dirección y comprobados contra lo que existe."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from dash.development.base_component import Component

from portal import formato
from portal.componentes import filtros

Renglon = Mapping[str, Any]
ESTADOS: dict[str, str] = {
    "aceptado": "ACEPTADO",
    "en_revision": "ENTREGADO",
    "por_vencer": "POR_VENCER",
    "con_atraso": "CON_ATRASO",
    "por_venir": "POR_VENIR",
}
PALABRAS: dict[str, str] = {
    "ACEPTADO": "Aceptado",
    "ACEPTADO_CON_OBSERVACIONES": "Aceptado con observaciones",
    "ENTREGADO": "Entregado, en revisión",
    "POR_VENCER": "Por vencer",
    "CON_ATRASO": "Con atraso",
    "POR_VENIR": "Por venir",
}
_VENCE = (
    ("", "En cualquier fecha"),
    ("vencidos", "Ya venció"),
    ("7", "En 7 días"),
    ("30", "En 30 días"),
    ("despues", "Después de 30 días"),
)


@dataclass(frozen=True)
class Seleccion:
    """Contrato, estado y ventana de vencimiento ya validados."""

    hoy: date
    contrato: str | None = None
    estado: str | None = None
    vence: str = ""

    @property
    def ventana(self) -> tuple[date | None, date | None]:
        """Fechas comprometidas mínima y máxima."""
        if self.vence == "vencidos":
            return None, self.hoy - timedelta(days=1)
        if self.vence == "despues":
            return self.hoy + timedelta(days=31), None
        if self.vence:
            return self.hoy, self.hoy + timedelta(days=int(self.vence))
        return None, None

    @property
    def hay_filtro(self) -> bool:
        """¿Se está viendo menos que todo?"""
        return bool(self.contrato or self.estado or self.vence)


def leer(
    hoy: date, contratos: Sequence[Renglon], contrato: str | None, estado: str | None, vence: str | None
) -> Seleccion:
    """Ignora lo que no existe: una dirección mal copiada muestra todo, nunca un error."""
    claves = {c["contrato_clave"] for c in contratos}
    return Seleccion(
        hoy,
        contrato if contrato in claves else None,
        estado if estado in ESTADOS else None,
        vence if vence in dict(_VENCE) and vence else "",
    )


def controles(sel: Seleccion, contratos: Sequence[Renglon]) -> list[Component]:
    """Los tres filtros y «Quitar filtros» si hay alguno."""
    nombres = [("", "Todos"), *((c["contrato_clave"], c["contrato_corto"]) for c in contratos)]
    estados = [("", "Todos"), *((clave, PALABRAS[valor]) for clave, valor in ESTADOS.items())]
    piezas: list[Component] = [
        filtros.lista("contrato", "Contrato", nombres, sel.contrato),
        filtros.lista("estado", "Estado", estados, sel.estado),
        filtros.lista("vence", "Vence", list(_VENCE), sel.vence),
    ]
    quitar = filtros.limpiar() if sel.hay_filtro else None
    return piezas if quitar is None else [*piezas, quitar]


def en_palabras(sel: Seleccion, contratos: Sequence[Renglon]) -> str | None:
    """Los filtros activos, para la impresión."""
    partes = [f"contrato {c['contrato_corto']}" for c in contratos if c["contrato_clave"] == sel.contrato]
    if sel.estado:
        partes.append(f"estado {PALABRAS[ESTADOS[sel.estado]].lower()}")
    if sel.vence:
        partes.append(f"vence: {dict(_VENCE)[sel.vence].lower()}")
    return f"Filtros: {formato.lista(partes)}." if partes else None

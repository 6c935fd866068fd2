"""ÍNDICE: una línea por página, en el orden del menú.

Cada módulo ``portal.paginas.<modulo>.pagina`` expone ``disposicion(**parametros)`` y, solo
si le hace falta, ``registrar(app)``. La variable de la ruta (``<area>``) llega como parámetro.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Pagina:
    """Una línea del ÍNDICE."""

    ruta: str
    titulo: str
    modulo: str
    icono: str
    grupo: str
    en_menu: bool = True
    en_telefono: bool = False


SEGUIMIENTO, OTROS, DATOS = "Seguimiento", "Otros asuntos", "Datos"

INDICE: tuple[Pagina, ...] = (
    Pagina("/", "Resumen", "seguimiento.resumen", "columns-gap", SEGUIMIENTO, en_telefono=True),
    Pagina("/tableros", "Tableros", "seguimiento.tableros", "table", SEGUIMIENTO, en_telefono=True),
    Pagina("/tableros/<area>", "Tableros", "seguimiento.tableros", "table", SEGUIMIENTO, en_menu=False),
    Pagina("/metas/<clave>", "Meta", "seguimiento.metas", "table", SEGUIMIENTO, en_menu=False),
    Pagina("/ranking", "Ranking", "seguimiento.ranking", "list-ol", SEGUIMIENTO, en_telefono=True),
    Pagina("/alertas", "Alertas", "seguimiento.alertas", "bell", SEGUIMIENTO, en_telefono=True),
    Pagina("/alineacion", "Alineación", "seguimiento.alineacion", "diagram-3", SEGUIMIENTO),
    Pagina("/reexpresiones", "Reexpresiones", "seguimiento.reexpresiones", "clock-history", SEGUIMIENTO, en_menu=False),
    Pagina("/umbrales", "Umbrales por probar", "seguimiento.umbrales", "sliders", SEGUIMIENTO, en_menu=False),
    Pagina("/difusion", "Difusión", "difusion", "megaphone", OTROS),
    Pagina("/difusion/<campana>", "Campaña", "difusion.campana", "megaphone", OTROS, en_menu=False),
    Pagina("/encuestas", "Encuestas", "encuestas", "chat-square-text", OTROS),
    Pagina("/contratos", "Contratos", "contratos", "file-earmark-text", OTROS),
    Pagina("/informes", "Informes", "informes", "file-earmark-arrow-down", OTROS),
    Pagina("/captura", "Captura", "captura", "pencil-square", DATOS),
    Pagina("/datos", "Salud de los datos", "calidad", "database-check", DATOS),
    Pagina("/guia", "Guía", "guia", "book", DATOS),
)

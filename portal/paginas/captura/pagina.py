"""Captura (``/captura``): qué debe cada área, su plantilla, la entrega y lo que se devolvió."""

from __future__ import annotations

import datetime as dt
from typing import Any

import dash
from dash.development.base_component import Component

from dominio.capturas import recibos
from dominio.configuracion import cargar
from portal import almacen, formato, respuestas
from portal.alcance import Alcance, quien_captura
from portal.componentes import filtros
from portal.componentes.armazon import Pantalla
from portal.componentes.basicos import fila, titular
from portal.componentes.vacio import pagina_sin_datos
from portal.paginas.captura import consultas, rutas, secciones

Renglon = dict[str, Any]


def registrar(app: dash.Dash) -> None:
    """Da de alta plantillas, entrega y recibos."""
    rutas.registrar(app.server)


def disposicion(
    area: str | None = None, periodo: str | None = None, practica: str | None = None
) -> Component | Pantalla:
    """El estado de un área en un mes; sin área, el de todas. Lo recién entregado se ve al momento: no se guarda.

    ``practica=1``: la misma revisión sin entregar nada.
    """
    respuestas.no_guardar()
    if not almacen.existe("mart_seguimiento__captura") or not (meses := consultas.periodos()):
        return pagina_sin_datos(
            "Todavía no hay qué capturar", "Sin programa de metas.", "Lo entrega Planeación en programa/."
        )
    alcance, cfg = quien_captura(), cargar()
    areas = [a for a in consultas.areas() if alcance.puede(a["area_clave"])]
    elegida = next((a for a in areas if a["area_clave"] == area), None)
    if elegida is None and alcance.areas is not None and len(areas) == 1:
        elegida = areas[0]  # quien captura por una sola área llega a la suya
    mes = _mes_elegido(meses, periodo, cfg.hoy)
    estado = [c for c in consultas.captura(mes["periodo"]) if alcance.puede(c["area_clave"])]
    if practica == "1":
        pantalla_de_practica = secciones.de_practica(elegida, mes)
        return Pantalla(pantalla_de_practica, filtros=_filtros(areas, elegida, meses, mes, cfg.hoy, alcance))
    contenido = _de_un_area(elegida, mes, estado, cfg.hoy) if elegida else _de_todas(mes, estado, cfg.hoy)
    return Pantalla(contenido, filtros=_filtros(areas, elegida, meses, mes, cfg.hoy, alcance))


def _mes_elegido(meses: list[Renglon], pedido: str | None, hoy: dt.date) -> Renglon:
    """El mes pedido; si no se entiende, el último que ya terminó (el que toca capturar)."""
    por_clave = {formato.periodo_clave(m["periodo"]): m for m in meses}
    if pedido in por_clave:
        return por_clave[pedido]
    return _mes_por_omision(meses, hoy)


def _mes_por_omision(meses: list[Renglon], hoy: dt.date) -> Renglon:
    terminados = [m for m in meses if m["fecha_fin"] < hoy]
    return terminados[-1] if terminados else meses[0]


def _filtros(
    areas: list[Renglon], elegida: Renglon | None, meses: list[Renglon], mes: Renglon, hoy: dt.date, alcance: Alcance
) -> list[Component]:
    opciones = [(a["area_clave"], a["area_corta"] or a["area_clave"]) for a in areas]
    todas = [("", "Todas")] if alcance.areas is None or len(areas) > 1 else []
    abiertos = [m["periodo"] for m in reversed(meses) if m["periodo"] <= hoy]
    omision = _mes_por_omision(meses, hoy)["periodo"]
    return [
        filtros.lista("area", "Área", [*todas, *opciones], elegida["area_clave"] if elegida else None),
        filtros.periodos(abiertos or [mes["periodo"]], mes["periodo"], omision),
    ]


def _de_un_area(area: Renglon, mes: Renglon, estado: list[Renglon], hoy: dt.date) -> list[Any]:
    clave, periodo = area["area_clave"], mes["periodo"]
    suyo = next((c for c in estado if c["area_clave"] == clave), None)
    metas = [m for m in consultas.avances(periodo, clave) if m["periodo"] == periodo and m["programado"] is not None]
    entregas = recibos.del_area(cargar(), clave, periodo)
    publicadas = consultas.publicados([r.sha256 for r in entregas]) if entregas else set()
    return [
        titular(
            secciones.titular_de_area(area, mes, suyo), secciones.plazo(mes, hoy, consultas.cierre(mes["periodo"]))
        ),
        fila(
            (
                7,
                [
                    secciones.entrega(clave, mes, hay_metas=bool(metas)),
                    secciones.metas(metas, mes),
                ],
            ),
            (
                5,
                [
                    secciones.devuelto(
                        consultas.devueltos(clave, periodo), consultas.archivos_rechazados(clave, periodo)
                    ),
                    secciones.recibos(entregas, publicadas),
                ],
            ),
        ),
    ]


def _de_todas(mes: Renglon, estado: list[Renglon], hoy: dt.date) -> list[Any]:
    return [
        titular(secciones.titular_general(mes, estado), secciones.plazo(mes, hoy, consultas.cierre(mes["periodo"]))),
        fila((7, [secciones.tabla_de_areas(estado, mes)]), (5, [secciones.entrega(None, mes, hay_metas=bool(estado))])),
    ]

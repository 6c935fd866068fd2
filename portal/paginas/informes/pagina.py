"""Informes (``/informes``): generar, historial, comparar dos meses y los acuerdos de la reunión."""

from __future__ import annotations

import datetime as dt
from typing import Any

import dash
from dash.development.base_component import Component

from dominio.configuracion import cargar
from dominio.informes import registro as generados
from portal import almacen, direccion, formato, respuestas
from portal.alcance import Alcance, quien_captura
from portal.componentes import filtros
from portal.componentes.armazon import Pantalla
from portal.componentes.basicos import fila, titular
from portal.componentes.vacio import pagina_sin_datos
from portal.descargas import destino
from portal.paginas.informes import acuerdos, consultas, rutas, secciones

Renglon = dict[str, Any]


def registrar(app: dash.Dash) -> None:
    """Da de alta las rutas de generar, avance, archivos y acuerdos."""
    rutas.registrar(app.server)


def disposicion(
    tipo: str | None = None,
    periodo: str | None = None,
    area: str | None = None,
    contra: str | None = None,
    lista: str | None = None,
    hecho: str | None = None,
) -> Component | Pantalla:
    """La página a partir de su dirección. Lo recién generado se ve al momento: no se guarda."""
    respuestas.no_guardar()
    if not almacen.hay("mart_seguimiento__avance_mensual"):
        return pagina_sin_datos(
            "Todavía no hay de qué informar", "Sin programa de metas.", "Lo entrega Planeación en programa/."
        )
    cfg, alcance, version = cargar(), quien_captura(), almacen.version()
    hoy = version.hoy or cfg.hoy
    meses = consultas.periodos()
    mes = _mes(meses, periodo)
    anterior = _contra(meses, mes, contra)
    areas = [a for a in consultas.areas() if alcance.puede(a["area_clave"])]
    elegido = tipo if tipo and tipo in generados.TITULOS else "evaluacion"
    elegida = _area(areas, area, elegido, alcance)
    fichas = [f for f in generados.historial(cfg) if alcance.puede(f.get("area"))]
    ultimo = next((f for f in fichas if _es_evaluacion(f, mes)), None)
    entregable = consultas.entregable(mes) if almacen.existe("mart_contratos__entregables") else None
    recien = next((f for f in fichas if f["clave"] == hecho), None)
    reunion = formato.periodo_clave(mes)
    pantalla: list[Any] = [
        titular(_titular(mes, entregable, ultimo), _entrada(fichas)),
        fila(
            (7, secciones.generar(elegido, mes, elegida, version.version, recien)),
            (5, secciones.entrega(entregable, ultimo, mes)),
        ),
        fila(secciones.historial(fichas, completa=lista == "completa", ver_todo=_completa())),
        fila((5, _acuerdos(reunion, mes, elegida, hoy, alcance)), (7, _comparar(anterior, mes))),
    ]
    return Pantalla(
        pantalla,
        filtros=_filtros(elegido, meses, mes, anterior, areas, elegida, alcance),
        descargas=[("Comparación de metas en Excel", destino("informes", "comparacion"))],
        escrito=f"{generados.TITULOS[elegido]}, {formato.periodo(mes)}.",
    )


def _mes(meses: list[Renglon], pedido: str | None) -> dt.date:
    """El mes pedido; si no se entiende, el último vencido."""
    por_clave: dict[str, dt.date] = {formato.periodo_clave(m["periodo"]): m["periodo"] for m in meses}
    return por_clave[pedido] if pedido in por_clave else _vigente(meses)


def _vigente(meses: list[Renglon]) -> dt.date:
    vencidos: list[dt.date] = [m["periodo"] for m in meses if m["es_vencido"]]
    primero: dt.date = meses[0]["periodo"]
    return vencidos[-1] if vencidos else primero


def _contra(meses: list[Renglon], mes: dt.date, pedido: str | None) -> dt.date:
    """El mes con el que se compara; si no se entiende, el anterior (o el mismo, si es el primero)."""
    por_clave: dict[str, dt.date] = {formato.periodo_clave(m["periodo"]): m["periodo"] for m in meses}
    if pedido in por_clave:
        return por_clave[pedido]
    previos = [p for p in por_clave.values() if p < mes]
    return previos[-1] if previos else mes


def _area(areas: list[Renglon], pedida: str | None, tipo: str, alcance: Alcance) -> Renglon | None:
    if tipo in generados.SIN_AREA:
        return None
    por_omision = areas[0] if areas and alcance.areas is not None else None
    return next((a for a in areas if a["area_clave"] == pedida), por_omision)


def _es_evaluacion(ficha: generados.Ficha, mes: dt.date) -> bool:
    return ficha["tipo"] == "evaluacion" and ficha["periodo"] == mes.isoformat() and not ficha.get("area")


def _titular(mes: dt.date, entregable: Renglon | None, ultimo: generados.Ficha | None) -> str:
    nombre = formato.mes(mes)
    if entregable is None:
        return f"Informes de {nombre} de {mes.year}"
    if entregable["es_aceptado"] or entregable["estado"] == "ENTREGADO":
        return f"El informe de {nombre} ya se entregó"
    vence = formato.fecha_con_dia(entregable["fecha_comprometida"])
    dias = entregable["num_dias_restantes"]
    plazo = f"venció el {vence}" if dias < 0 else "vence hoy" if dias == 0 else f"vence el {vence}"
    return f"El informe de {nombre} {plazo} y {'ya está generado' if ultimo else 'falta generarlo'}"


def _entrada(fichas: list[generados.Ficha]) -> str:
    if not fichas:
        return "Cada informe sale de una versión publicada y queda con su huella: nadie lo cambia sin que se note."
    reciente = fichas[0]
    cuantos = formato.cuenta(len(fichas), "informe generado", "informes generados")
    return f"{cuantos}; el más reciente, {secciones.nombre(reciente)}, con la versión {reciente['version']}."


def _completa() -> str:
    return f"{direccion.aqui(lista='completa')}#historial"


def _comparar(antes: dt.date, ahora: dt.date) -> list[Any]:
    totales = (consultas.total(antes), consultas.total(ahora))
    areas, metas = consultas.areas_en_dos_meses(antes, ahora), consultas.metas_que_cambiaron(antes, ahora)
    return list(secciones.comparacion(antes, ahora, totales, areas, metas))


def _acuerdos(reunion: str, mes: dt.date, area: Renglon | None, hoy: dt.date, alcance: Alcance) -> Component:
    tomados = acuerdos.leer(hoy, alcance)
    clave = area["area_clave"] if area else None
    return acuerdos.seccion_de_acuerdos(tomados, reunion, formato.periodo(mes), clave, hoy)


def _filtros(
    tipo: str,
    meses: list[Renglon],
    mes: dt.date,
    anterior: dt.date,
    areas: list[Renglon],
    elegida: Renglon | None,
    alcance: Alcance,
) -> list[Component]:
    todos = [m["periodo"] for m in reversed(meses)]
    previos = [p for p in todos if p < mes]
    opciones = [(formato.periodo_clave(p), formato.periodo(p)) for p in todos if p != mes]
    piezas: list[Component] = [
        filtros.lista("tipo", "Informe", list(generados.TITULOS.items()), tipo, "evaluacion"),
        filtros.periodos(todos, mes, _vigente(meses)),
    ]
    if tipo not in generados.SIN_AREA:
        de_todas = [("", "Todas")] if alcance.areas is None else []
        nombres = [*de_todas, *((a["area_clave"], a["area_corta"]) for a in areas)]
        piezas.append(filtros.lista("area", "Área", nombres, elegida["area_clave"] if elegida else None))
    omision = formato.periodo_clave(previos[0]) if previos else ""
    piezas.append(filtros.lista("contra", "Comparar con", opciones, formato.periodo_clave(anterior), omision))
    return piezas


def _descargar_comparacion(periodo: str | None = None, contra: str | None = None) -> list[Renglon]:
    meses = consultas.periodos()
    mes = _mes(meses, periodo)
    return consultas.metas_que_cambiaron(_contra(meses, mes, contra), mes)


DESCARGAS = {"comparacion": _descargar_comparacion}

"""Difusión: alcance honesto, gasto contra suficiencia, campañas contra contrato, solicitudes y testigos."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from portal import almacen, direccion, formato
from portal.componentes import filtros
from portal.componentes.armazon import Pantalla
from portal.componentes.basicos import fila, pestanas, titular
from portal.componentes.fecha import fecha
from portal.componentes.vacio import pagina_sin_datos
from portal.descargas import destino
from portal.paginas.difusion import consultas, control, explicacion, redaccion, secciones, tablas
from portal.paginas.difusion.rango import consultas as de_rango
from portal.paginas.difusion.rango import fechas
from portal.paginas.difusion.rango.fechas import Rango
from portal.paginas.difusion.rango.pagina import contenido as contenido_de_rango
from portal.paginas.difusion.rango.pagina import descarga as descarga_de_rango
from portal.paginas.difusion.rango.pagina import escrito as rango_escrito

Renglon = Mapping[str, Any]
MODULO = "difusion"
Elegido = tuple[str | None, str | None, str | None]
"""Plataforma, objetivo y público de los filtros."""
VISTAS = {
    "": "El mes",
    "costos": "Costos y públicos",
    "calendario": "Calendario del año",
    "control": "Precios y días atípicos",
}


def disposicion(
    periodo: str | None = None,
    plataforma: str | None = None,
    objetivo: str | None = None,
    publico: str | None = None,
    testigos: str | None = None,
    vista: str | None = None,
    costo: str | None = None,
    explica: str | None = None,
    desde: str | None = None,
    hasta: str | None = None,
    **_: str,
) -> Component | Pantalla:
    """La página completa a partir de su dirección."""
    meses = consultas.meses() if almacen.hay("mart_difusion__campana_mes") else []
    if not meses:
        return pagina_sin_datos(
            "Todavía no hay datos de difusión",
            "Sin exportaciones de Facebook ni de Google.",
            "Las entrega Comunicación Social en meta_ads/ y google_ads/; el contrato, en pauta/.",
        )
    omision = next((m["periodo"] for m in meses if m["es_concluido"]), meses[0]["periodo"])
    mes = _mes(periodo, [m["periodo"] for m in meses], omision)
    limites = de_rango.limites()
    elegido = fechas.elegir(desde, hasta, limites["primero"], limites["ultimo"])
    if elegido is not None:
        return _pantalla_de_rango(elegido, limites, (plataforma, objetivo, publico), meses, mes, omision)
    todas = consultas.campanas(mes)
    elegidas = _filtrar(todas, plataforma, objetivo, publico)
    return Pantalla(
        _contenido(mes, todas, elegidas, (plataforma, objetivo, publico), vista, costo, testigos == "todos"),
        filtros=_filtros(meses, mes, omision, todas, (plataforma, objetivo, publico), limites, None),
        cajon=_cajon(explica, mes, todas),
        descargas=[
            ("Informe mensual en Excel", destino(MODULO, "informe")),
            ("Informe mensual en CSV", destino(MODULO, "informe", "csv")),
            ("Solicitudes en Excel", destino(MODULO, "solicitudes")),
            ("Conciliación en Excel", destino(MODULO, "conciliacion")),
            ("Precios en Excel", destino(MODULO, "precios")),
            ("Días que cambiaron en Excel", destino(MODULO, "reexpresiones")),
            ("Penetración por edad y sexo en Excel", destino(MODULO, "penetracion")),
            ("Catálogo de métricas en Excel", destino(MODULO, "metricas")),
        ],
        escrito=_escrito(mes, plataforma, objetivo, publico),
    )


def _mes(texto: str | None, conocidos: Sequence[dt.date], omision: dt.date) -> dt.date:
    return next((p for p in conocidos if formato.periodo_clave(p) == texto), omision)


def _filtrar(
    campanas: Sequence[Renglon], plataforma: str | None, objetivo: str | None, publico: str | None
) -> list[Renglon]:
    return [
        c
        for c in campanas
        if (plataforma is None or c["plataforma"] == plataforma)
        and (objetivo is None or c["objetivo"] == objetivo)
        and (publico is None or c["publico_clave"] == publico)
    ]


def _opciones(campanas: Sequence[Renglon], clave: str, nombre: str, todas: str) -> list[tuple[str, str]]:
    pares = {str(c[clave]): str(c[nombre]) for c in campanas if c[clave]}
    return [("", todas), *sorted(pares.items(), key=lambda par: par[1])]


def _pantalla_de_rango(
    rango: Rango, limites: Renglon, elegido: Elegido, meses: Sequence[Renglon], mes: dt.date, omision: dt.date
) -> Pantalla:
    posibles = de_rango.filtros_posibles(*rango)
    return Pantalla(
        contenido_de_rango(rango, elegido),
        filtros=_filtros(meses, mes, omision, posibles, elegido, limites, rango),
        descargas=[("Campañas del rango en Excel", destino(MODULO, "rango")),
                   ("Campañas del rango en CSV", destino(MODULO, "rango", "csv"))],
        escrito=" · ".join([rango_escrito(rango), *(valor for valor in elegido if valor)]),
    )  # fmt: skip


def _filtros(
    meses: Sequence[Renglon], mes: dt.date, omision: dt.date, campanas: Sequence[Renglon], elegido: Elegido,
    limites: Renglon, rango: Rango | None,
) -> list[Component]:  # fmt: skip
    plataforma, objetivo, publico = elegido
    puesto = rango or (None, None)
    controles: list[Component | None] = [
        filtros.periodos([m["periodo"] for m in meses], mes, omision) if rango is None else None,
        fecha("desde", "Desde", puesto[0], limites["primero"], limites["ultimo"]),
        fecha("hasta", "Hasta", puesto[1], limites["primero"], limites["ultimo"]),
        filtros.lista("plataforma", "Plataforma", _opciones(campanas, "plataforma", "plataforma", "Todas"), plataforma),
        filtros.lista("objetivo", "Objetivo", _opciones(campanas, "objetivo", "objetivo", "Todos"), objetivo),
        filtros.lista("publico", "Público", _opciones(campanas, "publico_clave", "publico_nombre", "Todos"), publico),
        filtros.limpiar() if plataforma or objetivo or publico or rango else None,
    ]
    return [c for c in controles if c is not None]


def _escrito(mes: dt.date, plataforma: str | None, objetivo: str | None, publico: str | None) -> str:
    puestos = [formato.periodo(mes), *(valor for valor in (plataforma, objetivo, publico) if valor)]
    return " · ".join(puestos)


def _contenido(
    mes: dt.date, todas: Sequence[Renglon], elegidas: Sequence[Renglon], elegido: Elegido, vista: str | None,
    costo: str | None, con_todos: bool,
) -> list[Component]:  # fmt: skip
    actual = vista if vista in VISTAS else ""
    resumen = consultas.resumen(mes)
    cabeza: list[Component] = [titular(redaccion.titular(resumen)), _pestanas(actual)]
    if actual == "costos":
        return [*cabeza, *_costos(mes, elegido, costo)]
    if actual == "calendario":
        return [*cabeza, fila(_calendario(mes.year))]
    if actual == "control":
        return [*cabeza, *_control(mes)]
    return [*cabeza, *_resumen(mes, resumen, todas, elegidas, elegido, con_todos)]


def _pestanas(actual: str) -> Component:
    return pestanas(
        [(nombre, direccion.aqui(vista=clave or None), clave == actual) for clave, nombre in VISTAS.items()],
        "Vistas de difusión",
    )


def _resumen(
    mes: dt.date, resumen: Renglon, todas: Sequence[Renglon], elegidas: Sequence[Renglon], elegido: Elegido,
    con_todos: bool,
) -> list[Component]:  # fmt: skip
    alcances = [a for a in consultas.alcances(mes) if a["tipo_periodo"] == "mes"]
    presupuesto = consultas.presupuesto()
    solicitudes = consultas.solicitudes(mes)
    testigos = consultas.testigos(mes)
    seleccion = consultas.alcance_de_la_seleccion(mes, *elegido)
    return [
        secciones.indicadores(resumen, presupuesto, solicitudes, testigos),
        fila(
            (7, secciones.alcance(alcances, todas, mes, elegido[0])),
            (5, secciones.contra_contrato(consultas.bandas(mes), resumen)),
        ),
        fila(
            (7, secciones.gasto(presupuesto)),
            (5, secciones.embudo(elegidas, mes, personas=tablas.personas_de_la_seleccion(seleccion))),
        ),
        fila(tablas.campanas(elegidas, seleccion, mes)),
        fila(secciones.galeria(testigos, con_todos)),
        fila((7, tablas.solicitudes(solicitudes, mes)), (5, tablas.conciliacion(consultas.conciliacion(mes), mes))),
    ]


def _costos(mes: dt.date, elegido: Elegido, costo: str | None) -> list[Component]:
    por = costo if costo in control.DIMENSIONES else "plataforma"
    renglones = consultas.costos_por_edad(mes, *elegido) if por == "edad" else consultas.costos(mes, por, *elegido)
    return [
        fila((7, control.costos(renglones, por, mes)), (5, control.publicos(consultas.publicos(mes), mes))),
        fila(control.embudo_por_objetivo(consultas.embudo_por_objetivo(mes, elegido[0]), mes)),
        fila(control.por_edad_y_sexo(consultas.penetracion_por_edad(mes, elegido[0]), mes)),
    ]


def _control(mes: dt.date) -> list[Component]:
    atipicos = control.anomalias(
        consultas.anomalias(mes), consultas.sin_historia(mes), consultas.reexpresiones(mes), mes
    )
    return [fila((7, control.precios(consultas.precios(mes), mes)), (5, atipicos))]


def _calendario(anio: int) -> html.Section:
    metas = consultas.metas_de_los_temas(anio) if almacen.hay("mart_seguimiento__avance_mensual") else []
    olas = consultas.encuestas_de_los_temas(anio) if almacen.hay("mart_encuestas__ficha") else []
    return control.calendario(consultas.calendario(anio), metas, olas, anio)


def _cajon(explica: str | None, mes: dt.date, campanas: Sequence[Renglon]) -> html.Aside | None:
    if explica == "alcance":
        return explicacion.de_alcance(consultas.alcances(mes), mes)
    if explica == "gasto":
        return explicacion.de_gasto(consultas.presupuesto())
    elegida = next((c for c in campanas if c["campana_clave"] == explica), None)
    if elegida is None:
        return None
    testigos = [t for t in consultas.testigos(mes) if t["campana_clave"] == explica]
    return explicacion.de_campana(elegida, consultas.historia_de_campana(str(explica)), testigos)


def _mes_de_descarga(periodo: str | None) -> dt.date:
    meses = consultas.meses()
    omision = next((m["periodo"] for m in meses if m["es_concluido"]), meses[0]["periodo"])
    return _mes(periodo, [m["periodo"] for m in meses], omision)


def _informe(periodo: str | None = None) -> list[dict[str, Any]]:
    """El entregable mensual del contrato: plataforma, material, alcance con su método y testigo."""
    return [
        {
            "plataforma": c["plataforma"],
            "campana": c["campana_nombre"],
            "material_pagado": c["material"],
            "objetivo": c["objetivo"],
            "primera_entrega": c["primera_entrega"],
            "ultima_entrega": c["ultima_entrega"],
            "alcance": formato.intervalo(c["alcance_minimo"], c["alcance_maximo"])
            if c["alcance_minimo"] is not None
            else None,
            "alcance_minimo": c["alcance_minimo"],
            "alcance_maximo": c["alcance_maximo"],
            "como_se_sabe": c["metodo_escrito"],
            "impresiones": c["num_impresiones"],
            "gasto_pesos": c["importe_gasto_mxn"],
            "testigo": tablas.TESTIGO[c["estado_testigo"]][2],
            "captura": c["imagen"],
            "capturada_en": c["capturado_en"],
        }
        for c in consultas.informe_mensual(_mes_de_descarga(periodo))
    ]


def _rango(
    desde: str | None = None, hasta: str | None = None, plataforma: str | None = None, objetivo: str | None = None,
    publico: str | None = None,
) -> list[dict[str, Any]]:  # fmt: skip
    limites = de_rango.limites()
    rango = fechas.elegir(desde, hasta, limites["primero"], limites["ultimo"])
    return descarga_de_rango(rango, (plataforma, objetivo, publico)) if rango else []


def _precios(periodo: str | None = None) -> list[dict[str, Any]]:
    return consultas.precios(_mes_de_descarga(periodo))


def _reexpresiones(periodo: str | None = None) -> list[dict[str, Any]]:
    return consultas.detalle_de_reexpresiones(_mes_de_descarga(periodo))


def _penetracion(periodo: str | None = None, plataforma: str | None = None) -> list[dict[str, Any]]:
    return consultas.penetracion_por_edad(_mes_de_descarga(periodo), plataforma)


def _solicitudes(periodo: str | None = None) -> list[dict[str, Any]]:
    return consultas.solicitudes(_mes_de_descarga(periodo))


def _conciliacion(periodo: str | None = None) -> list[dict[str, Any]]:
    return consultas.conciliacion(_mes_de_descarga(periodo))


DESCARGAS = {
    "informe": _informe,
    "solicitudes": _solicitudes,
    "conciliacion": _conciliacion,
    "precios": _precios,
    "reexpresiones": _reexpresiones,
    "rango": _rango,
    "penetracion": _penetracion,
    "metricas": consultas.metricas,
}

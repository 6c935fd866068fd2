"""Contratos: qué requiere atención, calendario de entregables, pena estimada y pagos. Todo desde los marts."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from dash import html
from dash.development.base_component import Component

from portal import almacen, direccion, formato
from portal.componentes.armazon import Pantalla
from portal.componentes.basicos import enlace, fila, seccion, titular
from portal.componentes.semaforo import severidad
from portal.componentes.vacio import pagina_sin_datos, vacio
from portal.descargas import destino
from portal.paginas.contratos import consultas, explicacion, graficas, presupuesto, redaccion, seleccion, tablas
from portal.paginas.contratos.seleccion import ESTADOS, PALABRAS, Seleccion
from portal.paginas.contratos.simulacion import seccion_de_simulacion

Renglon = Mapping[str, Any]
_LEYENDA = ("ACEPTADO", "ENTREGADO", "POR_VENCER", "CON_ATRASO", "POR_VENIR")
_ATENCION_A_LA_VISTA = 5


@dataclass(frozen=True)
class Pedido:
    """Lo que la dirección pide además de los filtros: la simulación y la lista completa."""

    entregable: str | None
    entrega: str | None
    lista_completa: bool


def disposicion(
    contrato: str | None = None,
    estado: str | None = None,
    vence: str | None = None,
    entregable: str | None = None,
    entrega: str | None = None,
    lista: str | None = None,
    explica: str | None = None,
) -> Component | Pantalla:
    """La página completa a partir de su dirección."""
    hoy = consultas.hoy() if almacen.hay("mart_contratos__contratos") else None
    if hoy is None:
        return pagina_sin_datos(
            "Todavía no hay contratos", "Sin contratos.", "Los entrega la administración de contratos en contratos/."
        )
    contratos = consultas.contratos()
    sel = seleccion.leer(hoy, contratos, contrato, estado, vence)
    todos = consultas.entregables(sel.contrato)
    vistos = consultas.entregables(sel.contrato, ESTADOS.get(sel.estado or ""), *sel.ventana)
    return Pantalla(
        _contenido(sel, contratos, todos, vistos, Pedido(entregable, entrega, lista == "completa")),
        filtros=seleccion.controles(sel, contratos),
        cajon=_cajon(explica),
        descargas=[
            ("Entregables en Excel", destino("contratos", "entregables")),
            ("Contratos en Excel", destino("contratos", "contratos")),
            ("Entregables en CSV", destino("contratos", "entregables", "csv")),
        ],
        escrito=seleccion.en_palabras(sel, contratos),
    )


def _cajon(explica: str | None) -> html.Aside | None:
    elegido = next((e for e in consultas.entregables() if e["entregable_clave"] == explica), None) if explica else None
    if elegido is None:
        return None
    clave = elegido["entregable_clave"]
    return explicacion.cajon_de_entregable(
        elegido, consultas.tramos(clave), consultas.eventos(clave), consultas.productos(clave)
    )


def _contenido(
    sel: Seleccion,
    contratos: Sequence[Renglon],
    todos: Sequence[Renglon],
    vistos: Sequence[Renglon],
    pedido: Pedido,
) -> list[Any]:
    del_filtro = [c for c in contratos if sel.contrato in (None, c["contrato_clave"])]
    por_clave = {c["contrato_clave"]: c for c in contratos}
    pendientes = [e for e in todos if not e["es_semanal"] and e["proporcion_prestada"] < 1]
    semanales = [e for e in vistos if e["es_semanal"]]
    otros = [e for e in vistos if not e["es_semanal"]]
    simulacion = seccion_de_simulacion(pendientes, por_clave, sel.hoy, pedido.entregable, pedido.entrega)
    compromiso = consultas.presupuesto(sel.contrato)
    secciones: list[Any] = [
        titular(redaccion.titular(todos), redaccion.entrada(del_filtro)),
        fila((7, _atencion(todos, presupuesto.asuntos(compromiso), sel)), (5, simulacion)),
        fila(_calendario(otros, por_clave, sel)),
        fila(tablas.seccion_de_contratos(del_filtro)),
        fila(tablas.seccion_de_pena(todos)),
        fila(
            (7, tablas.seccion_de_entregables(otros, sel, pedido.lista_completa)),
            (5, tablas.seccion_de_pagos(consultas.pagos(), del_filtro)),
        ),
        fila(presupuesto.seccion_de_presupuesto(compromiso, consultas.compromisos(sel.contrato))),
    ]
    return [*secciones, fila(_semanales(semanales))] if semanales else secciones


def _atencion(entregables: Sequence[Renglon], del_presupuesto: list[html.Li], sel: Seleccion) -> html.Section:
    urgentes = [
        e for e in entregables if e["estado"] == "CON_ATRASO" or (e["estado"] == "POR_VENCER" and not e["es_semanal"])
    ]
    urgentes.sort(key=lambda e: (e["fecha_comprometida"], e["contrato_orden"], e["entregable_clave"]))
    elementos = [*(_asunto(e) for e in urgentes[:_ATENCION_A_LA_VISTA]), *del_presupuesto]
    if not elementos:
        elementos = [html.Li([html.Span(), html.Div(html.P("Nada vencido ni por vencer."))])]
    return seccion(
        "Qué requiere atención hoy",
        html.Ul(elementos, className="alertas"),
        sub=formato.fecha_con_dia(sel.hoy),
        nota=f"Y {len(urgentes) - _ATENCION_A_LA_VISTA} más en la lista."
        if len(urgentes) > _ATENCION_A_LA_VISTA
        else None,
    )


def _asunto(entregable: Renglon) -> html.Li:
    atrasado = entregable["estado"] == "CON_ATRASO"
    vence = formato.fecha_con_dia(entregable["fecha_comprometida"])
    cola = f"{formato.cuenta(entregable['dias_atraso'], 'día', 'días')} de atraso" if atrasado else f"vence el {vence}"
    titulo = f"{entregable['contrato_corto']} · {redaccion.nombre_corto(entregable)}, {cola}"
    abre = direccion.aqui(explica=entregable["entregable_clave"])
    cuerpo = [
        html.H3(enlace(titulo, abre)),
        html.P(_detalle_de_asunto(entregable, vence)),
        html.Div(_base_de_asunto(entregable), className="pie"),
    ]
    return html.Li([severidad("alta" if atrasado else "media"), html.Div(cuerpo)])


def _detalle_de_asunto(entregable: Renglon, vence: str) -> list[Any]:
    if entregable["estado"] == "CON_ATRASO":
        if entregable["importe_penalizacion_mxn"] is None:
            return [f"Venció el {vence}."]
        return [
            f"Venció el {vence}. Pena estimada a hoy: ",
            html.B(formato.pesos(entregable["importe_penalizacion_mxn"])),
            ".",
        ]
    dias = entregable["num_dias_restantes"]
    faltan = (
        "Vence hoy." if dias == 0 else f"{'Falta' if dias == 1 else 'Faltan'} {formato.cuenta(dias, 'día', 'días')}."
    )
    if entregable["parcialidad"] is None:
        return [faltan]
    return [f"{faltan} Liga al pago {entregable['parcialidad']}, {formato.pesos(entregable['importe_mxn'])}."]


def _base_de_asunto(entregable: Renglon) -> list[Any]:
    base = redaccion.BASES[entregable["base_pena"]]
    if entregable["base_pena"] == "sin_clausula":
        return [html.B(base[0].upper() + base[1:]), html.Span("no se estima importe")]
    if entregable["estado"] == "CON_ATRASO":
        cuenta = (entregable["cuenta_pena"] or "").replace(" %", f"{formato.DURO}%")
        return [html.B(f"Base: {base}"), html.Span(cuenta)]
    return [html.B(f"Base: {base}"), html.Span(f"cada día costaría {formato.pesos(entregable['importe_por_dia_mxn'])}")]


def _calendario(entregables: Sequence[Renglon], por_clave: Mapping[str, Renglon], sel: Seleccion) -> html.Section:
    if not entregables:
        return seccion("Calendario de entregables", vacio("Ningún entregable cumple estos filtros.", enlazar=False))
    cuentas = {clave: sum(_misma(e["estado"], clave) for e in entregables) for clave in _LEYENDA}
    leyenda = html.Div(
        [html.Span([graficas.muestra(c), f"{_rotulo(c)} ({cuentas[c]})"]) for c in _LEYENDA],
        className="leyenda ct-leyenda",
    )

    def abrir(clave: str) -> str:
        return direccion.aqui(explica=clave)

    dibujos = [
        html.Div(graficas.calendario(entregables, por_clave, sel.hoy, abrir), className="solo-esc"),
        html.Div(graficas.calendario(entregables, por_clave, sel.hoy, abrir, telefono=True), className="solo-tel"),
    ]
    ver = enlace("Lista completa", f"{direccion.aqui(lista='completa')}#lista")
    return seccion("Calendario de entregables", [leyenda, *dibujos], sub="fecha comprometida", ver=ver)


def _misma(estado: str, clave: str) -> bool:
    return estado == clave or (clave == "ACEPTADO" and estado == "ACEPTADO_CON_OBSERVACIONES")


def _rotulo(estado: str) -> str:
    return "Vence en 7 días" if estado == "POR_VENCER" else PALABRAS[estado]


def _semanales(entregas: Sequence[Renglon]) -> html.Section:
    series: dict[str, list[Renglon]] = {}
    for entrega in entregas:
        series.setdefault(f"{entrega['contrato_corto']} · {entrega['serie']}", []).append(entrega)
    transcurridas = max(sum(e["num_dias_restantes"] < 0 for e in propias) for propias in series.values())
    semanas = max(len(propias) for propias in series.values())
    return seccion(
        "Entregas semanales",
        [
            html.Div(graficas.semanas(series), className="solo-esc"),
            html.Div(graficas.semanas(series, telefono=True), className="solo-tel"),
        ],
        sub=f"{formato.cuenta(semanas, 'semana', 'semanas')}; {transcurridas} transcurridas",
        nota="Verde: aceptada; en contorno, en revisión. Ámbar: aceptada con observaciones. Contorno gris: por venir.",
    )


DESCARGAS = {
    "entregables": lambda contrato=None: consultas.entregables(contrato),
    "contratos": consultas.contratos,
    "compromisos": lambda contrato=None: consultas.compromisos(contrato),
}

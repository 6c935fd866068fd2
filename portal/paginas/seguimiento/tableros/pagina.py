"""Tableros: el índice de áreas y el tablero de cada una, con sus metas por línea de acción."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from portal import almacen, direccion, formato
from portal.componentes import filtros as controles
from portal.componentes.armazon import Pantalla
from portal.componentes.basicos import enlace, fila, seccion, titular
from portal.componentes.semaforo import apilada, chip, conteos_de
from portal.componentes.tabla import Columna, tabla
from portal.componentes.tramos import tramo
from portal.componentes.vacio import pagina_sin_datos, vacio
from portal.paginas.seguimiento import consultas as comunes
from portal.paginas.seguimiento import filtros, piezas, titulares
from portal.paginas.seguimiento.seleccion import Seleccion, leer
from portal.paginas.seguimiento.tableros import celdas, consultas, indicadores, lado_a_lado

Renglon = Mapping[str, Any]


def disposicion(
    area: str | None = None, periodo: str | None = None, contra: str | None = None, **_: str
) -> Component | Pantalla:
    """Sin área, el índice; con área, su tablero; con `contra`, dos áreas lado a lado."""
    corte = comunes.corte() if almacen.hay("mart_seguimiento__avance_mensual") else None
    if corte is None:
        return pagina_sin_datos(
            "Todavía no hay tableros", "Sin programa de metas.", "Lo entrega Planeación en programa/."
        )
    sel = leer(corte, periodo)
    lugares = consultas.ranking(sel.periodo)
    es_tablero = direccion.actual().ruta != "/tableros"
    return _tablero(area or "", sel, lugares, contra) if es_tablero else _indice(sel, lugares)


def _indice(sel: Seleccion, lugares: Sequence[Renglon]) -> Pantalla:
    """Todas las áreas, en el orden de su nombre, con su cumplimiento y sus metas por clase."""
    areas = sorted(lugares, key=lambda a: a["area_corta"])
    visibles, otros = tramo(areas, "tramo-areas")
    minimo = comunes.umbral_de_buen_desempeno(sel.periodo)
    columnas = [
        Columna("", "Área", lambda a: enlace(a["area_corta"], piezas.ruta_de_area(a["area_clave"]))),
        Columna("", "Clase", lambda a: chip(a["clase"], plano=True)),
        Columna("cumplimiento", "Cumplimiento", celdas.porcentaje, numerica=True, clase="fuerte"),
        Columna("", "Metas por clase", lambda a: apilada(conteos_de(a)), clase="apiladas"),
        Columna("num_metas", "Metas", formato.numero, numerica=True),
        Columna("", "Evaluadas", lambda a: f"{a['num_evaluables']} de {a['num_exigibles']}", numerica=True),
        Columna("", "Lugar", lambda a: celdas.lugar(a["lugar"]), numerica=True),
    ]
    sin_calificar = html.Ul(
        [html.Li(enlace(a["nombre"], piezas.ruta_de_area(a["clave"]))) for a in comunes.areas()], className="deudas"
    )
    cuerpo = [
        html.Div(tabla(columnas, visibles, leyenda="Áreas con su cumplimiento al corte"), className="solo-esc"),
        html.Div([_tarjeta_de_area(a) for a in visibles], className="tarjetas solo-tel"),
        otros,
    ]
    contenido = [
        titular(titulares.de_tableros(lugares, minimo), "Abra un área para ver sus metas, línea por línea."),
        fila(seccion("Áreas", cuerpo if areas else sin_calificar, sub=formato.periodo(sel.periodo).lower())),
    ]
    return Pantalla(contenido, filtros=[filtros.periodo(sel)], titulo="Tableros")


def _tarjeta_de_area(a: Renglon) -> Component:
    cifra = html.Span([html.B(celdas.porcentaje(a["cumplimiento"])), " ", chip(a["clase"], plano=True)], className="nb")
    cabeza = html.Span([html.Span(a["area_corta"]), cifra], className="cabeza")
    return enlace([cabeza, apilada(conteos_de(a), alto=9)], piezas.ruta_de_area(a["area_clave"]), "tarjeta renglon")


def _tablero(clave: str, sel: Seleccion, lugares: Sequence[Renglon], contra: str | None) -> Pantalla:
    area = consultas.area(clave)
    metas = consultas.metas(clave, sel.periodo) if area else []
    migas = [enlace("Tableros", direccion.hacia("/tableros", conservar=("periodo",))), f" / {clave}"]
    selector = [filtros.periodo(sel), _selector_de_area(clave), _selector_contra(clave, contra)]
    if area is None or not metas:
        hueco = vacio(f"No hay metas del área {clave}.", [enlace("Ver todas las áreas", "/tableros")], enlazar=False)
        return Pantalla(
            [titular("Esa área no tiene tablero", migas=migas), html.Div(hueco, className="mi-hueco")], filtros=selector
        )
    propia = next((a for a in lugares if a["area_clave"] == clave), None)
    descargas = [("Metas en Excel", _descarga(clave, sel, "xlsx")), ("Metas en CSV", _descarga(clave, sel, "csv"))]
    otra = next((a for a in lugares if a["area_clave"] == contra and contra != clave), None)
    if propia is not None and otra is not None:
        metas_otra = consultas.metas(otra["area_clave"], sel.periodo)
        tramo = f"{propia['area_corta']} y {otra['area_corta']}, {formato.periodo(sel.periodo).lower()}."
        cuerpo = [
            titular(lado_a_lado.titulo(propia, otra), tramo, migas),
            lado_a_lado.comparacion(propia, otra, metas, metas_otra),
        ]
        return Pantalla(cuerpo, filtros=selector, descargas=descargas, titulo=tramo, escrito=tramo)
    captura = consultas.captura(clave, sel.periodo)
    contenido = [
        titular(titulares.de_area(area["area_corta"], metas), _entrada(area, sel), migas),
        html.Div(indicadores.kpis_de_area(propia, lugares, captura, metas, sel), className="mi-kpis-de-pagina"),
        fila(_metas(metas, sel, clave)),
        fila(_causas(metas)),
    ]
    return Pantalla(
        contenido,
        filtros=selector,
        descargas=descargas,
        titulo=area["area_corta"],
        escrito=formato.periodo(sel.periodo),
    )


def _selector_de_area(clave: str) -> Component:
    """Cambiar de área es cambiar de ruta; están todas, también en un mes que aún no se califica."""
    opciones = [(a["clave"], a["nombre"]) for a in comunes.areas()]
    control = controles.lista("area", "Área", opciones, clave)
    return html.Div(control, className="mi-filtro-de-ruta", **{"data-ruta": "/tableros/"})


def _selector_contra(clave: str, contra: str | None) -> Component:
    """La segunda área; vive en la dirección como los demás filtros."""
    opciones = [("", "Ninguna"), *((a["clave"], a["nombre"]) for a in comunes.areas() if a["clave"] != clave)]
    return controles.lista("contra", "Comparar con", opciones, contra or "")


def _entrada(area: Renglon, sel: Seleccion) -> str:
    tramo = "Enero" if sel.periodo.month == 1 else f"Acumulado de enero a {formato.mes(sel.periodo)}"
    responsable = f" Responsable: {area['responsable']}." if area["responsable"] else ""
    return f"{area['area_nombre']}.{responsable} {tramo}."


def _descarga(clave: str, sel: Seleccion, extension: str) -> str:
    parametros = {"area": clave, "periodo": formato.periodo_clave(sel.periodo)}
    return direccion.armar(f"/descargas/seguimiento.tableros/metas.{extension}", parametros)


def _metas(metas: Sequence[Renglon], sel: Seleccion, clave: str) -> html.Section:
    """La tabla en escritorio y las tarjetas en teléfono, por línea de acción."""
    mes_previo = formato.mes_corto(sel.anterior)
    columnas = [
        Columna("", "Meta e indicador", lambda m: piezas.nombre_de_meta(m, celdas.bajo_el_nombre(m))),
        Columna("", "Clase", lambda m: chip(m["clase"], plano=True)),
        Columna("programado_acumulado", "Programado", piezas.valor, numerica=True),
        Columna("realizado_acumulado", "Realizado", piezas.valor, numerica=True, clase="fuerte"),
        Columna("", "Diferencia", lambda m: piezas.valor(m["diferencia"], signo=True), numerica=True),
        Columna("", "Cumple", piezas.cumple, numerica=True, clase="fuerte"),
        Columna("", f"Contra {mes_previo}", celdas.contra_anterior, numerica=True, clase="med"),
        *_contra_el_anio_previo(metas, sel),
        Columna("", "Avance al año", celdas.bala),
        Columna("", "Ene a dic", celdas.minilinea),
        Columna("", "Captura, ene a dic", celdas.captura),
    ]
    escritorio = tabla(columnas, metas, leyenda="Metas del área por línea de acción", grupo=celdas.linea_de_accion)
    cuerpo = [
        celdas.leyenda(),
        html.Div(escritorio, className="solo-esc"),
        html.Div(_tarjetas(metas), className="tarjetas solo-tel"),
    ]
    ver = html.A("Excel", href=_descarga(clave, sel, "xlsx"), download="")
    return seccion("Metas", cuerpo, sub=f"{len(metas)}, por línea de acción", ver=ver)


def _contra_el_anio_previo(metas: Sequence[Renglon], sel: Seleccion) -> list[Columna]:
    """La columna contra el mismo mes del año previo; solo si alguna meta lo tiene."""
    if all(m["cumplimiento_anio_previo"] is None for m in metas):
        return []
    rotulo = f"Contra {formato.mes_corto(sel.periodo)} {sel.periodo.year - 1}"
    return [Columna("", rotulo, celdas.contra_anio_previo, numerica=True, clase="med")]


def _tarjetas(metas: Sequence[Renglon]) -> list[Component]:
    piezas_de_lista: list[Component] = []
    anterior = None
    for meta in metas:
        linea = celdas.linea_de_accion(meta)
        if linea != anterior:
            piezas_de_lista.append(html.H3(linea, className="grupo-tel"))
            anterior = linea
        piezas_de_lista.append(celdas.tarjeta(meta))
    return piezas_de_lista


def _causas(metas: Sequence[Renglon]) -> html.Section:
    """Lo que el área dijo de sus metas que no van bien: observación, justificación y evidencia."""
    rezagadas = [m for m in metas if m["clase"] in ("REGULAR", "DEFICIENTE", "SIN_CAPTURA")]
    sub = "metas en Regular, Deficiente o sin captura"
    if not rezagadas:
        return seccion(
            "Causas y evidencia", html.P("Ninguna meta del área lo necesita en este corte.", className="med"), sub=sub
        )
    columnas = [
        Columna("", "Meta", lambda m: enlace(m["indicador_nombre"], piezas.ruta_de_meta(m["meta_clave"]))),
        Columna("", "Clase", lambda m: chip(m["clase"], plano=True)),
        Columna(
            "",
            "Causa que da el área",
            lambda m: m["observaciones"] or html.Span("Sin observación capturada", className="sd"),
        ),
        Columna("justificacion", "Justificación", lambda t: t or html.Span("—", className="sd"), solo_escritorio=True),
        Columna("evidencia", "Evidencia", lambda t: t or html.Span("sin evidencia", className="sd")),
    ]
    return seccion(
        "Causas y evidencia", tabla(columnas, rezagadas, leyenda="Causas y evidencia de las metas rezagadas"), sub=sub
    )


def _metas_para_descargar(area: str = "", periodo: str | None = None) -> list[dict[str, Any]]:
    """Las metas del tablero, con sus doce meses de acumulado."""
    corte = comunes.corte()
    return [] if corte is None else consultas.para_descargar(area, leer(corte, periodo).periodo)


DESCARGAS = {"metas": _metas_para_descargar}

"""Alineación: del eje a la meta, con su cumplimiento en cada nivel y lo que un revisor preguntaría del plan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from portal import almacen, direccion, formato
from portal.componentes.armazon import Pantalla
from portal.componentes.basicos import enlace, fila, icono, oculto, seccion, titular
from portal.componentes.semaforo import EVALUABLES, aspecto, chip
from portal.componentes.tabla import Columna, tabla
from portal.componentes.tramos import tramo
from portal.componentes.vacio import pagina_sin_datos
from portal.descargas import destino
from portal.paginas.seguimiento import consultas as comunes
from portal.paginas.seguimiento import filtros, piezas, titulares
from portal.paginas.seguimiento.alineacion import arbol, consultas, graficas, revision
from portal.paginas.seguimiento.seleccion import Seleccion, clase_de, leer

Renglon = Mapping[str, Any]
_METAS = 150
_CRUCES_POR_TRAMO = 30


def disposicion(periodo: str | None = None, eje: str | None = None, **_: str) -> Component | Pantalla:
    """La página completa a partir de su dirección."""
    corte = comunes.corte() if almacen.hay("mart_seguimiento__alineacion") else None
    if corte is None:
        return pagina_sin_datos("Todavía no hay plan", "Sin programa de metas.", "Lo entrega Planeación en programa/.")
    sel = leer(corte, periodo, eje)
    niveles = consultas.niveles(sel.periodo)
    ejes = [{**n, "eje_nombre": n["nombre"], "eje_clave": n["clave"]} for n in niveles if n["nivel"] == "eje"]
    cuentas, hallazgos = consultas.cuentas(), consultas.revision()
    elegido = eje_a_la_vista(sel.eje, ejes, cuentas["metas"])
    metas = consultas.metas(sel.periodo, elegido)
    vistos = [e for e in ejes if elegido in (None, e["eje_clave"])]
    contenido = [
        titular(
            titulares.de_alineacion(ejes, cuentas["observadas"] if hallazgos is None else len(hallazgos)),
            ["Cada nivel se calcula desde sus metas, ponderadas por su peso.", *_por_que_un_eje(sel.eje, elegido)],
        ),
        fila(_mosaico(metas, vistos, niveles, sel)),
        fila(_ejes_por_area(consultas.ejes_por_area(sel.periodo, elegido), sel)),
        fila(seccion("Del eje a la meta", arbol.de_plan(metas, niveles), sub="abra cada nivel para llegar a la meta")),
        fila(revision.de_plan(hallazgos)),
    ]
    descargas = [
        ("Plan en Excel", destino("seguimiento.alineacion", "plan")),
        ("Plan en CSV", destino("seguimiento.alineacion", "plan", "csv")),
        ("Revisión del plan en Excel", destino("seguimiento.alineacion", "revision")),
    ]
    return Pantalla(
        contenido,
        filtros=[filtros.periodo(sel), filtros.eje(elegido, con_todos=elegido is None or cuentas["metas"] <= _METAS)],
        descargas=descargas,
        escrito=filtros.en_palabras(sel),
    )


def eje_a_la_vista(pedido: str | None, ejes: Sequence[Renglon], num_metas: int) -> str | None:
    """El eje que se dibuja; ``None``, todos. Un plan muy grande se mira por ejes: primero el de menor cumplimiento."""
    if pedido is not None or num_metas <= _METAS or not ejes:
        return pedido
    con_dato = [e for e in ejes if e["cumplimiento"] is not None] or list(ejes)
    clave: str = min(con_dato, key=lambda e: (e["cumplimiento"] or 0, e["eje_clave"]))["eje_clave"]
    return clave


def _por_que_un_eje(pedido: str | None, elegido: str | None) -> list[str]:
    return [" Por su tamaño, el plan se mira eje por eje."] if elegido is not None and pedido is None else []


def _mosaico(
    metas: Sequence[Renglon], ejes: Sequence[Renglon], niveles: Sequence[Renglon], sel: Seleccion
) -> html.Section:
    """Una losa por meta, tan grande como su peso, con el color de su clase, el número y la palabra.

    En pantalla ancha, el mapa eje → objetivo → meta; en el teléfono y en papel, una celda por meta en cada eje.
    """
    bloques = []
    for eje in ejes:
        propias = [m for m in metas if m["eje_clave"] == eje["eje_clave"]]
        celdas = [_celda(m) for m in sorted(propias, key=lambda m: (-(m["cumplimiento_tope"] or -1), m["meta_clave"]))]
        cifra = formato.porcentaje(eje["cumplimiento"]) if eje["cumplimiento"] is not None else formato.SIN_DATO
        cabeza = html.P([html.Span(eje["eje_nombre"]), html.B(cifra, className="nb")], className="nombre")
        bloques.append(html.Div([cabeza, html.Div(celdas, className="celdas")], className="eje"))
    por_clave = {(n["nivel"], n["clave"]): n for n in niveles}
    mapa = graficas.mapa(metas, por_clave, piezas.ruta_de_meta, _ruta_de_eje)
    nota = ["Tamaño según el peso de la meta. Cada una abre su ficha. ", *_leyenda()]
    return seccion(
        "Todas las metas por eje",
        [mapa, html.Div(bloques, className="mosaico")],
        sub=formato.periodo(sel.periodo).lower(),
        nota=nota,
    )


def _ruta_de_eje(clave: str) -> str:
    return direccion.hacia("/", conservar=("periodo",), eje=clave)


def _leyenda() -> list[Any]:
    return [pieza for clase in EVALUABLES for pieza in (html.Span(chip(clase, plano=True), className="nb"), " ")]


def _celda(m: Renglon) -> html.A:
    visto = aspecto(m["clase"])
    cifra = formato.porcentaje(m["cumplimiento"]) if m["cumplimiento"] is not None else visto.palabra
    rotulo = f"{m['indicador_nombre']} ({m['area_corta']}): {cifra}, {visto.palabra}"
    leido = oculto(f": {m['indicador_nombre']}, {m['area_corta']}, {visto.palabra}")
    contenido = [html.B([icono(visto.icono), f" {cifra} "]), html.Span(m["meta_clave"]), leido]
    return enlace(
        contenido,
        piezas.ruta_de_meta(m["meta_clave"]),
        visto.css,
        title=rotulo,
        style={"flexGrow": m["peso"] or 1},
    )


def _ejes_por_area(cruces: Sequence[Renglon], sel: Seleccion) -> html.Section:
    """Barras por eje y área: dónde está el rezago de cada eje."""
    columnas = [
        Columna(
            "", "Área", lambda c: enlace(c["area_corta"] or "Sin área", piezas.ruta_de_area(c["area_clave"] or ""))
        ),
        Columna(
            "",
            "Clase",
            lambda c: chip(clase_de(c["cumplimiento"], c), plano=True) if c["cumplimiento"] is not None else "—",
        ),
        Columna(
            "",
            "Cumple",
            lambda c: formato.porcentaje(c["cumplimiento"]) if c["cumplimiento"] is not None else None,
            numerica=True,
            clase="fuerte",
        ),
        Columna("", "0 a 100 %", _barra, clase="ancha", solo_escritorio=True),
        Columna("", "Evaluadas", lambda c: f"{c['num_evaluables']} de {c['num_metas']}", numerica=True),
    ]
    visibles, otros = tramo(cruces, "tramo-cruces", _CRUCES_POR_TRAMO)
    cuerpo = tabla(
        columnas, visibles, leyenda="Cumplimiento de cada eje por área", grupo=lambda c: c["eje_nombre"] or "Sin eje"
    )
    return seccion("Eje por área", [cuerpo, otros], sub=f"cumplimiento a {formato.mes(sel.periodo)}")


def _barra(c: Renglon) -> html.Span:
    ancho = f"{min(c['cumplimiento'], 100)}%" if c["cumplimiento"] is not None else "0"
    clase = aspecto(clase_de(c["cumplimiento"], c)).css if c["cumplimiento"] is not None else "estado"
    return html.Span(
        html.I(className=f"b-{clase}", style={"width": ancho}),
        className="avance-barra de-clase",
        **{"aria-hidden": "true"},
    )


def _plan_para_descargar(periodo: str | None = None, eje: str | None = None) -> list[dict[str, Any]]:
    corte = comunes.corte()
    return [] if corte is None else consultas.metas(leer(corte, periodo).periodo, eje)


def _revision_para_descargar() -> list[dict[str, Any]]:
    return consultas.revision() or []


DESCARGAS = {"plan": _plan_para_descargar, "revision": _revision_para_descargar}

"""Ficha de una meta: cómo va, contra qué, por qué ese color y de qué celda salió."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from portal import almacen, direccion, formato
from portal.componentes import filtros as controles
from portal.componentes.armazon import Pantalla
from portal.componentes.banderas import banderas, critica
from portal.componentes.basicos import enlace, fila, icono, seccion, titular
from portal.componentes.dibujo import dibujo
from portal.componentes.explicacion import enlace_explica
from portal.componentes.semaforo import chip
from portal.componentes.tabla import Columna, tabla
from portal.componentes.tarjeta import kpi, kpis
from portal.componentes.vacio import pagina_sin_datos, vacio
from portal.paginas.seguimiento import consultas as comunes
from portal.paginas.seguimiento import filtros, piezas, titulares
from portal.paginas.seguimiento.metas import consultas, graficas, secciones
from portal.paginas.seguimiento.metas.explicacion import cajon_de_meta
from portal.paginas.seguimiento.redaccion import cantidad, es_porcentaje, plural
from portal.paginas.seguimiento.seleccion import Seleccion, leer

Renglon = Mapping[str, Any]


def disposicion(
    clave: str = "", periodo: str | None = None, explica: str | None = None, **_: str
) -> Component | Pantalla:
    """La página completa a partir de su dirección."""
    corte = comunes.corte() if almacen.hay("mart_seguimiento__avance_mensual") else None
    if corte is None:
        return pagina_sin_datos("Todavía no hay metas", "Sin programa de metas.", "Lo entrega Planeación en programa/.")
    sel = leer(corte, periodo)
    ficha, meses = consultas.ficha(clave), consultas.meses(clave)
    if ficha is None or not meses:
        return _no_existe(clave)
    actual = next((m for m in meses if m["periodo"] == sel.periodo), meses[-1])
    return Pantalla(
        _contenido(sel, ficha, meses, actual, con_cajon=explica == "cumplimiento"),
        filtros=[filtros.periodo(sel), _selector(clave)],
        cajon=cajon_de_meta(actual, meses) if explica == "cumplimiento" else None,
        descargas=[(f"Meses en {t}", _descarga(clave, e)) for t, e in (("Excel", "xlsx"), ("CSV", "csv"))],
        titulo=f"{clave} {ficha['indicador_nombre']}",
        escrito=f"Se muestra: {formato.periodo(sel.periodo)}.",
    )


def _contenido(sel: Seleccion, ficha: Renglon, meses: Sequence[Renglon], actual: Renglon, con_cajon: bool) -> list[Any]:
    """Con el cajón abierto la página es angosta: las gráficas toman todo el ancho y lo demás baja."""
    versiones = consultas.versiones(actual["meta_clave"])
    series = [_acumulado(meses, actual), _mes_a_mes(meses, actual)]
    alertas = secciones.de_alertas(consultas.alertas(actual["meta_clave"]), sel)
    lado = [secciones.ritmo(meses, actual), secciones.dicho_por_el_area(actual)]
    correcciones = secciones.correcciones(versiones, actual["unidad"])
    if con_cajon:
        cuerpo = [
            fila(series[0]),
            fila(series[1]),
            fila((6, lado[0]), (6, lado[1])),
            fila((6, alertas), (6, correcciones)),
        ]
    else:
        cuerpo = [fila((8, series), (4, [*lado, alertas, correcciones]))]
    return [
        _titular(ficha, actual),
        html.Div(_kpis(actual), className="mi-kpis-de-pagina"),
        *cuerpo,
        fila(secciones.capturas(versiones, meses)),
        fila(secciones.ficha_tecnica(ficha)),
    ]


def _titular(ficha: Renglon, actual: Renglon) -> html.Div:
    migas = [
        enlace("Tableros", direccion.hacia("/tableros", conservar=("periodo",))),
        " / ",
        enlace(ficha["area_corta"] or ficha["area_clave"], piezas.ruta_de_area(ficha["area_clave"])),
        f" / {ficha['meta_clave']}",
    ]
    marcas: list[Any] = [html.H1(ficha["indicador_nombre"]), chip(actual["clase"])]
    if ficha["es_critica"]:
        marcas.append(critica())
    marcas += banderas(actual)
    cuerpo = [html.P(migas, className="mi-migas"), html.Div(marcas, className="cinta-titulo")]
    return html.Div([*cuerpo, html.P(f"{titulares.de_meta(actual)}.", className="mi-entrada")], className="mi-titular")


def _kpis(actual: Renglon) -> html.Div:
    """Programado, realizado, diferencia y cumplimiento, juntos y en ese orden."""
    unidad = "%" if es_porcentaje(actual["unidad"]) else plural(actual["unidad"])
    tramo = "enero" if actual["periodo"].month == 1 else f"enero a {formato.mes(actual['periodo'])}"
    avance = actual["avance_anual"]
    del_anio = (
        f"{formato.porcentaje(avance)} de la meta anual"
        if avance is not None
        else f"meta anual: {cantidad(actual['meta_anual'])}"
    )
    explica = enlace_explica([icono("question-circle"), " Explica este color"], "cumplimiento", "a-la-vista")
    cumple: Any = chip(actual["clase"], plano=True)
    if actual["cumplimiento"] is not None:
        cumple = formato.porcentaje(actual["cumplimiento"])
    return kpis(
        [
            kpi("Programado", piezas.valor(actual["programado_acumulado"]), f"{unidad}, {tramo}"),
            kpi("Realizado", piezas.valor(actual["realizado_acumulado"]), del_anio),
            kpi("Diferencia", piezas.valor(actual["diferencia"], signo=True), secciones.hacia_donde(actual)),
            kpi("Cumplimiento", cumple, explica),
        ]
    )


def _acumulado(meses: Sequence[Renglon], actual: Renglon) -> html.Section:
    grande, chica = graficas.acumulado(meses), graficas.acumulado(meses, 358)
    sub = f"{plural(actual['unidad'])}; fondo: clase que tocaría en cada punto"
    if not grande:
        return seccion(
            "Acumulado contra dónde deberíamos ir",
            vacio("La meta no tiene programa ni captura.", enlazar=False),
            sub=sub,
        )
    cuerpo = [dibujo(grande, "solo-esc"), dibujo(chica, "solo-tel"), _tabla_de_meses(meses)]
    return seccion("Acumulado contra dónde deberíamos ir", cuerpo, sub=sub)


def _mes_a_mes(meses: Sequence[Renglon], actual: Renglon) -> html.Section:
    grande = graficas.mes_a_mes(meses, actual["periodo"])
    chica = graficas.mes_a_mes(meses, actual["periodo"], 358)
    cuerpo = (
        [dibujo(grande, "solo-esc"), dibujo(chica, "solo-tel")]
        if grande
        else vacio("Ningún mes programado ni capturado.", enlazar=False)
    )
    return seccion("Mes a mes", cuerpo, sub="barras: realizado; raya: programado")


def _tabla_de_meses(meses: Sequence[Renglon]) -> html.Details:
    """Los datos de la gráfica, a un clic."""
    columnas = [
        Columna("periodo", "Mes", formato.mes_corto),
        Columna("programado", "Programado", piezas.valor, numerica=True),
        Columna("realizado", "Realizado", piezas.valor, numerica=True),
        Columna("programado_acumulado", "Programado acumulado", piezas.valor, numerica=True, solo_escritorio=True),
        Columna("realizado_acumulado", "Realizado acumulado", piezas.valor, numerica=True, solo_escritorio=True),
        Columna(
            "", "Diferencia", lambda m: piezas.valor(m["diferencia"], signo=True), numerica=True, solo_escritorio=True
        ),
        Columna("", "Cumple", piezas.cumple, numerica=True),
        Columna("", "Clase", lambda m: chip(m["clase"], plano=True)),
    ]
    return html.Details(
        [html.Summary("Ver los datos"), tabla(columnas, meses, leyenda="Los doce meses de la meta")],
        className="mi-datos",
    )


def _selector(clave: str) -> Component:
    """Cambiar de meta es cambiar de ruta."""
    opciones = [(m["clave"], f"{m['clave']} · {m['nombre']}") for m in consultas.claves()]
    return html.Div(
        controles.lista("meta", "Meta", opciones, clave), className="mi-filtro-de-ruta", **{"data-ruta": "/metas/"}
    )


def _descarga(clave: str, extension: str) -> str:
    return direccion.armar(f"/descargas/seguimiento.metas/meses.{extension}", {"clave": clave})


def _no_existe(clave: str) -> Pantalla:
    hueco = vacio(
        f"No hay ninguna meta con la clave {clave}.", [enlace("Ver los tableros", "/tableros")], enlazar=False
    )
    return Pantalla([titular("Esa meta no está en el programa"), html.Div(hueco, className="mi-hueco")])


def _meses_para_descargar(clave: str = "") -> list[dict[str, Any]]:
    return consultas.meses(clave)


DESCARGAS = {"meses": _meses_para_descargar}

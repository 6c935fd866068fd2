"""Tablas de difusión: campañas del mes, solicitudes y conciliación. Datos → componente."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from portal import formato
from portal.componentes.basicos import Contenido, icono, seccion
from portal.componentes.explicacion import enlace_explica
from portal.componentes.tabla import Columna, tabla
from portal.componentes.vacio import vacio
from portal.descargas import destino
from portal.paginas.difusion import graficas, redaccion

Renglon = Mapping[str, Any]
TESTIGO = {
    "vigente": ("check-lg", "", "vigente"),
    "repetido": ("exclamation-triangle-fill", "t-regular fuerte", "repetido"),
    "fuera_de_entrega": ("exclamation-triangle-fill", "t-regular fuerte", "fuera de entrega"),
    "sin_imagen": ("x-octagon-fill", "t-deficiente fuerte", "sin imagen"),
    "falta": ("x-octagon-fill", "t-deficiente fuerte", "falta"),
    "no_requiere": ("check-lg", "", "no requiere"),
}
"""Estado del testigo → (ícono, clase, palabra)."""


def testigo(estado: str) -> html.Span:
    """Ícono y palabra del testigo."""
    nombre, clase, palabra = TESTIGO[estado]
    return html.Span([icono(nombre), f" {palabra}"], className=f"{clase} nb".strip())


def _alcance(c: Renglon) -> Contenido:
    if not c["tiene_alcance"]:
        return html.Span("no existe en búsqueda", className="sd", style={"fontWeight": 400})
    if c["alcance_minimo"] is None:
        return html.Span("sin dato", className="sd", style={"fontWeight": 400})
    return graficas.alcance_escrito(c["alcance_minimo"], c["alcance_maximo"])


def _frecuencia(minima: float | None, maxima: float | None) -> Contenido:
    if minima is None:
        return html.Span("—", className="sd")
    bajo, alto = formato.numero(minima, 1), formato.numero(maxima, 1)
    return bajo if bajo == alto else f"{bajo} a {alto}"


def _enlace(c: Renglon) -> Component:
    return enlace_explica(c["campana_nombre"], str(c["campana_clave"]))


def campanas(renglones: Sequence[Renglon], seleccion: Renglon | None, mes: dt.date) -> html.Section:
    """Campañas del mes por plataforma; el total lleva el alcance de la selección, que no es suma."""
    nombre = formato.mes(mes)
    if not renglones:
        return seccion(f"Campañas de {nombre}", vacio("Ninguna campaña con esos filtros.", enlazar=False))
    techo = max((float(c["alcance_maximo"] or 0) for c in renglones), default=0)
    cuantas = {p: sum(c["plataforma"] == p for c in renglones) for p in {c["plataforma"] for c in renglones}}
    columnas = [
        Columna("", "Campaña", _enlace),
        Columna("objetivo", "Objetivo", _apoyo),
        Columna("", "Alcance, personas", _alcance, numerica=True, clase="fuerte"),
        Columna("", "◆ exacto, ▬ intervalo", lambda c: _dibujo_o_nada(c, techo)),
        Columna("num_impresiones", "Impresiones", lambda v: formato.numero(v, 0), numerica=True),
        Columna("", "Frecuencia", lambda c: _frecuencia(c["frecuencia_minima"], c["frecuencia_maxima"]), numerica=True),
        Columna("importe_gasto_mxn", "Gasto, pesos", formato.importe, numerica=True),
        Columna("importe_cpm_mxn", "CPM, pesos", lambda v: formato.numero(v, 0), numerica=True),
        Columna("estado_testigo", "Testigo", testigo),
    ]
    cuadro = tabla(
        columnas,
        renglones,
        leyenda=f"Campañas con entrega en {nombre}",
        grupo=lambda c: f"{c['plataforma']} · {formato.cuenta(cuantas[c['plataforma']], 'campaña', 'campañas')}",
    )
    cuadro.children.children[-1].children.append(_total(renglones, seleccion, mes))
    cuadro.className = "tw solo-esc"
    ver = html.A("Informe mensual", href=destino("difusion", "informe"), download="")
    tarjetas = html.Div([_tarjeta(c) for c in renglones], className="tarjetas solo-tel")
    return seccion(f"Campañas de {nombre}", [cuadro, tarjetas], sub=f"{len(renglones)} con entrega", ver=ver)


def _dibujo_o_nada(c: Renglon, techo: float) -> Contenido:
    dibujo = graficas.alcance_en_celda(c["alcance_minimo"], c["alcance_maximo"], techo)
    return html.Span() if dibujo is None else dibujo


def _total(renglones: Sequence[Renglon], seleccion: Renglon | None, mes: dt.date) -> html.Tr:
    impresiones = sum(int(c["num_impresiones"]) for c in renglones)
    importes = [c["importe_gasto_mxn"] for c in renglones if c["importe_gasto_mxn"] is not None]
    gasto = sum(importes) if importes else None
    alcance = _alcance_de_la_seleccion(seleccion)
    con_testigo = sum(c["estado_testigo"] == "vigente" for c in renglones)
    cpm = 1000 * float(gasto) / impresiones if gasto is not None and impresiones else None
    return html.Tr(
        [
            html.Th(formato.mes(mes).capitalize(), scope="row", colSpan=2),
            html.Td(alcance[0], className="num"),
            html.Td("no es suma", className="u"),
            html.Td(formato.numero(impresiones, 0), className="num"),
            html.Td(alcance[1], className="num suave"),
            html.Td(formato.importe(gasto), className="num"),
            html.Td(formato.numero(cpm, 0), className="num suave"),
            html.Td(f"{con_testigo} de {len(renglones)}", className="suave"),
        ],
        className="total",
    )


def personas_de_la_seleccion(seleccion: Renglon | None) -> str | None:
    """El alcance de lo que se ve, escrito; ``None`` si nadie lo midió."""
    if seleccion is None or seleccion["alcance_minimo"] is None:
        return None
    if seleccion["alcance_maximo"] is None:
        return f"{formato.numero(graficas.redondo(seleccion['alcance_minimo']), 0)} o más"
    return graficas.alcance_escrito(seleccion["alcance_minimo"], seleccion["alcance_maximo"])


def _alcance_de_la_seleccion(seleccion: Renglon | None) -> tuple[Contenido, Contenido]:
    """Alcance y frecuencia de lo que se ve: exacto o el intervalo más angosto; sin cobertura, solo su piso."""
    sin_cifra = html.Span("—", className="sd")
    personas = personas_de_la_seleccion(seleccion)
    if seleccion is None or personas is None:
        return "—", sin_cifra
    if seleccion["alcance_maximo"] is None:
        return personas, sin_cifra
    return personas, _frecuencia(seleccion["frecuencia_minima"], seleccion["frecuencia_maxima"])


def _tarjeta(c: Renglon) -> html.Article:
    marca = testigo(c["estado_testigo"]) if c["estado_testigo"] != "vigente" else ""
    cifras = (
        ("Alcance, personas", _alcance(c)),
        ("Impresiones", formato.numero(c["num_impresiones"], 0)),
        ("Gasto, pesos", formato.importe(c["importe_gasto_mxn"])),
    )
    return html.Article(
        [
            html.Div([html.H3(_enlace_de_tarjeta(c)), html.Span(marca, className="peq")], className="cabeza"),
            html.P(f"{c['plataforma']} · {c['objetivo']}", className="mic mut"),
            html.Dl([html.Div([html.Dt(r), html.Dd(v)]) for r, v in cifras], className="cuatro tres"),
        ],
        className="tarjeta",
    )


def _enlace_de_tarjeta(c: Renglon) -> Component:
    enlace_tarjeta = _enlace(c)
    enlace_tarjeta.id = f"{enlace_tarjeta.id}-tarjeta"
    return enlace_tarjeta


def solicitudes(renglones: Sequence[Renglon], mes: dt.date) -> html.Section:
    """Las que salieron del plazo o siguen abiertas; las demás, contadas y en la descarga."""
    titulo, sub = "Solicitudes al proveedor", "reloj de servicio: lunes a viernes, 9:00 a 21:00"
    if not renglones:
        return seccion(titulo, vacio("Sin solicitudes en el mes.", "Van en pauta/contrato.xlsx."), sub=sub)
    fuera = [s for s in renglones if s["estado"] != "EN_PLAZO"]
    en_plazo = [s for s in renglones if s["estado"] == "EN_PLAZO"]
    lentas = sorted(en_plazo, key=lambda s: -s["minutos_atencion"])[: max(0, 5 - len(fuera))]
    columnas = [
        Columna(
            "",
            "Solicitud",
            lambda s: [s["tipo"] or "Solicitud", html.Span(f" {s['solicitud_clave']}", className="mut")],
        ),
        Columna("campana_nombre", "Campaña", _apoyo),
        Columna("solicitada_en", "Pedida", _momento, numerica=True),
        Columna("vence_en", "Vencía", _momento, numerica=True),
        Columna("atendida_en", "Atendida", _momento, numerica=True),
        Columna("", "En servicio", _plazo, numerica=True),
    ]
    cuadro = tabla(
        columnas, [*fuera, *lentas], leyenda=f"Solicitudes de {formato.mes(mes)}, primero las que salieron del plazo"
    )
    cuadro.className = "tw solo-esc"
    lista = html.Ul([_solicitud_en_telefono(s) for s in [*fuera, *lentas]], className="plazos solo-tel")
    ver = html.A(f"Las {len(renglones)}", href=destino("difusion", "solicitudes"), download="")
    nota = f"{len(en_plazo)} de {len(renglones)} en plazo; se muestran las que no y las más lentas."
    return seccion(titulo, [cuadro, lista], sub=sub, ver=ver, nota=nota)


def _momento(valor: dt.datetime | None) -> str:
    return formato.SIN_DATO if valor is None else f"{formato.fecha_sin_anio(valor)} {valor:%H:%M}"


def _apoyo(valor: Any) -> html.Span:
    return html.Span(valor or formato.SIN_DATO, className="med")


def _solicitud_en_telefono(s: Renglon) -> html.Li:
    detalle = f"{s['campana_nombre']} · vencía {_momento(s['vence_en'])}, atendida {_momento(s['atendida_en'])}"
    nombre = [s["tipo"] or "Solicitud", html.Span(f" {s['solicitud_clave']}", className="mut")]
    return html.Li([html.Span(nombre), _plazo(s), html.Span(detalle, className="det")])


def _plazo(s: Renglon) -> Component:
    texto = redaccion.estado_de_solicitud(s)
    if s["estado"] in ("FUERA_DE_PLAZO", "ABIERTA_VENCIDA"):
        return html.Span([icono("x-octagon-fill"), f" {texto}"], className="t-deficiente fuerte nb")
    return html.Span(texto, className="nb")


def _exportacion(r: Renglon) -> list[Any]:
    """Plataforma y total que se compara; debajo, de qué archivo, porque un mes trae varias exportaciones."""
    total = str(r["etiqueta"]).removeprefix("Total: ").lower()
    archivo = html.Span(str(r["archivo"]).rsplit("/", 1)[-1], className="u archivo")
    return [f"{r['plataforma']}, {total}", html.Br(), archivo]


def conciliacion(renglones: Sequence[Renglon], mes: dt.date) -> html.Section:
    """Lo que declaran los totales de cada exportación contra la suma de sus renglones."""
    titulo, sub = "Conciliación con la plataforma", "totales declarados contra renglones leídos"
    propios = [r for r in renglones if r["num_renglones"]]
    if not propios:
        return seccion(titulo, vacio("Ninguna exportación del mes trae totales.", enlazar=False), sub=sub)
    cuadran = sum(r["estado"] == "cuadra" for r in propios)
    columnas = [
        Columna("", "Exportación", _exportacion),
        Columna("num_renglones", "Renglones", lambda v: formato.numero(v, 0), numerica=True, solo_escritorio=True),
        Columna("num_impresiones_total", "Impresiones", lambda v: formato.numero(v, 0), numerica=True),
        Columna("num_impresiones_diferencia", "Diferencia", lambda v: formato.diferencia(v, 0), numerica=True),
    ]
    cuadro = tabla(columnas, propios, leyenda=f"Conciliación de las exportaciones de {formato.mes(mes)}")
    ver = html.A("Con archivos", href=destino("difusion", "conciliacion"), download="")
    return seccion(titulo, cuadro, sub=sub, ver=ver, nota=f"{cuadran} de {len(propios)} totales cuadran al peso.")

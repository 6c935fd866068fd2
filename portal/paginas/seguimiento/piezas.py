"""Componentes propios del seguimiento que usan varias de sus páginas. Datos → componente; no consultan."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from portal import direccion, formato
from portal.componentes.banderas import banderas
from portal.componentes.basicos import enlace, icono, oculto
from portal.componentes.semaforo import aspecto, chip, severidad
from portal.paginas.seguimiento.redaccion import REGLA_DE_ALERTA, TITULO_DE_REGLA, cantidad

Renglon = Mapping[str, Any]
ESTADO_DE_ALERTA = {"NUEVA": "Nueva", "SE_MANTIENE": "Se mantiene", "RESUELTA": "Resuelta"}
_PESO_DE_SEVERIDAD = {"critica": 0, "alta": 1, "media": 2, "baja": 3}


def ruta_de_meta(clave: str) -> str:
    """Ficha de la meta, conservando el periodo que se mira."""
    return direccion.hacia(f"/metas/{clave}", conservar=("periodo",))


def ruta_de_area(clave: str) -> str:
    """Tablero del área, conservando el periodo que se mira."""
    return direccion.hacia(f"/tableros/{clave}", conservar=("periodo",))


def bandera_critica() -> html.Span:
    """Banderita de meta crítica, con su palabra para quien no la ve."""
    return html.Span([icono("flag-fill"), oculto("Meta crítica")], className="crit", title="Meta crítica")


def nombre_de_meta(meta: Renglon, bajo: str, con_banderas: bool = True) -> list[Any]:
    """Enlace a la ficha, bandera crítica, banderas de cálculo y un renglón de apoyo (clave, unidad o área)."""
    piezas: list[Any] = [enlace(meta["indicador_nombre"], ruta_de_meta(meta["meta_clave"]))]
    if meta.get("es_critica"):
        piezas += [" ", bandera_critica()]
    if con_banderas:
        for bandera in banderas({**meta, "num_extemporaneas": 0}):
            piezas += [" ", bandera]
    return [*piezas, html.Br(), html.Span(bajo, className="u")]


def valor(numero: float | None, signo: bool = False) -> Any:
    """Cantidad para celda; lo que no llegó se dice con palabras."""
    return html.Span(formato.SIN_DATO, className="sd") if numero is None else cantidad(numero, signo)


def cumple(fila: Renglon) -> Any:
    """El cumplimiento de una celda; sin captura cuenta como 0 en el ranking y se dice."""
    if fila["cumplimiento"] is not None:
        return formato.porcentaje(fila["cumplimiento"])
    return html.Span("cuenta como 0" if fila["clase"] == "SIN_CAPTURA" else "—", className="sd")


def las_cuatro(fila: Renglon) -> html.Dl:
    """Programado, realizado, diferencia y cumple juntos, para tarjetas de teléfono."""
    pares = (
        ("Programado", valor(fila["programado_acumulado"])),
        ("Realizado", valor(fila["realizado_acumulado"])),
        ("Diferencia", valor(fila["diferencia"], signo=True)),
        ("Cumple", cumple(fila)),
    )
    return html.Dl([html.Div([html.Dt(r), html.Dd(v)]) for r, v in pares], className="cuatro")


def mensaje(alerta: Renglon) -> str:
    """El mensaje de la alerta, sin que un renglón empiece con su «%»."""
    return str(alerta["mensaje"]).replace(" %", f"{formato.DURO}%")


def agrupar_por_meta(alertas: Sequence[Renglon]) -> list[list[Renglon]]:
    """Una meta con varias reglas disparadas es un solo asunto: las agrupa, en el orden en que llegaron."""
    grupos: dict[str, list[Renglon]] = {}
    for alerta in alertas:
        grupos.setdefault(alerta["meta_clave"], []).append(alerta)
    return list(grupos.values())


def alerta_de_meta(grupo: Sequence[Renglon], con_regla: bool = False, al_pie: Any = None) -> html.Li:
    """Un asunto: severidad, meta, lo que pasa con números, estado y reglas que dispararon; ``al_pie`` va al final."""
    primera = min(grupo, key=lambda a: _PESO_DE_SEVERIDAD.get(a["severidad"], 9))
    reglas = formato.lista(sorted({a["regla"] for a in grupo}))
    estado = "NUEVA" if any(a["estado"] == "NUEVA" for a in grupo) else primera["estado"]
    titulo: list[Any] = [enlace(primera["indicador_nombre"], ruta_de_meta(primera["meta_clave"]))]
    if primera.get("es_critica"):
        titulo += [" ", bandera_critica()]
    pie = [
        html.B(ESTADO_DE_ALERTA.get(estado, estado)),
        html.Span(f"{reglas} · {desde(primera, estado)}"),
        html.Span(primera["area_corta"]),
    ]
    dichos = [mensaje(a) for a in grupo]
    cuerpo = [html.H3(titulo), *_textos(grupo, con_regla, dichos), html.Div(pie, className="pie"), al_pie]
    return html.Li([severidad(primera["severidad"]), html.Div(cuerpo)])


def alerta_de_regla(alerta: Renglon) -> html.Li:
    """Una alerta dentro de la ficha de su meta: el asunto es la regla, no la meta."""
    pie = [
        html.B(ESTADO_DE_ALERTA.get(alerta["estado"], alerta["estado"])),
        html.Span(f"{alerta['regla']} · {desde(alerta, alerta['estado'])}"),
    ]
    cuerpo = [
        html.H3(TITULO_DE_REGLA.get(alerta["regla"], alerta["regla"])),
        html.P(mensaje(alerta)),
        html.Div(pie, className="pie"),
    ]
    return html.Li([severidad(alerta["severidad"]), html.Div(cuerpo)])


def _textos(grupo: Sequence[Renglon], con_regla: bool, dichos: Sequence[str]) -> list[html.P]:
    """En una lista larga, cada mensaje con su regla; en el resumen, los dos primeros en un párrafo."""
    if not con_regla:
        return [html.P(" ".join(dichos[:2]))]
    return [
        html.P([html.Span(f"{a['regla']} ", className="regla", title=REGLA_DE_ALERTA[a["regla"]]), mensaje(a)])
        for a in grupo
    ]


def desde(alerta: Renglon, estado: str) -> str:
    """«desde octubre», o «en octubre» si apenas aparece."""
    inicio = alerta.get("desde_periodo")
    if not isinstance(inicio, dt.date):
        return ""
    return f"{'en' if estado == 'NUEVA' else 'desde'} {formato.mes(inicio)}"


def cambio_de_clase(meta: Renglon) -> html.Li:
    """Antes, ahora, chip, flecha, chip."""
    antes, ahora = meta["cumplimiento_anterior"], meta["cumplimiento"]
    cifras = html.Span(
        [
            f"{formato.numero(antes, 1) if antes is not None else '—'} a ",
            html.B(formato.porcentaje(ahora) if ahora is not None else "—"),
        ],
        className="num",
    )
    return html.Li(
        [
            enlace(
                [meta["indicador_nombre"], html.Span(meta["area_corta"], className="mut peq bajo")],
                ruta_de_meta(meta["meta_clave"]),
            ),
            html.Span(
                [
                    cifras,
                    chip(meta["clase_anterior"], plano=True),
                    icono("arrow-right"),
                    chip(meta["clase"], plano=True),
                ],
                className="de",
            ),
        ]
    )


def marca(meta: Renglon) -> html.A:
    """Una marca de la tira: una meta, enlazada a su ficha; raya inferior si es crítica."""
    detalle = (
        formato.porcentaje(meta["cumplimiento"]) if meta["cumplimiento"] is not None else aspecto(meta["clase"]).palabra
    )
    rotulo = f"{meta['indicador_nombre']}: {detalle}{', crítica' if meta['es_critica'] else ''}"
    clase = f"marca {aspecto(meta['clase']).css}{' crit' if meta['es_critica'] else ''}"
    return enlace("", ruta_de_meta(meta["meta_clave"]), clase, title=rotulo, **{"aria-label": rotulo})

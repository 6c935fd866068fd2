"""Alertas: lo que disparó cada regla, con sus números, su estado y desde cuándo; y quién debe captura."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from dominio.configuracion import cargar
from dominio.operacion.alertas import Situacion
from portal import almacen, direccion, formato, operacion
from portal.componentes import filtros as controles
from portal.componentes.armazon import Pantalla
from portal.componentes.basicos import enlace, fila, seccion, titular
from portal.componentes.tarjeta import kpi, kpis
from portal.componentes.tramos import tramo
from portal.componentes.vacio import pagina_sin_datos
from portal.descargas import destino
from portal.paginas.seguimiento import consultas as comunes
from portal.paginas.seguimiento import filtros, piezas, titulares
from portal.paginas.seguimiento.alertas import atencion as atenciones
from portal.paginas.seguimiento.alertas import captura, consultas
from portal.paginas.seguimiento.redaccion import REGLA_DE_ALERTA, TITULO_DE_REGLA
from portal.paginas.seguimiento.seleccion import Seleccion, leer

Renglon = Mapping[str, Any]
_SEVERIDADES = (("critica", "Críticas"), ("alta", "Altas"), ("media", "Medias"), ("baja", "Bajas"))
_ESTADOS = (
    ("", "Abiertas"),
    ("NUEVA", "Nuevas"),
    ("SE_MANTIENE", "Se mantienen"),
    ("RESUELTA", "Resueltas"),
    ("todas", "Todas"),
)


def disposicion(
    periodo: str | None = None,
    eje: str | None = None,
    area: str | None = None,
    criticas: str | None = None,
    regla: str | None = None,
    severidad: str | None = None,
    estado: str | None = None,
    atencion: str | None = None,
    explica: str | None = None,
    hecho: str | None = None,
    **_: str,
) -> Component | Pantalla:
    """La página completa a partir de su dirección."""
    corte = comunes.corte() if almacen.existe("mart_seguimiento__alertas") else None
    if corte is None:
        return pagina_sin_datos(
            "Todavía no hay alertas", "Sin programa de metas.", "Lo entrega Planeación en programa/."
        )
    sel = leer(corte, periodo, eje, area, criticas)
    todas = consultas.alertas(sel.periodo, sel.eje, sel.area, sel.criticas)
    vivas = operacion.situaciones()
    situaciones = vivas or {}
    vistas = atenciones.filtrar(filtrar(todas, regla, severidad, estado), situaciones, atencion)
    contenido = [
        titular(titulares.de_alertas(todas, con_filtros=bool(sel.eje or sel.area or sel.criticas)), _entrada(sel)),
        html.Div(_conteos(todas), className="mi-kpis-de-pagina"),
        fila(
            (8, _lista(vistas, sel, situaciones)),
            (4, [_reglas(todas), captura.quien_debe(consultas.captura(sel.periodo), sel)]),
        ),
        fila(captura.mapa(consultas.captura(sel.periodo), sel)),
    ]
    return Pantalla(
        contenido,
        filtros=[*filtros.comunes(sel), *_controles(regla, severidad, estado, atencion)],
        cajon=_cajon(explica, todas, vivas, hecho) if explica else None,
        descargas=[
            ("Alertas en Excel", destino("seguimiento.alertas", "alertas")),
            ("Alertas en CSV", destino("seguimiento.alertas", "alertas", "csv")),
        ],
        escrito=filtros.en_palabras(sel),
    )


def filtrar(alertas: Sequence[Renglon], regla: str | None, severidad: str | None, estado: str | None) -> list[Renglon]:
    """Las que cumplen los filtros; sin estado, las abiertas (nuevas y las que se mantienen)."""
    return [
        a
        for a in alertas
        if (not regla or a["regla"] == regla)
        and (not severidad or a["severidad"] == severidad)
        and (estado == "todas" or (a["estado"] == estado if estado else a["estado"] != "RESUELTA"))
    ]


def _cajon(
    explica: str, alertas: Sequence[Renglon], vivas: Mapping[str, Situacion] | None, hecho: str | None
) -> Component:
    alerta = next((a for a in alertas if a["alerta_clave"] == explica), None)
    if alerta is None:
        return atenciones.cajon_desconocido()
    situacion = (vivas or {}).get(explica)
    hoy = almacen.version().hoy or cargar().hoy
    aviso = operacion.SIN_BASE if vivas is None else None
    return atenciones.cajon_de_alerta(alerta, situacion, operacion.evento_hecho(situacion, hecho), hoy, aviso)


def _controles(regla: str | None, severidad: str | None, estado: str | None, atencion: str | None) -> list[Component]:
    reglas = [("", "Todas"), *((clave, f"{clave} · {texto}") for clave, texto in TITULO_DE_REGLA.items())]
    return [
        controles.lista("severidad", "Severidad", [("", "Todas"), *((c, t) for c, t in _SEVERIDADES)], severidad),
        controles.lista("regla", "Regla", reglas, regla),
        controles.lista("estado", "Estado", list(_ESTADOS), estado),
        controles.lista("atencion", "Atención", atenciones.OPCIONES, atencion),
    ]


def _entrada(sel: Seleccion) -> str:
    return (
        f"Se calculan solo sobre periodos ya vencidos, con los datos a {formato.mes(sel.periodo)}. "
        "Una meta crítica sube un nivel de severidad."
    )


def _conteos(alertas: Sequence[Renglon]) -> html.Div:
    """Abiertas por severidad y, aparte, las resueltas en el periodo; cada cuenta filtra la lista."""
    abiertas = [a for a in alertas if a["estado"] != "RESUELTA"]
    cifras = []
    for clave, rotulo in _SEVERIDADES:
        de_esta = [a for a in abiertas if a["severidad"] == clave]
        nuevas = sum(a["estado"] == "NUEVA" for a in de_esta)
        nota = formato.cuenta(nuevas, "nueva", "nuevas") if de_esta else "ninguna"
        cifras.append(kpi(enlace(rotulo, direccion.aqui(severidad=clave)), str(len(de_esta)), nota))
    resueltas = sum(a["estado"] == "RESUELTA" for a in alertas)
    cifras.append(
        kpi(enlace("Resueltas", direccion.aqui(estado="RESUELTA")), str(resueltas), "respecto del mes previo")
    )
    return kpis(cifras)


def _lista(alertas: Sequence[Renglon], sel: Seleccion, situaciones: Mapping[str, Situacion]) -> html.Section:
    grupos = piezas.agrupar_por_meta(alertas)
    metas = formato.cuenta(len(grupos), "meta", "metas")
    sub = f"{formato.cuenta(len(alertas), 'alerta', 'alertas')} en {metas}, de mayor a menor severidad"
    if not grupos:
        return seccion(
            "Por atender", html.P("Ninguna alerta cumple estos filtros.", className="med"), sub=formato.mes(sel.periodo)
        )
    visibles, otros = tramo(grupos, "tramo-alertas")
    elementos = [
        piezas.alerta_de_meta(g, con_regla=True, al_pie=atenciones.renglon_de_atencion(g, situaciones))
        for g in visibles
    ]
    return seccion("Por atender", [html.Ul(elementos, className="alertas"), otros], sub=sub)


def _reglas(alertas: Sequence[Renglon]) -> html.Section:
    """Qué dispara cada regla y cuántas abiertas tiene; cada una filtra la lista."""
    abiertas = [a["regla"] for a in alertas if a["estado"] != "RESUELTA"]
    pares: list[Any] = []
    for clave, explicacion in REGLA_DE_ALERTA.items():
        cuantas = abiertas.count(clave)
        titulo = enlace(f"{clave} · {TITULO_DE_REGLA[clave]}", direccion.aqui(regla=clave))
        pares += [html.Dt([titulo, html.Span(f" {cuantas}", className="fuerte")]), html.Dd(explicacion)]
    return seccion("Qué dispara cada una", html.Dl(pares, className="reglas"))


def _para_descargar(
    periodo: str | None = None,
    eje: str | None = None,
    area: str | None = None,
    criticas: str | None = None,
    regla: str | None = None,
    severidad: str | None = None,
    estado: str | None = None,
    atencion: str | None = None,
) -> list[dict[str, Any]]:
    """Lo mismo que se ve en la lista, con lo que se ha hecho con cada alerta."""
    corte = comunes.corte()
    if corte is None:
        return []
    sel = leer(corte, periodo, eje, area, criticas)
    situaciones = operacion.situaciones() or {}
    filtradas = filtrar(consultas.alertas(sel.periodo, sel.eje, sel.area, sel.criticas), regla, severidad, estado)
    return [
        {
            **a,
            "atencion": atenciones.estado_de(situaciones, a["alerta_clave"]),
            "que_se_ha_hecho": atenciones.en_palabras(situaciones.get(a["alerta_clave"])),
        }
        for a in atenciones.filtrar(filtradas, situaciones, atencion)
    ]


DESCARGAS = {"alertas": _para_descargar}

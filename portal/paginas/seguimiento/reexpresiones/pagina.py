"""Reexpresiones: qué se reportó, qué se sabe hoy y qué archivo lo cambió; y los cierres guardados."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from portal import direccion, formato
from portal.componentes import filtros as controles
from portal.componentes.armazon import Pantalla
from portal.componentes.basicos import enlace, fila, icono, seccion, titular
from portal.componentes.semaforo import chip
from portal.componentes.tabla import Columna, tabla
from portal.componentes.vacio import vacio
from portal.descargas import destino
from portal.paginas.seguimiento import consultas as comunes
from portal.paginas.seguimiento import consultas_de_cierres as cerrados
from portal.paginas.seguimiento import piezas
from portal.paginas.seguimiento.vista import CAMPO, valor_de

Renglon = Mapping[str, Any]
_ENTRADA = "Lo reportado no se borra: aquí queda cada diferencia, con lo que se reportó, lo que hoy se sabe y su causa."
_COMO_SE_CIERRA = "Cierra el equipo de datos, con make cierre MES=AAAA-MM o con el job «cierre» de Dagster."
_CAUSA = {"programa": "Cambio del programa", "reglas": "Cambio de umbrales", "calculo": "Cambio del cálculo"}


def disposicion(
    cierre: str | None = None,
    eje: str | None = None,
    area: str | None = None,
    criticas: str | None = None,
    meta: str | None = None,
    **_: str,
) -> Pantalla:
    """La página completa a partir de su dirección."""
    guardados = cerrados.cierres()
    if not guardados:
        hueco = vacio("Todavía no se ha cerrado ningún mes.", _COMO_SE_CIERRA, enlazar=False)
        return Pantalla(
            [titular("Todavía no hay nada que reexpresar", _ENTRADA), html.Div(hueco, className="mi-hueco")]
        )
    cambios = _cambios(cierre, eje, area, criticas, meta)
    contenido = [
        titular(_titular(cambios, guardados), _ENTRADA),
        fila(_reexpresiones(cambios)),
        fila(_cierres(guardados)),
    ]
    descargas = [(f"Reexpresiones en {n}", destino("seguimiento.reexpresiones", "reexpresiones", e))
                 for n, e in (("Excel", "xlsx"), ("CSV", "csv"))]  # fmt: skip
    return Pantalla(contenido, filtros=_filtros(guardados, cierre, eje, area, criticas), descargas=descargas)


def _cambios(
    cierre: str | None = None,
    eje: str | None = None,
    area: str | None = None,
    criticas: str | None = None,
    meta: str | None = None,
) -> list[dict[str, Any]]:
    """Las reexpresiones de la selección."""
    return cerrados.reexpresiones(_mes(cierre), eje, area, criticas in ("1", "si"), meta)


def _mes(texto: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(f"{texto}-01") if texto and len(texto) == 7 else None
    except ValueError:
        return None


def _filtros(
    guardados: Sequence[Renglon], cierre: str | None, eje: str | None, area: str | None, criticas: str | None
) -> list[Component]:
    meses = [(formato.periodo_clave(c["periodo"]), formato.periodo(c["periodo"])) for c in guardados if c["es_vigente"]]
    ejes = [("", "Todos"), *((f["clave"], f["nombre"]) for f in comunes.ejes())]
    areas = [("", "Todas"), *((f["clave"], f["nombre"]) for f in comunes.areas())]
    limpiar = controles.limpiar()
    return [
        controles.lista("cierre", "Mes cerrado", [("", "Todos"), *meses], cierre),
        controles.lista("eje", "Eje", ejes, eje),
        controles.lista("area", "Área", areas, area),
        controles.casilla("criticas", "Solo críticas", criticas in ("1", "si")),
        *([limpiar] if limpiar is not None else []),
    ]


def _titular(cambios: Sequence[Renglon], guardados: Sequence[Renglon]) -> str:
    meses = formato.cuenta(sum(c["es_vigente"] for c in guardados), "mes cerrado", "meses cerrados")
    if not cambios:
        return f"Nada de lo reportado ha cambiado: {meses}"
    metas = len({(c["periodo"], c["meta_clave"]) for c in cambios})
    de_clase = len({(c["periodo"], c["meta_clave"]) for c in cambios if c["cambia_clase"]})
    cambiaron = formato.cuenta(metas, "resultado reportado cambió", "resultados reportados cambiaron")
    clase = "ninguno de clase" if not de_clase else f"{formato.en_palabras(de_clase, masculino=True)} de clase"
    return f"{cambiaron} después del cierre, {clase}"


def _reexpresiones(cambios: Sequence[Renglon]) -> html.Section:
    if not cambios:
        return seccion("Qué cambió", html.P("Ninguna diferencia en esta selección.", className="med"))
    columnas = [
        Columna("", "Campo", lambda c: CAMPO[c["campo"]]),
        Columna("", "Se reportó", lambda c: _valor(c, "antes"), numerica=True),
        Columna("", "Hoy se sabe", lambda c: _valor(c, "ahora"), numerica=True, clase="fuerte"),
        Columna("", "Qué lo cambió", que_lo_cambio),
        Columna("fecha_captura", "Fecha", lambda f: formato.fecha(f) if f else html.Span("—", className="sd")),
    ]
    escritorio = tabla(columnas, cambios, leyenda="Reexpresiones por meta y campo", grupo=_grupo)
    cuerpo = [
        html.Div(escritorio, className="solo-esc"),
        html.Div(_tarjetas(cambios), className="tarjetas solo-tel"),
    ]
    ver = html.A("Excel", href=destino("seguimiento.reexpresiones", "reexpresiones"), download="")
    return seccion("Qué cambió", cuerpo, sub="por mes y meta; primero los cambios de clase", ver=ver)


def _valor(cambio: Renglon, momento: str) -> Any:
    if cambio["campo"] == "clase":
        return chip(cambio[f"clase_{momento}"], plano=True)
    texto = valor_de(cambio, momento)
    return html.Span(texto, className="sd") if texto == "sin dato" else texto


def que_lo_cambio(cambio: Renglon) -> Any:
    """Archivo, hoja y celda; o la causa, si no fue una captura."""
    lugar = [cambio["archivo"], f"hoja {cambio['hoja']}" if cambio["hoja"] else None]
    if cambio["celda"]:
        lugar.append(f"celda {cambio['celda']}")
    donde = ", ".join(str(p) for p in lugar if p)
    if cambio["causa"] == "captura":
        return html.Span(donde, className="peq")
    return [_CAUSA[cambio["causa"]], *([html.Br(), html.Span(donde, className="u")] if donde else [])]


def _grupo(cambio: Renglon) -> str:
    mes, clave = formato.periodo(cambio["periodo"]), cambio["meta_clave"]
    return f"{mes} · {clave} {cambio['indicador_nombre']}, {cambio['area_corta']}"


def _tarjetas(cambios: Sequence[Renglon]) -> list[Component]:
    """En teléfono, una tarjeta por meta y mes."""
    grupos: dict[tuple[Any, Any], list[Renglon]] = {}
    for cambio in cambios:
        grupos.setdefault((cambio["periodo"], cambio["meta_clave"]), []).append(cambio)
    return [_tarjeta(grupo) for grupo in grupos.values()]


def _tarjeta(grupo: Sequence[Renglon]) -> html.Article:
    primero = grupo[0]
    nombre = enlace(primero["indicador_nombre"], piezas.ruta_de_meta(primero["meta_clave"]))
    pie = html.P(f"{formato.periodo(primero['periodo'])} · {primero['area_corta']}", className="mic mut pie")
    renglones = [
        html.Li([f"{CAMPO[c['campo']]}: ", _valor(c, "antes"), " a ", html.B(_valor(c, "ahora"))]) for c in grupo
    ]
    causa = html.P(que_lo_cambio(primero), className="mic mut")
    return html.Article([html.Div(html.H3(nombre), className="cabeza"), pie, html.Ul(renglones), causa],
                        className="tarjeta")  # fmt: skip


def _cierres(guardados: Sequence[Renglon]) -> html.Section:
    columnas = [
        Columna("", "Mes", _mes_cerrado),
        Columna("version", "Versión reportada", solo_escritorio=True),
        Columna("cerrado_en", "Cerrado", formato.momento, solo_escritorio=True),
        Columna("num_metas", "Metas", formato.numero, numerica=True),
        Columna("", "Reexpresadas", _reexpresadas, numerica=True),
        Columna("huella", "Huella", lambda h: html.Code(str(h)[:12]), solo_escritorio=True),
        Columna("motivo", "Motivo del recierre", lambda m: m or html.Span("—", className="sd"), solo_escritorio=True),
        Columna("", "Ver", _ver_reportado),
    ]
    return seccion(
        "Meses cerrados",
        tabla(columnas, guardados, leyenda="Cierres guardados, del más reciente al más antiguo"),
        sub="inmutables; volver a cerrar conserva el anterior",
        nota=_COMO_SE_CIERRA,
    )


def _mes_cerrado(cierre: Renglon) -> Any:
    numero = f", cierre {cierre['numero']}" if cierre["numero"] > 1 or not cierre["es_vigente"] else ""
    texto = f"{formato.periodo(cierre['periodo'])}{numero}"
    return texto if cierre["es_vigente"] else [html.Span(texto, className="mut"), " ", html.Span("sustituido", "u")]


def _reexpresadas(cierre: Renglon) -> Any:
    return formato.numero(cierre["num_metas_reexpresadas"]) if cierre["es_vigente"] else html.Span("—", className="sd")


def _ver_reportado(cierre: Renglon) -> Any:
    if not cierre["es_vigente"]:
        return None
    mes = formato.periodo_clave(cierre["periodo"])
    ver = direccion.armar("/", {"periodo": mes, "vista": cerrados.REPORTADO})
    return enlace([icono("eye"), " Como se reportó"], ver)


DESCARGAS = {"reexpresiones": _cambios}

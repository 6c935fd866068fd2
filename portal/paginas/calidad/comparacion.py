"""Dos versiones publicadas, meta por meta: qué dice una que la otra no."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from portal import almacen, descargas, formato
from portal.componentes import filtros
from portal.componentes.basicos import enlace, icono, seccion
from portal.componentes.semaforo import chip
from portal.componentes.tabla import Columna, tabla
from portal.componentes.vacio import aviso
from portal.paginas.calidad import consultas

Renglon = Mapping[str, Any]
_TOLERANCIA = 1e-9
_A_LA_VISTA = 200
_VALORES = ("programado_acumulado", "realizado_acumulado", "cumplimiento")


def diferencias(antes: Sequence[Renglon], despues: Sequence[Renglon]) -> list[dict[str, Any]]:
    """Un renglón por meta y mes cuyo valor o clase no coincide; primero los cambios de clase.

    Una meta que solo está en una de las dos también difiere: la otra parte queda nula.
    """
    de = {(f["meta_clave"], f["periodo"]): f for f in antes}
    a = {(f["meta_clave"], f["periodo"]): f for f in despues}
    halladas = [_par(de.get(llave), a.get(llave)) for llave in de.keys() | a.keys()]
    distintas = [p for p in halladas if _difieren(p)]
    return sorted(distintas, key=lambda p: (not p["cambia_clase"], -p["periodo"].toordinal(), p["meta_clave"]))


def _par(antes: Renglon | None, despues: Renglon | None) -> dict[str, Any]:
    base = despues or antes or {}
    par = {clave: base[clave] for clave in ("meta_clave", "periodo", "indicador_nombre", "area_corta")}
    for campo in (*_VALORES, "clase"):
        par[f"{campo}_antes"] = antes[campo] if antes else None
        par[f"{campo}_despues"] = despues[campo] if despues else None
    par["cambia_clase"] = par["clase_antes"] != par["clase_despues"]
    return par


def _difieren(par: Renglon) -> bool:
    return par["cambia_clase"] or any(_distintos(par[f"{c}_antes"], par[f"{c}_despues"]) for c in _VALORES)


def _distintos(uno: float | None, otro: float | None) -> bool:
    if uno is None or otro is None:
        return uno is not otro
    return abs(uno - otro) > _TOLERANCIA


def selectores(de: str | None, a: str | None) -> list[Component]:
    """De qué versión a cuál."""
    conservadas = [(v["version"], v["version"]) for v in almacen.publicaciones()]
    vigente = almacen.version().version
    return [
        filtros.lista("de", "Comparar la versión", [("", "Elija una"), *conservadas], de),
        filtros.lista("a", "con", conservadas, a, vigente),
    ]


def seccion_de_comparacion(de: str | None, a: str | None) -> html.Section | None:
    """Las diferencias entre las dos versiones que dice la dirección; ``None`` si no se ha elegido."""
    vigente = almacen.version().version
    a = a or vigente
    titulo = "Diferencias entre dos versiones"
    if not de:
        texto = "Elija arriba una versión conservada para ver qué metas no dicen lo mismo que la vigente."
        return seccion(titulo, html.P(texto, className="med"))
    if de == a:
        return seccion(titulo, html.P("Son la misma versión.", className="med"))
    try:
        pares = diferencias(consultas.avances_de(de), consultas.avances_de(a))
    except almacen.VersionDudosa as dudosa:
        return seccion(titulo, aviso("No se pudo comparar.", f"{dudosa} Elija otra de la lista."))
    return seccion(titulo, _cuerpo(pares), sub=_resumen(pares, de, a), ver=_descarga() if pares else None)


def _resumen(pares: Sequence[Renglon], de: str, a: str) -> str:
    if not pares:
        return f"{de} y {a} dicen lo mismo de todas las metas"
    metas = formato.cuenta(len({p["meta_clave"] for p in pares}), "meta difiere", "metas difieren")
    de_clase = formato.cuenta(sum(p["cambia_clase"] for p in pares), "cambio de clase", "cambios de clase")
    return f"de {de} a {a}: {metas}, {de_clase}"


def _cuerpo(pares: Sequence[Renglon]) -> list[Any]:
    if not pares:
        return [html.P("Ninguna diferencia.", className="med")]
    columnas = [
        Columna("periodo", "Mes", formato.mes_corto),
        Columna("", "Meta", _meta),
        Columna("", "Realizado", lambda p: _cifras(p, "realizado_acumulado", formato.numero), numerica=True),
        Columna("", "Cumple", lambda p: _cifras(p, "cumplimiento", formato.porcentaje), numerica=True, clase="fuerte"),
        Columna("", "Clase", _clases),
    ]
    vistas = pares[:_A_LA_VISTA]
    piezas: list[Any] = [tabla(columnas, vistas, leyenda="Metas cuyo valor o clase difiere entre las dos versiones")]
    if len(pares) > len(vistas):
        piezas.append(html.P(f"Se muestran {len(vistas)} de {len(pares)}; todas están en el Excel.", className="mut"))
    return piezas


def _meta(par: Renglon) -> list[Any]:
    mes = formato.periodo_clave(par["periodo"])
    nombre = enlace(par["indicador_nombre"], f"/metas/{par['meta_clave']}?periodo={mes}")
    return [nombre, html.Br(), html.Span(f"{par['meta_clave']} · {par['area_corta']}", className="u")]


def _cifras(par: Renglon, campo: str, escribir: Any) -> Any:
    antes, despues = par[f"{campo}_antes"], par[f"{campo}_despues"]
    if not _distintos(antes, despues):
        return html.Span(escribir(despues), className="mut")
    return [escribir(antes), " a ", html.B(escribir(despues))]


def _clases(par: Renglon) -> Any:
    chips = [chip(c, plano=True) if c else html.Span("no está", className="sd")
             for c in (par["clase_antes"], par["clase_despues"])]  # fmt: skip
    return [chips[0], " ", icono("arrow-right"), " ", chips[1]] if par["cambia_clase"] else chips[1]


def _descarga() -> html.A:
    return html.A("Excel", href=descargas.destino("calidad", "comparacion"), download="")


def para_descargar(de: str | None = None, a: str | None = None) -> list[dict[str, Any]]:
    """Las diferencias entre las dos versiones, completas."""
    if not de:
        return []
    try:
        return diferencias(consultas.avances_de(de), consultas.avances_de(a or almacen.version().version))
    except almacen.VersionDudosa:
        return []

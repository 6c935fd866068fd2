"""Umbrales: escriba otros y vea qué metas cambiarían de clase. Nada se guarda; las reglas se cambian en el programa."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import dcc, html
from dash.development.base_component import Component

from dominio.seguimiento.cambio_de_clase import CLASES
from dominio.seguimiento.umbrales import CLAVES, NOMBRE, Hipotesis, interpretar
from portal import almacen, direccion, formato
from portal.componentes.armazon import Pantalla
from portal.componentes.basicos import enlace, fila, icono, seccion, titular
from portal.componentes.semaforo import chip
from portal.componentes.tabla import Columna, tabla
from portal.componentes.vacio import aviso, pagina_sin_datos
from portal.descargas import destino
from portal.paginas.seguimiento import consultas as comunes
from portal.paginas.seguimiento import filtros, piezas
from portal.paginas.seguimiento.seleccion import Seleccion, leer
from portal.paginas.seguimiento.umbrales import consultas

Renglon = Mapping[str, Any]
_ENTRADA = (
    "Pruebe otros umbrales sobre las metas ya evaluadas. Nada se guarda: la dirección lleva los números y se puede "
    "compartir."
)
_COMO_SE_CAMBIAN = (
    "Las reglas se cambian en el programa, hoja «reglas»: un renglón nuevo con vigente_desde, clave y valor. Rigen en "
    "los cortes desde esa fecha; lo ya reportado queda como se reportó."
)


def disposicion(
    periodo: str | None = None,
    eje: str | None = None,
    area: str | None = None,
    criticas: str | None = None,
    **textos: str,
) -> Component | Pantalla:
    """La página completa a partir de su dirección."""
    corte = comunes.corte() if almacen.hay("mart_seguimiento__avance_mensual") else None
    sel = leer(corte, periodo, eje, area, criticas) if corte else None
    reglas = consultas.vigentes(sel.periodo) if sel else None
    if sel is None or reglas is None:
        return pagina_sin_datos(
            "Todavía no hay umbrales que probar", "Sin programa o sin reglas.", "Lo entrega Planeación en programa/."
        )
    vigentes = _vigentes(reglas)
    pedida, problemas = interpretar({clave: textos.get(clave) for clave in CLAVES}, vigentes)
    metas = reclasificar(consultas.evaluadas(sel.periodo, sel.eje, sel.area, sel.criticas), pedida)
    cambian = [m for m in metas if m["clase"] != m["clase_nueva"]]
    izquierda = [_controles(textos, vigentes, reglas, problemas), _por_clase(metas)]
    contenido = [
        titular(_titular(cambian, metas, es_la_vigente=pedida == vigentes), _ENTRADA),
        fila((5, izquierda), (7, [_por_area(metas)])),
        fila(_metas(cambian)),
    ]
    descargas = [("Metas en Excel", destino("seguimiento.umbrales", "metas"))]
    return Pantalla(contenido, filtros=filtros.comunes(sel), descargas=descargas, escrito=_escrito(sel, pedida))


def _vigentes(reglas: Renglon) -> Hipotesis:
    """Sin regla de excedida, ninguna meta se excede."""
    excedida = reglas["excedida"] if reglas["excedida"] is not None else 1000.0
    return Hipotesis(
        float(reglas["cumplida"]), float(reglas["buen_desempeno"]), float(reglas["regular"]), float(excedida)
    )


def reclasificar(metas: Sequence[Renglon], pedida: Hipotesis) -> list[dict[str, Any]]:
    """Cada meta con la clase y la bandera que tendría."""
    return [
        {
            **m,
            "clase_nueva": pedida.clase(m["cumplimiento"]),
            "seria_excedida": pedida.es_excedida(m["cumplimiento"], m["metodo_efectivo"], m["realizado_acumulado"]),
        }
        for m in metas
    ]


def _titular(cambian: Sequence[Renglon], metas: Sequence[Renglon], *, es_la_vigente: bool) -> str:
    evaluadas = formato.cuenta(len(metas), "meta evaluada", "metas evaluadas")
    if es_la_vigente:
        return f"Con los umbrales vigentes: {evaluadas}"
    if not cambian:
        return f"Con estos umbrales ninguna meta cambiaría de clase, de {evaluadas}"
    suben = sum(_sube(m) for m in cambian)
    cuantas = formato.cuenta(len(cambian), "meta cambiaría", "metas cambiarían")
    return f"Con estos umbrales {cuantas} de clase: {suben} subirían y {len(cambian) - suben} bajarían"


def _sube(meta: Renglon) -> bool:
    return CLASES.index(meta["clase_nueva"]) < CLASES.index(meta["clase"])


def _escrito(sel: Seleccion, pedida: Hipotesis) -> str:
    dichos = [f"{NOMBRE[clave]} {getattr(pedida, clave):g}" for clave in CLAVES]
    return f"{filtros.en_palabras(sel)} Umbrales: {formato.lista(dichos)}."


def _controles(
    textos: Mapping[str, str], vigentes: Hipotesis, reglas: Renglon, problemas: Sequence[str]
) -> html.Section:
    """Cuatro cifras que viven en la dirección; lo incoherente se dice y no se aplica."""
    cifras = html.Div([_cifra(clave, textos.get(clave), getattr(vigentes, clave)) for clave in CLAVES],
                      className="umbrales-cifras")  # fmt: skip
    cuerpo: list[Any] = [cifras]
    if problemas:
        rechazo = aviso("Esos umbrales no se pueden usar; se muestran los vigentes.", " ".join(problemas))
        cuerpo.append(rechazo)
    if any(textos.get(clave) for clave in CLAVES):
        quitar: dict[str, str | None] = dict.fromkeys(CLAVES)
        cuerpo.append(html.P(enlace("Volver a los vigentes", direccion.aqui(**quitar), id="umbrales-vigentes")))
    cuerpo.append(html.P([icono("info-circle"), " ", _COMO_SE_CAMBIAN], className="peq med"))
    sub = f"vigentes desde el {formato.fecha(reglas['regla_version'])}" if reglas["regla_version"] else None
    return seccion("Umbrales por probar", cuerpo, sub=sub)


def _cifra(clave: str, texto: str | None, vigente: float) -> html.Label:
    """Una cifra que, al cambiar, se escribe en la dirección como cualquier filtro."""
    omision = f"{vigente:g}"
    valor = texto if texto else omision
    entrada = dcc.Input(
        id=f"filtro-{clave}", type="text", inputMode="decimal", value=valor, autoComplete="off", name=clave
    )
    rotulo = [html.Span(NOMBRE[clave]), html.Small(f"vigente {omision} %")]
    atributos = {"data-filtro": clave, "data-omision": omision, "data-valor": valor}
    return html.Label([html.Span(rotulo, className="rotulo"), entrada], className="umbral", **atributos)


def _por_clase(metas: Sequence[Renglon]) -> html.Section:
    renglones = [
        {"clase": clase, "hoy": sum(m["clase"] == clase for m in metas),
         "nueva": sum(m["clase_nueva"] == clase for m in metas)}
        for clase in CLASES
    ]  # fmt: skip
    columnas = [
        Columna("clase", "Clase", lambda c: chip(c, plano=True)),
        Columna("hoy", "Hoy", formato.numero, numerica=True),
        Columna("nueva", "Con estos", formato.numero, numerica=True, clase="fuerte"),
        Columna("", "Diferencia", lambda r: formato.diferencia(r["nueva"] - r["hoy"], 0), numerica=True),
    ]
    antes, despues = sum(m["es_excedida"] for m in metas), sum(m["seria_excedida"] for m in metas)
    nota = f"Excedidas: {antes} hoy, {despues} con estos umbrales. Lo que no se evaluó no cambia."
    return seccion("Metas por clase", tabla(columnas, renglones, leyenda="Metas por clase, antes y después"), nota=nota)


def por_area(metas: Sequence[Renglon]) -> list[dict[str, Any]]:
    """Por área: evaluadas, cuántas cambian y hacia dónde; primero la que más cambia."""
    areas: dict[str, dict[str, Any]] = {}
    for m in metas:
        area = areas.setdefault(
            m["area_clave"],
            {"area_clave": m["area_clave"], "area_corta": m["area_corta"], "evaluadas": 0, "suben": 0, "bajan": 0},
        )
        area["evaluadas"] += 1
        if m["clase"] != m["clase_nueva"]:
            area["suben" if _sube(m) else "bajan"] += 1
    return sorted(areas.values(), key=lambda a: (-(a["suben"] + a["bajan"]), a["area_corta"] or ""))


def _por_area(metas: Sequence[Renglon]) -> html.Section:
    columnas = [
        Columna("", "Área", lambda a: enlace(a["area_corta"], piezas.ruta_de_area(a["area_clave"]))),
        Columna("evaluadas", "Evaluadas", formato.numero, numerica=True),
        Columna("suben", "Suben", formato.numero, numerica=True),
        Columna("bajan", "Bajan", formato.numero, numerica=True),
        Columna("", "Cambian", lambda a: formato.numero(a["suben"] + a["bajan"]), numerica=True, clase="fuerte"),
    ]
    return seccion("Por área", tabla(columnas, por_area(metas), leyenda="Metas que cambiarían de clase por área"))


def _metas(cambian: Sequence[Renglon]) -> html.Section:
    if not cambian:
        return seccion("Metas que cambiarían", html.P("Ninguna con estos umbrales.", className="med"))
    ordenadas = sorted(cambian, key=lambda m: (_sube(m), m["cumplimiento"], m["meta_clave"]))
    columnas = [
        Columna("", "Meta", lambda m: piezas.nombre_de_meta(m, f"{m['meta_clave']} · {m['area_corta']}", False)),
        Columna("cumplimiento", "Cumple", lambda v: formato.porcentaje(v, 2), numerica=True, clase="fuerte"),
        Columna("", "De", lambda m: chip(m["clase"], plano=True)),
        Columna("", "A", lambda m: [icono("arrow-right"), " ", chip(m["clase_nueva"], plano=True)]),
    ]
    ver = html.A("Excel", href=destino("seguimiento.umbrales", "metas"), download="")
    return seccion(
        "Metas que cambiarían",
        tabla(columnas, ordenadas, leyenda="Metas que cambiarían de clase"),
        sub="primero las que bajarían",
        ver=ver,
    )


def _metas_para_descargar(
    periodo: str | None = None,
    eje: str | None = None,
    area: str | None = None,
    criticas: str | None = None,
    **textos: str,
) -> list[dict[str, Any]]:
    """Todas las evaluadas, con su clase de hoy y la que tendrían."""
    corte = comunes.corte()
    sel = leer(corte, periodo, eje, area, criticas) if corte else None
    reglas = consultas.vigentes(sel.periodo) if sel else None
    if sel is None or reglas is None:
        return []
    pedida, _ = interpretar({clave: textos.get(clave) for clave in CLAVES}, _vigentes(reglas))
    return reclasificar(consultas.evaluadas(sel.periodo, sel.eje, sel.area, sel.criticas), pedida)


DESCARGAS = {"metas": _metas_para_descargar}

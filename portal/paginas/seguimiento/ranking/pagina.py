"""Ranking: áreas y metas de mayor a menor, lo que no tiene lugar aparte y con su motivo."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html
from dash.development.base_component import Component

from portal import almacen, direccion, formato
from portal.componentes.armazon import Pantalla
from portal.componentes.basicos import enlace, fila, pestanas, seccion, titular
from portal.componentes.semaforo import chip
from portal.componentes.tabla import Columna, tabla
from portal.componentes.tarjeta import movimiento
from portal.componentes.tramos import tramo
from portal.componentes.vacio import pagina_sin_datos
from portal.descargas import destino
from portal.paginas.seguimiento import consultas as comunes
from portal.paginas.seguimiento import filtros, piezas, titulares
from portal.paginas.seguimiento.ranking import areas as tabla_de_areas
from portal.paginas.seguimiento.ranking import consultas
from portal.paginas.seguimiento.redaccion import NOMBRE_CLASE
from portal.paginas.seguimiento.seleccion import Seleccion, leer

Renglon = Mapping[str, Any]
_EXTREMOS = 10
_METAS_POR_TRAMO = 100
_ENTRADA = (
    "Lugar por cumplimiento con tope de 100 y omisiones en cero. Los empates comparten lugar. "
    "Bajo «si nadie omitiera» solo cuentan las metas evaluadas."
)


def disposicion(
    periodo: str | None = None,
    eje: str | None = None,
    area: str | None = None,
    criticas: str | None = None,
    ver: str | None = None,
    **_: str,
) -> Component | Pantalla:
    """La página completa a partir de su dirección."""
    corte = comunes.corte() if almacen.hay("mart_seguimiento__ranking_metas") else None
    if corte is None:
        return pagina_sin_datos(
            "Todavía no hay ranking", "Sin programa de metas.", "Lo entrega Planeación en programa/."
        )
    sel = leer(corte, periodo, eje, area, criticas)
    areas = consultas.areas(sel.periodo)
    metas = consultas.metas(sel.periodo, sel.eje, sel.area, sel.criticas)
    con_lugar = [m for m in metas if m["lugar"] is not None]
    sin_lugar = [m for m in metas if m["lugar"] is None]
    contenido = [
        titular(titulares.de_ranking(areas), [_ENTRADA, " ", _probar_umbrales()]),
        _pestanas(areas, con_lugar, sin_lugar),
        fila(tabla_de_areas.seccion_de_areas(areas, sel)),
        fila(_metas(con_lugar, sel, completa=ver == "todas")),
        fila(_sin_lugar(sin_lugar, sel, hay_metas=bool(metas))),
    ]
    descargas = [
        ("Áreas en Excel", destino("seguimiento.ranking", "areas")),
        ("Metas en Excel", destino("seguimiento.ranking", "metas")),
        ("Metas en CSV", destino("seguimiento.ranking", "metas", "csv")),
    ]
    return Pantalla(contenido, filtros=filtros.comunes(sel), descargas=descargas, escrito=filtros.en_palabras(sel))


def _probar_umbrales() -> html.A:
    return enlace("Probar otros umbrales", direccion.hacia("/umbrales"))


def _pestanas(areas: Sequence[Renglon], con_lugar: Sequence[Renglon], sin_lugar: Sequence[Renglon]) -> html.Nav:
    elementos = [
        (f"Áreas ({len(areas)})", "#areas", True),
        (f"Metas ({len(con_lugar)} con lugar)", "#metas", False),
        (f"Sin lugar ({len(sin_lugar)})", "#sin-lugar", False),
    ]
    return pestanas(elementos, "Partes del ranking")


def _metas(metas: Sequence[Renglon], sel: Seleccion, completa: bool) -> html.Section:
    """Los dos extremos a la vista y las de en medio a un clic, para que la lista se lea de una pantalla."""
    titulo = "Ficha global de metas, de mayor a menor"
    if not metas:
        return seccion(titulo, html.P("Ninguna meta tiene lugar en esta selección.", className="med"), ident="metas")
    visibles, otros = tramo(metas, "tramo-metas", _METAS_POR_TRAMO) if completa else (metas, None)
    todas = completa or len(metas) <= 2 * _EXTREMOS + 4
    grupos = [visibles] if todas else [metas[:_EXTREMOS], metas[-_EXTREMOS:]]
    cuerpo: list[Any] = []
    for i, grupo in enumerate(grupos):
        if i:
            cuerpo.append(_intermedias(len(metas) - 2 * _EXTREMOS))
        clase = "solo-esc metas-alineadas sigue" if i else "solo-esc metas-alineadas"
        cuerpo.append(html.Div(_tabla(grupo), className=clase))
        cuerpo.append(html.Div([_tarjeta(m) for m in grupo], className="tarjetas solo-tel"))
    cuerpo.append(otros)
    ver = html.A("Excel", href=destino("seguimiento.ranking", "metas"), download="")
    sub = f"movimiento contra {formato.mes(sel.anterior)}; el lugar es entre todas las metas"
    return seccion(titulo, cuerpo, sub=sub, ver=ver, ident="metas")


def _intermedias(cuantas: int) -> html.P:
    rotulo = f"Mostrar {'la intermedia' if cuantas == 1 else f'las {cuantas} intermedias'}"
    return html.P(enlace(rotulo, direccion.aqui(ver="todas"), id="ver-intermedias"), className="intermedias")


def _tabla(metas: Sequence[Renglon]) -> html.Div:
    columnas = [
        Columna("lugar", "Lugar", str, numerica=True, clase="lugar"),
        Columna("movimiento", "Mov.", movimiento),
        Columna("", "Meta", lambda m: piezas.nombre_de_meta(m, f"{m['meta_clave']} · {m['area_corta']}")),
        Columna("", "Clase", lambda m: chip(m["clase"], plano=True)),
        Columna("programado_acumulado", "Programado", piezas.valor, numerica=True),
        Columna("realizado_acumulado", "Realizado", piezas.valor, numerica=True, clase="fuerte"),
        Columna("", "Diferencia", lambda m: piezas.valor(m["diferencia"], signo=True), numerica=True),
        Columna("", "Cumple", piezas.cumple, numerica=True, clase="fuerte"),
        Columna("unidad", "Unidad", clase="u"),
    ]
    return tabla(columnas, metas, leyenda="Metas de mayor a menor cumplimiento")


def _tarjeta(m: Renglon) -> html.Article:
    nombre = [
        html.Span(f"{m['lugar']}. ", className="mut"),
        enlace(m["indicador_nombre"], piezas.ruta_de_meta(m["meta_clave"])),
    ]
    if m["es_critica"]:
        nombre += [" ", piezas.bandera_critica()]
    bajo = html.P(
        [f"{m['meta_clave']} · {m['area_corta']} · {m['unidad']} · ", movimiento(m["movimiento"])],
        className="mic mut pie",
    )
    return html.Article(
        [html.Div([html.H3(nombre), chip(m["clase"])], className="cabeza"), bajo, piezas.las_cuatro(m)],
        className="tarjeta",
    )


def _sin_lugar(metas: Sequence[Renglon], sel: Seleccion, hay_metas: bool) -> html.Section:
    sub = "no clasificables, aparte y con su motivo"
    if not metas:
        texto = "Todas las metas tienen lugar." if hay_metas else "Ninguna meta que ordenar en esta selección."
        return seccion("Sin lugar", html.P(texto, className="med"), sub=sub, ident="sin-lugar")
    columnas = [
        Columna("", "Estado", lambda m: chip(m["clase"], plano=True)),
        Columna("", "Meta", lambda m: enlace(m["indicador_nombre"], piezas.ruta_de_meta(m["meta_clave"]))),
        Columna("area_corta", "Área", clase="med", solo_escritorio=True),
        Columna(
            "",
            "Por qué no tiene lugar",
            lambda m: motivo(m, formato.mes(sel.periodo)),
            clase="med",
            solo_escritorio=True,
        ),
    ]
    visibles, otros = tramo(metas, "tramo-sin-lugar")
    cuerpo = [tabla(columnas, visibles, leyenda="Metas sin lugar y su motivo"), otros]
    return seccion("Sin lugar", cuerpo, sub=sub, ident="sin-lugar")


def motivo(meta: Renglon, mes: str) -> str:
    """Por qué una meta no entra al ranking, en una frase y desde sus propios números."""
    if meta["clase"] == "NO_PROGRAMADA":
        return f"Calendario vacío hasta {mes}"
    if meta["clase"] == "NO_APLICA":
        return "El área declaró que no aplica, con justificación"
    if meta["clase"] == "PENDIENTE":
        return f"{mes.capitalize()} todavía no vence"
    programado, metodo = meta["programado_acumulado"], meta["metodo_efectivo"]
    if programado is not None and programado < 0:
        return f"Programado negativo: el método {metodo} no aplica"
    if programado == 0:
        return "Programado en cero con un realizado distinto de cero: no hay contra qué dividir"
    if meta["realizado_acumulado"] is None:
        return "Denominador en cero: la razón no se puede calcular"
    if metodo == "linea_base":
        return "Lo programado queda del lado equivocado de la línea base"
    if metodo == "rango":
        return "Le falta alguno de los límites de su rango"
    return f"{NOMBRE_CLASE.get(meta['clase'], 'Sin clase')}: la fórmula no aplica con esos valores"


def _areas_para_descargar(periodo: str | None = None) -> list[dict[str, Any]]:
    corte = comunes.corte()
    return [] if corte is None else consultas.areas(leer(corte, periodo).periodo)


def _metas_para_descargar(
    periodo: str | None = None, eje: str | None = None, area: str | None = None, criticas: str | None = None
) -> list[dict[str, Any]]:
    corte = comunes.corte()
    if corte is None:
        return []
    sel = leer(corte, periodo, eje, area, criticas)
    return consultas.metas(sel.periodo, sel.eje, sel.area, sel.criticas)


DESCARGAS = {"areas": _areas_para_descargar, "metas": _metas_para_descargar}

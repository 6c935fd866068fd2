"""Encuestas (``/encuestas``): una pregunta con su incertidumbre, su ficha, su tendencia y su cobertura."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import groupby
from typing import Any

from dash.development.base_component import Component

from portal import almacen, descargas
from portal.componentes import filtros
from portal.componentes.armazon import Pantalla
from portal.componentes.basicos import fila, seccion, titular
from portal.componentes.vacio import pagina_sin_datos
from portal.paginas.encuestas import consultas, redaccion, secciones

Renglon = Mapping[str, Any]
CRUCES = (
    ("", "Todos los grupos"),
    ("sexo", "Sexo"),
    ("grupo_edad", "Edad"),
    ("zona", "Zona"),
    ("escolaridad", "Escolaridad"),
)
DESCARGAS = {
    "resultados": consultas.descargar_resultados,
    "ficha": consultas.descargar_ficha,
    "cobertura": consultas.descargar_cobertura,
}


def disposicion(
    estudio: str | None = None, pregunta: str | None = None, cruce: str | None = None
) -> Pantalla | Component:
    """La pregunta y el estudio que pide la dirección; por omisión, la primera pregunta de la última en vivienda."""
    if not almacen.hay("mart_encuestas__ficha"):
        return pagina_sin_datos(
            "Todavía no hay encuestas",
            "Sin datos de encuestas.",
            "Las entrega el proveedor en encuestas/<estudio>/ con su estudio.yml.",
        )
    fichas = consultas.estudios()
    ficha = next((f for f in fichas if f["estudio"] == estudio), None) or _por_omision(fichas)
    if ficha["tipo_estudio"] == "grupo":
        return _grupo(ficha, fichas)
    return _encuesta(ficha, fichas, pregunta, cruce)


def _por_omision(fichas: Sequence[Renglon]) -> Renglon:
    """La última en vivienda (la de mayor muestra); si no hay, el estudio más reciente."""
    return next((f for f in fichas if f["modo"] == "vivienda"), fichas[0])


def _filtro_estudio(fichas: Sequence[Renglon], actual: Renglon) -> Component:
    opciones = [(f["estudio"], f["estudio_corto"]) for f in fichas]
    return filtros.lista("estudio", "Estudio", opciones, actual["estudio"], _por_omision(fichas)["estudio"])


def _encuesta(ficha: Renglon, fichas: Sequence[Renglon], pregunta: str | None, cruce: str | None) -> Pantalla:
    lista = consultas.preguntas(ficha["estudio"])
    elegida = next((p for p in lista if p["pregunta"] == pregunta), lista[0])
    corte = cruce if cruce in dict(CRUCES) else ""
    renglones = consultas.resultados(ficha["estudio"], elegida["pregunta"])
    totales = [r for r in renglones if r["corte"] == "total"]
    principal = _principal(elegida, totales)
    series = _series(elegida, principal, ficha)
    paso = _paso(series, ficha, fichas)
    contenido: list[Any] = [
        titular(redaccion.titular(elegida, principal, paso), redaccion.entrada(ficha, elegida, principal, paso)),
        fila((8, secciones.opciones(elegida, totales)), (4, secciones.ficha(ficha, principal))),
        fila((8, _cortes(principal, renglones, corte)),
             (4, [*secciones.tendencias(series, ficha["modo"]), secciones.estudios(fichas, ficha["estudio"])])),
        *_muestra(ficha),
    ]  # fmt: skip
    return Pantalla(
        contenido,
        filtros=[
            _filtro_estudio(fichas, ficha),
            filtros.lista("pregunta", "Pregunta", [(p["pregunta"], p["pregunta_nombre"]) for p in lista],
                          elegida["pregunta"], lista[0]["pregunta"]),
            filtros.lista("cruce", "Cruzar por", CRUCES, corte),
        ],
        descargas=[
            ("Resultados del estudio (Excel)", descargas.destino("encuestas", "resultados")),
            ("Ficha metodológica (Excel)", descargas.destino("encuestas", "ficha")),
            ("Cobertura (Excel)", descargas.destino("encuestas", "cobertura")),
        ],
        escrito=f"{ficha['estudio_nombre']} · {elegida['pregunta_nombre']}",
    )  # fmt: skip


def _principal(pregunta: Renglon, totales: Sequence[Renglon]) -> Renglon | None:
    """Lo que resume la pregunta: su neto principal, el promedio, o la opción más contestada."""
    if pregunta["neto_principal"]:
        return next((r for r in totales if r["medida"] == "neto" and r["opcion"] == pregunta["neto_principal"]), None)
    medias = [r for r in totales if r["medida"] == "media"]
    candidatas = medias or [r for r in totales if r["medida"] == "proporcion" and not r["es_ns_nc"]]
    return max(candidatas, key=lambda r: (r["estimacion"] or -1.0, -r["orden"]), default=None)


def _series(pregunta: Renglon, principal: Renglon | None, ficha: Renglon) -> list[list[dict[str, Any]]]:
    """Series con dos oleadas o más; primero la del modo del estudio."""
    if not pregunta["tendencia"] or principal is None:
        return []
    oleadas = consultas.tendencias(pregunta["tendencia"], principal["opcion"], principal["medida"])
    series = [list(grupo) for _, grupo in groupby(oleadas, key=lambda o: o["serie_clave"])]
    return sorted((s for s in series if len(s) > 1), key=lambda s: s[0]["modo"] != ficha["modo"])


def _paso(series: Sequence[Sequence[Renglon]], ficha: Renglon, fichas: Sequence[Renglon]) -> dict[str, Any] | None:
    """El cambio de este estudio contra su oleada anterior, si la hay."""
    for serie in series:
        for oleada in serie:
            if oleada["estudio"] == ficha["estudio"] and oleada["diferencia"] is not None:
                anterior = next((f for f in fichas if f["estudio"] == oleada["estudio_anterior"]), None)
                return {**oleada, "fecha_anterior": anterior["fecha_fin"] if anterior else None}
    return None


def _cortes(principal: Renglon | None, renglones: Sequence[Renglon], corte: str) -> Component:
    if principal is None:
        return seccion("Por grupo", "Sin base suficiente.")
    propios = [
        r for r in renglones
        if r["corte"] != "total" and r["opcion"] == principal["opcion"] and r["medida"] == principal["medida"]
        and (not corte or r["corte"] == corte)
    ]  # fmt: skip
    if not propios:
        return seccion("Por grupo", "La base no trae esta característica.")
    return secciones.cortes(principal, propios, descargas.destino("encuestas", "resultados"))


def _muestra(ficha: Renglon) -> list[Component]:
    """Cobertura y calidad de la muestra."""
    colonias = consultas.cobertura(ficha["estudio"])
    indicadores = consultas.calidad(ficha["estudio"])
    piezas: list[Component] = []
    if colonias:
        piezas.append(fila((8, secciones.cobertura(colonias, ficha)), (4, secciones.pendientes(colonias))))
    perfil = secciones.muestra(indicadores)
    contra_poblacion = seccion(
        "Muestra contra población", perfil or "El estudio no declaró márgenes de población.",
        sub="hueco: sin ponderar; lleno: ponderada; raya: población de 18 años y más",
    )  # fmt: skip
    piezas.append(fila((8, contra_poblacion), (4, secciones.calidad(indicadores))))
    return piezas


def _grupo(ficha: Renglon, fichas: Sequence[Renglon]) -> Pantalla:
    grupo = consultas.grupo(ficha["estudio"])
    renglones = consultas.hallazgos(ficha["estudio"])
    if grupo is None:
        return Pantalla([titular("Grupo de enfoque sin datos")], filtros=[_filtro_estudio(fichas, ficha)])
    encabezado = titular(renglones[0]["hallazgo"].split(". ")[0].rstrip(".") if renglones else grupo["estudio_nombre"],
                         f"{grupo['estudio_nombre']}. {grupo['objetivo']}")  # fmt: skip
    contenido: list[Any] = [
        encabezado,
        fila(
            (8, [secciones.hallazgos(renglones), secciones.evidencias(consultas.evidencias(ficha["estudio"]))]),
            (4, [secciones.ficha_de_grupo(grupo), secciones.estudios(fichas, ficha["estudio"])]),
        ),
    ]
    return Pantalla(contenido, filtros=[_filtro_estudio(fichas, ficha)], escrito=ficha["estudio_nombre"])

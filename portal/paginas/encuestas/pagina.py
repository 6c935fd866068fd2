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
from portal.paginas.encuestas import consultas, libro, redaccion, secciones, vitrina, vivo

Renglon = Mapping[str, Any]
CRUCES = (
    ("", "Todos los grupos"),
    ("sexo", "Sexo"),
    ("grupo_edad", "Edad"),
    ("zona", "Zona"),
    ("escolaridad", "Escolaridad"),
)
CARACTERISTICAS = CRUCES[1:]
DESCARGAS = {
    "resultados": lambda estudio=None: vitrina.con_ficha(consultas.descargar_resultados(estudio)),
    "ficha": consultas.descargar_ficha,
    "cobertura": lambda estudio=None: vitrina.con_ficha(consultas.descargar_cobertura(estudio)),
    "base-anonima": lambda estudio=None: vitrina.con_ficha(consultas.descargar_base_anonima(estudio)),
    "tabulados": libro.tabulados,
}
FICHAS = {
    "resultados": vitrina.hoja,
    "cobertura": vitrina.hoja,
    "base-anonima": lambda estudio=None: vitrina.hoja(estudio or _estudio_por_omision()),
}


def disposicion(
    estudio: str | None = None,
    pregunta: str | None = None,
    cruce: str | None = None,
    sexo: str | None = None,
    grupo_edad: str | None = None,
    zona: str | None = None,
    escolaridad: str | None = None,
    fdr: str | None = None,
) -> Pantalla | Component:
    """La pregunta y el estudio que pide la dirección; por omisión, la primera pregunta de la última en vivienda.

    Con un filtro de persona se estima en vivo sobre la base anónima; sin él se lee lo ya publicado.
    """
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
    pedidos = {"sexo": sexo, "grupo_edad": grupo_edad, "zona": zona, "escolaridad": escolaridad}
    return _encuesta(ficha, fichas, pregunta, cruce, pedidos, fdr=fdr == "1")


def calentar() -> None:
    """Arma la muestra del estudio que abre la página y estima una vez: el primer filtro ya no paga el arranque."""
    if not almacen.hay("mart_encuestas__ficha"):
        return
    ficha = _por_omision(consultas.estudios())
    base = vivo.base(ficha["estudio"])
    lista = consultas.preguntas(ficha["estudio"])
    if base is not None and lista:
        vivo.resultados(base, lista[0], {}, tuple(c for c, _ in CARACTERISTICAS), fdr=True)


def _por_omision(fichas: Sequence[Renglon]) -> Renglon:
    """La última en vivienda (la de mayor muestra); si no hay, el estudio más reciente."""
    return next((f for f in fichas if f["modo"] == "vivienda"), fichas[0])


def _estudio_por_omision() -> str:
    return str(_por_omision([f for f in consultas.estudios() if f["tipo_estudio"] != "grupo"])["estudio"])


def _filtro_estudio(fichas: Sequence[Renglon], actual: Renglon) -> Component:
    opciones = [(f["estudio"], f["estudio_corto"]) for f in fichas]
    return filtros.lista("estudio", "Estudio", opciones, actual["estudio"], _por_omision(fichas)["estudio"])


def _encuesta(
    ficha: Renglon,
    fichas: Sequence[Renglon],
    pregunta: str | None,
    cruce: str | None,
    pedidos: Mapping[str, str | None],
    *,
    fdr: bool,
) -> Pantalla:
    lista = consultas.preguntas(ficha["estudio"])
    elegida = next((p for p in lista if p["pregunta"] == pregunta), lista[0])
    corte = cruce if cruce in dict(CRUCES) else ""
    base = vivo.base(ficha["estudio"])
    condicion = vivo.filtros_validos(base, pedidos) if base else {}
    if base and (condicion or fdr):
        cortes = (corte,) if corte else tuple(c for c, _ in CARACTERISTICAS)
        resumen = None
        if elegida["tipo_pregunta"] == "multiple" and not corte:
            resumen = _principal(elegida, vivo.resultados(base, elegida, condicion, ()))
        renglones = vivo.resultados(
            base, elegida, condicion, cortes, fdr=fdr, solo=resumen["opcion"] if resumen else None
        )
    else:
        renglones = consultas.resultados(ficha["estudio"], elegida["pregunta"])
    if not renglones:
        return _sin_nadie(ficha, fichas, base, condicion, elegida)
    totales = [r for r in renglones if r["corte"] == "total"]
    principal = _principal(elegida, totales)
    indicadores = consultas.calidad(ficha["estudio"])
    oleadas = [] if condicion else _oleadas(elegida, principal)
    series = _series(oleadas, ficha)
    paso = _paso(series, ficha, fichas)
    contenido: list[Any] = [
        titular(redaccion.titular(elegida, principal, paso, condicion),
                redaccion.entrada(ficha, elegida, principal, paso, condicion)),
        fila((8, secciones.opciones(elegida, totales, _codificacion(elegida, indicadores))),
             (4, secciones.ficha(ficha, principal))),
        fila((8, _cortes(principal, renglones, corte)),
             (4, [*secciones.tendencias(series, ficha["modo"], redaccion.cambios_de_redaccion(oleadas)),
                  secciones.estudios(fichas, ficha["estudio"])])),
        *_cuadro(renglones, corte, fdr=fdr),
        *_muestra(ficha, indicadores),
    ]  # fmt: skip
    return Pantalla(
        contenido,
        filtros=[
            _filtro_estudio(fichas, ficha),
            filtros.lista("pregunta", "Pregunta", [(p["pregunta"], p["pregunta_nombre"]) for p in lista],
                          elegida["pregunta"], lista[0]["pregunta"]),
            *_filtros_de_persona(base, condicion),
            filtros.lista("cruce", "Cruzar por", CRUCES, corte),
            *([filtros.casilla("fdr", "Corregir por comparar mucho", fdr)] if base and corte else []),
        ],
        descargas=[
            ("Resultados del estudio (Excel)", descargas.destino("encuestas", "resultados")),
            ("Ficha metodológica (Excel)", descargas.destino("encuestas", "ficha")),
            ("Libro de tabulados (Excel)", descargas.destino("encuestas", "tabulados")),
            ("Base anónima (Excel)", descargas.destino("encuestas", "base-anonima")),
            ("Base anónima (CSV)", descargas.destino("encuestas", "base-anonima", "csv")),
            ("Cobertura (Excel)", descargas.destino("encuestas", "cobertura")),
        ],
        escrito=f"{ficha['estudio_nombre']} · {elegida['pregunta_nombre']}",
    )  # fmt: skip


def _filtros_de_persona(base: vivo.Base | None, condicion: Mapping[str, str]) -> list[Component]:
    """Sexo, edad, zona y escolaridad; solo las que el estudio trae."""
    if base is None:
        return []
    return [
        filtros.lista(corte, rotulo, [("", "Todos"), *((v, v) for v in base.valores[corte])], condicion.get(corte, ""))
        for corte, rotulo in CARACTERISTICAS
        if len(base.valores[corte]) > 1
    ]


def _sin_nadie(
    ficha: Renglon, fichas: Sequence[Renglon], base: vivo.Base | None, condicion: Mapping[str, str], pregunta: Renglon
) -> Pantalla:
    return Pantalla(
        [
            titular(
                f"{pregunta['pregunta_nombre']}: nadie de ese grupo contestó",
                f"{redaccion.dominio(condicion)} Quite un filtro para ver resultados.",
            )
        ],
        filtros=[_filtro_estudio(fichas, ficha), *_filtros_de_persona(base, condicion)],
        escrito=ficha["estudio_nombre"],
    )


def _cuadro(renglones: Sequence[Renglon], corte: str, *, fdr: bool) -> list[Component]:
    """Todas las respuestas por grupo, con letras; solo al cruzar por una característica."""
    propios = [r for r in renglones if r["corte"] == corte and r["medida"] in ("proporcion", "neto")]
    return [fila((12, secciones.cuadro(propios, fdr=fdr)))] if corte and propios else []


def _principal(pregunta: Renglon, totales: Sequence[Renglon]) -> Renglon | None:
    """Lo que resume la pregunta: su neto principal, el promedio, o la opción más contestada."""
    if pregunta["neto_principal"]:
        return next((r for r in totales if r["medida"] == "neto" and r["opcion"] == pregunta["neto_principal"]), None)
    medias = [r for r in totales if r["medida"] == "media"]
    candidatas = medias or [r for r in totales if r["medida"] == "proporcion" and not r["es_ns_nc"]]
    return max(candidatas, key=lambda r: (r["estimacion"] or -1.0, -r["orden"]), default=None)


def _oleadas(pregunta: Renglon, principal: Renglon | None) -> list[dict[str, Any]]:
    """La misma pregunta en todas las oleadas y modos; vacío si no tiene con qué compararse."""
    if not pregunta["tendencia"] or principal is None:
        return []
    return consultas.tendencias(pregunta["tendencia"], principal["opcion"], principal["medida"])


def _series(oleadas: Sequence[dict[str, Any]], ficha: Renglon) -> list[list[dict[str, Any]]]:
    """Series con dos oleadas o más; primero la del modo del estudio."""
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


def _codificacion(pregunta: Renglon, indicadores: Sequence[Renglon]) -> dict[str, float]:
    """Cuántas respuestas de una abierta ya llevan código."""
    aspecto = f"abierta {pregunta['pregunta']}"
    return {r["indicador"]: r["valor"] for r in indicadores if r["aspecto"] == aspecto}


def _entregables(ficha: Renglon) -> list[Component]:
    """Los del contrato, si hay contratos; con el de este estudio, si lo declaró."""
    if not almacen.hay("mart_contratos__entregables"):
        return []
    propio = consultas.entregable(ficha["entregable_clave"]) if ficha["entregable_clave"] else None
    return secciones.entregables(consultas.entregables(), propio)


def _muestra(ficha: Renglon, indicadores: Sequence[Renglon]) -> list[Component]:
    """Cobertura y calidad de la muestra."""
    colonias = consultas.cobertura(ficha["estudio"])
    piezas: list[Component] = []
    if colonias:
        mapa = secciones.cobertura(colonias, ficha, consultas.mapa())
        piezas.append(fila((8, mapa), (4, secciones.pendientes(colonias))))
    perfil = secciones.muestra(indicadores)
    contra_poblacion = seccion(
        "Muestra contra población", perfil or "El estudio no declaró márgenes de población.",
        sub="hueco: sin ponderar; lleno: ponderada; raya: población de 18 años y más",
    )  # fmt: skip
    piezas.append(fila((8, contra_poblacion), (4, [secciones.calidad(indicadores), *_entregables(ficha)])))
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
            (4, [secciones.ficha_de_grupo(grupo), secciones.estudios(fichas, ficha["estudio"]), *_entregables(ficha)]),
        ),
    ]
    return Pantalla(contenido, filtros=[_filtro_estudio(fichas, ficha)], escrito=ficha["estudio_nombre"])

"""Salud de los datos (``/datos``): qué llegó, qué quedó fuera y por qué, pruebas, versiones y diccionario."""

from __future__ import annotations

from typing import Any

import dash
from dash import html
from dash.development.base_component import Component

from portal import almacen, descargas, direccion, formato
from portal.alcance import quien_captura
from portal.componentes import filtros
from portal.componentes.armazon import Pantalla
from portal.componentes.basicos import pestanas, titular
from portal.paginas.calidad import analistas, comparacion, consultas, ejemplos, linaje, rutas, secciones

SECCIONES = (
    ("", "Fuentes"),
    ("archivos", "Archivos"),
    ("cuarentena", "Cuarentena"),
    ("pruebas", "Pruebas"),
    ("versiones", "Versiones"),
    ("diccionario", "Diccionario"),
    ("analistas", "Para analistas"),
)
ESTADOS = (("", "Todos"), ("leido", "Leídos"), ("rechazado", "Rechazados"), ("sustituido", "Sustituidos"))
GRAVEDADES = (("", "Todo"), ("rechazo", "Rechazos"), ("aviso", "Avisos"))
DESCARGAS = {
    "archivos": consultas.archivos,
    "cuarentena": consultas.rechazos,
    "diccionario": consultas.diccionario,
    "comparacion": comparacion.para_descargar,
}
TABLA_INICIAL = "mart_seguimiento__avance_mensual"
ENLACE_ANALISTAS = "almacen/mirador.duckdb"


def registrar(app: dash.Dash) -> None:
    """Da de alta las descargas del almacén y de cada tabla."""
    rutas.registrar(app.server)


def disposicion(
    seccion: str | None = None,
    fuente: str | None = None,
    estado: str | None = None,
    gravedad: str | None = None,
    tabla: str | None = None,
    de: str | None = None,
    a: str | None = None,
) -> Pantalla:
    """La sección que pide la dirección; lo que no se entiende se ignora."""
    lista_de_fuentes = consultas.fuentes()
    vista = seccion if seccion in dict(SECCIONES) else ""
    elegida = fuente if fuente in {f["fuente"] for f in lista_de_fuentes} else None
    conteo = consultas.conteo_de_archivos()
    cuerpo = _cuerpo(vista, elegida, estado, gravedad, tabla, lista_de_fuentes)
    comparadas = comparacion.seccion_de_comparacion(de, a) if vista == "versiones" else None
    navegacion = pestanas(
        [(texto, _destino(clave), clave == vista) for clave, texto in SECCIONES], "Secciones de datos"
    )
    contenido: list[Any] = [titular(_titular(conteo)), secciones.resumen(conteo), navegacion, cuerpo]
    if comparadas is not None:
        contenido.append(html.Div(comparadas, className="mi-hueco"))
    return Pantalla(
        contenido,
        filtros=comparacion.selectores(de, a)
        if vista == "versiones"
        else _filtros(vista, elegida, estado, gravedad, lista_de_fuentes),
        descargas=_descargas(vista),
    )


def _titular(conteo: dict[str, Any]) -> str:
    """«270 archivos recibidos: uno no se pudo leer y 8 renglones esperan corrección»."""
    if not conteo["num_archivos"]:
        return "Todavía no se ha recibido ningún archivo"
    recibidos = formato.cuenta(conteo["num_archivos"], "archivo recibido", "archivos recibidos")
    problemas = []
    if conteo["num_rechazados"]:
        cuantos = formato.en_palabras(conteo["num_rechazados"])
        cuantos = "uno" if conteo["num_rechazados"] == 1 else cuantos
        problemas.append(f"{cuantos} no se {'pudo' if conteo['num_rechazados'] == 1 else 'pudieron'} leer")
    if conteo["en_cuarentena"]:
        plural = conteo["en_cuarentena"] != 1
        espera = "renglones esperan corrección" if plural else "renglón espera corrección"
        problemas.append(f"{formato.en_palabras(conteo['en_cuarentena'], masculino=True)} {espera}")
    return f"{recibidos}: {formato.lista(problemas) if problemas else 'todos se leyeron completos'}"


def _destino(clave: str) -> str:
    return direccion.aqui(seccion=clave or None, fuente=None, estado=None, gravedad=None, tabla=None, de=None, a=None)


def _cuerpo(
    vista: str,
    fuente: str | None,
    estado: str | None,
    gravedad: str | None,
    tabla: str | None,
    lista_de_fuentes: list[dict[str, Any]],
) -> Component:
    if vista == "archivos":
        return secciones.de_archivos(consultas.archivos(fuente, estado if estado in dict(ESTADOS) else None))
    if vista == "cuarentena":
        return secciones.de_cuarentena(consultas.rechazos(fuente, gravedad if gravedad in dict(GRAVEDADES) else None))
    if vista == "pruebas":
        return secciones.de_pruebas(consultas.pruebas())
    if vista == "versiones":
        return secciones.de_versiones(almacen.publicaciones())
    if vista == "diccionario":
        return _diccionario(tabla)
    if vista == "analistas":
        return _analistas()
    return secciones.de_fuentes(lista_de_fuentes)


def _diccionario(tabla: str | None) -> Component:
    tablas = consultas.tablas()
    nombres = [t["tabla"] for t in tablas]
    inicial = TABLA_INICIAL if TABLA_INICIAL in nombres else next(iter(nombres), "")
    elegida = tabla if tabla and tabla in nombres else inicial
    hallado = linaje.de_tabla(elegida, consultas.linaje())
    return secciones.de_diccionario(tablas, elegida, consultas.columnas(elegida), analistas.cadena(elegida, hallado))


def _analistas() -> Component:
    version = almacen.version()
    puede = quien_captura().areas is None
    return html.Div(
        [
            analistas.llevarse(version.version, version.archivo.stat().st_size, consultas.tablas(), puede=puede),
            analistas.abrirlos(ENLACE_ANALISTAS, TABLA_INICIAL),
            analistas.preguntas(ejemplos.leer()),
        ],
        className="pila",
    )


def _filtros(
    vista: str, fuente: str | None, estado: str | None, gravedad: str | None, fuentes: list[dict[str, Any]]
) -> list[Component]:
    if vista not in ("archivos", "cuarentena"):
        return []
    opciones = [("", "Todas"), *((f["fuente"], f["fuente_nombre"]) for f in fuentes)]
    controles: list[Component] = [filtros.lista("fuente", "Fuente", opciones, fuente)]
    if vista == "archivos":
        controles.append(filtros.lista("estado", "Estado", ESTADOS, estado))
    else:
        controles.append(filtros.lista("gravedad", "Tipo", GRAVEDADES, gravedad))
    return controles


def _descargas(vista: str) -> list[tuple[str, str]]:
    cual = vista if vista in DESCARGAS else "archivos"
    nombres = {"archivos": "Archivos recibidos", "cuarentena": "Cuarentena", "diccionario": "Diccionario"}
    formatos = (("xlsx", "Excel"), ("csv", "CSV"))
    return [(f"{nombres[cual]} en {rotulo}", descargas.destino("calidad", cual, clase)) for clase, rotulo in formatos]

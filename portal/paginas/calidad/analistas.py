"""Para analistas: qué llevarse, cómo abrirlo, preguntas de ejemplo y de dónde sale cada tabla. No consulta."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from dash import html

from portal import direccion, formato
from portal.componentes.basicos import boton_enlace, enlace, icono, seccion
from portal.componentes.tabla import Columna, tabla
from portal.paginas.calidad import linaje, rutas
from portal.paginas.calidad.ejemplos import Ejemplo

Renglon = dict[str, Any]
_PREFIJOS = ("mart_", "dim_")


def fragmentos(ruta: str, ejemplo: str) -> tuple[tuple[str, str], ...]:
    """(dónde, código) para copiar y pegar."""
    consulta = f"from {ejemplo} limit 10"
    parquet = f"{ejemplo}.parquet"
    return (
        ("DuckDB en la terminal", f"duckdb -readonly {ruta}\n{consulta};"),
        (
            "Python, sobre el almacén",
            f'import duckdb\n\nwith duckdb.connect("{ruta}", read_only=True) as conexion:\n'
            f'    datos = conexion.sql("{consulta}").pl()',
        ),
        ("Python, sobre un Parquet", f'import polars\n\ndatos = polars.read_parquet("{parquet}")'),
        (
            "Excel (Datos › Obtener datos › Desde un archivo › Desde Parquet)",
            f'= Parquet.Document(File.Contents("C:\\datos\\{parquet}"))',
        ),
        (
            "Power BI (Obtener datos › Consulta en blanco › Editor avanzado)",
            f'let\n    Origen = Parquet.Document(File.Contents("C:\\datos\\{parquet}"))\nin\n    Origen',
        ),
        (
            "Excel o un BI por ODBC de DuckDB",
            f"Driver=DuckDB Driver;Database={ruta};access_mode=READ_ONLY",
        ),
        ("A CSV, sin instalar nada más que DuckDB", f'duckdb -readonly -csv {ruta} "{consulta}" > salida.csv'),
    )


def _codigo(titulo: str, codigo: str) -> html.Div:
    bloque = html.Pre(html.Code(codigo), tabIndex="0", **{"aria-label": titulo})
    return html.Div([html.H3(titulo), bloque], className="mi-fragmento")


def llevarse(version: str, tamano: int, tablas: Sequence[Renglon], *, puede: bool) -> html.Section:
    """El almacén completo y cada tabla en Parquet."""
    titulo = "Llevarse los datos"
    if not puede:
        aviso = html.P("Con acceso a unas áreas se descarga cada lista desde su página; el almacén completo no.")
        return seccion(titulo, aviso)
    boton = boton_enlace(f"Descargar el almacén ({formato.bytes_legibles(tamano)})", rutas.ALMACEN, "download")
    boton.download = ""
    propias = [t for t in tablas if t["tabla"].startswith(_PREFIJOS)]
    columnas = [
        Columna("", "Tabla", lambda t: [html.Code(t["tabla"]), html.Br(), html.Span(t["descripcion"], className="u")]),
        Columna("num_renglones", "Renglones", formato.numero, numerica=True, solo_escritorio=True),
        Columna("", "Parquet", _parquet),
        Columna("", "De dónde sale", _linaje, solo_escritorio=True),
    ]
    nota = (
        f"Versión {version}: todo sale del mismo archivo publicado. Una versión nueva llega con nombre nuevo y "
        "la que ya tenga no cambia. Fechas e importes conservan su tipo; nada se ejecuta al abrir un Parquet."
    )
    propias.sort(key=lambda t: (t["tabla"].startswith("dim_"), t["tabla"]))  # primero lo que contesta preguntas
    lista = html.Div(tabla(columnas, propias, leyenda="Tablas publicadas en Parquet"), className="mi-parquets")
    cuerpo = [html.P(boton), lista]
    return seccion(titulo, cuerpo, sub=formato.cuenta(len(propias), "tabla", "tablas"), nota=nota)


def _parquet(t: Renglon) -> html.A:
    etiqueta = f"Descargar {t['tabla']} en Parquet"
    return html.A(
        [icono("download"), " Parquet"], href=rutas.destino_de(t["tabla"]), download="", **{"aria-label": etiqueta}
    )


def _linaje(t: Renglon) -> html.A:
    return enlace("Ver su cadena", direccion.aqui(seccion="diccionario", tabla=t["tabla"]))


def abrirlos(ruta: str, ejemplo: str) -> html.Section:
    """Cómo abrir lo publicado desde la terminal, Python, Excel y Power BI."""
    piezas = [_codigo(titulo, codigo) for titulo, codigo in fragmentos(ruta, ejemplo)]
    nota = (
        "Abra siempre en solo lectura y con DuckDB 1.5: así nunca estorba a una publicación. La ruta es estable: "
        "apunta a la versión vigente. Los nombres de mart_ y dim_ no cambian sin aviso."
    )
    return seccion("Cómo abrirlos", html.Div(piezas, className="mi-fragmentos"), nota=nota)


def preguntas(ejemplos: Sequence[Ejemplo]) -> html.Section:
    """Consultas que ya contestan algo; cada una se corre en las pruebas."""
    piezas = [_codigo(e.pregunta, e.sql) for e in ejemplos]
    return seccion(
        "Preguntas de ejemplo", html.Div(piezas, className="mi-fragmentos"), sub="se copian y se corren tal cual"
    )


def cadena(nombre: str, hallado: linaje.Linaje) -> list[Any]:
    """De la página al archivo: quién lee la tabla y de qué está hecha, capa por capa."""
    pares: list[Any] = []
    if hallado.paginas:
        vinculos = [_de_pagina(p.titulo, p.ruta) for p in hallado.paginas]
        pares += [html.Dt("La leen"), html.Dd(_con_comas(vinculos))]
    for capa, titulo in linaje.CAPAS:
        nombres = hallado.por_capa.get(capa, ())
        if nombres:
            pares += [html.Dt(titulo), html.Dd(_con_comas([_de_capa(capa, n) for n in nombres]))]
    if not pares:
        return []
    descarga = []
    if nombre.startswith(_PREFIJOS):
        descarga = [html.P(_parquet({"tabla": nombre}), className="peq")]
    return [html.H3("De la página al archivo"), html.Dl(pares, className="ficha"), *descarga]


def _de_pagina(titulo: str, ruta: str) -> Any:
    return titulo if "<" in ruta else enlace(titulo, ruta)


def _de_capa(capa: str, nombre: str) -> Any:
    if capa == "insumo":
        return enlace(html.Code(f"{nombre}/"), direccion.aqui(seccion="archivos", fuente=nombre, tabla=None))
    if capa == "marts":
        return enlace(html.Code(nombre), direccion.aqui(tabla=nombre))
    return html.Code(nombre)


def _con_comas(piezas: Sequence[Any]) -> list[Any]:
    return [parte for n, pieza in enumerate(piezas) for parte in ([", "] if n else []) + [pieza]]

"""Las secciones de la salud de los datos. Datos → componente; no consultan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from portal import formato
from portal.componentes.basicos import Contenido, enlace, icono, seccion
from portal.componentes.tabla import Columna, numerica, rejilla, tabla
from portal.componentes.tarjeta import kpi, kpis
from portal.componentes.vacio import vacio
from portal.direccion import aqui

Renglon = Mapping[str, Any]
ESTADOS = {
    "leido": ("check-circle", "Leído"),
    "rechazado": ("x-octagon", "Rechazado"),
    "sustituido": ("arrow-repeat", "Sustituido"),
}
GRAVEDADES = {"rechazo": ("x-octagon", "Rechazo"), "aviso": ("exclamation-triangle", "Aviso")}
RESULTADOS = {
    "aprobada": ("check-circle", "Pasa"),
    "pass": ("check-circle", "Pasa"),
    "pasa": ("check-circle", "Pasa"),
    "success": ("check-circle", "Pasa"),
    "advertencia": ("exclamation-triangle", "Advierte"),
    "warn": ("exclamation-triangle", "Advierte"),
    "falla": ("x-octagon", "Falla"),
    "fail": ("x-octagon", "Falla"),
}
TARJETAS_EN_TELEFONO = 40
GRUPOS_DE_TABLAS = (("mart_", "Para consultar"), ("dim_", "Dimensiones"), ("fct_", "Hechos"))


def etiqueta(nombre: str | None, significados: Mapping[str, tuple[str, str]]) -> html.Span:
    """Estado en ícono y palabra, sin color de clase."""
    figura, palabra = significados.get(str(nombre).lower(), ("question-circle", str(nombre or formato.SIN_DATO)))
    return html.Span([icono(figura), palabra], className="sem estado plano")


def resumen(conteo: Renglon) -> html.Div:
    """Las cuatro cifras de lo recibido: siempre cuadran (recibido = aceptado + en cuarentena + ya repuesto)."""
    repuestos = conteo["renglones"] - conteo["aceptados"] - conteo["en_cuarentena"]
    aparte = [formato.cuenta(conteo["avisos"], "aviso aparte", "avisos aparte")]
    if repuestos > 0:
        aparte.append(formato.cuenta(repuestos, "más ya se repuso", "más ya se repusieron"))
    ultimo = formato.momento(conteo["ultimo"])
    fuera = formato.cuenta(conteo["num_rechazados"], "rechazado", "rechazados")
    return kpis(
        [
            kpi("Archivos recibidos", formato.numero(conteo["num_archivos"]), f"El último, {ultimo}"),
            kpi("Archivos leídos", formato.numero(conteo["num_leidos"] + conteo["num_sustituidos"]), fuera),
            kpi(
                "Renglones aceptados",
                formato.numero(conteo["aceptados"]),
                f"de {formato.numero(conteo['renglones'])} recibidos",
            ),
            kpi(
                "Renglones en cuarentena",
                formato.numero(conteo["en_cuarentena"]),
                "; ".join(aparte),
            ),
        ]
    )


def de_fuentes(fuentes: Sequence[Renglon]) -> html.Section:
    """Qué se espera de cada fuente y qué ha llegado."""
    columnas = [
        Columna("", "Fuente", _nombre_de_fuente),
        Columna("num_archivos", "Archivos", formato.numero, numerica=True),
        Columna("num_archivos_rechazados", "Rechazados", formato.numero, numerica=True, solo_escritorio=True),
        Columna("num_renglones", "Renglones", formato.numero, numerica=True, solo_escritorio=True),
        Columna("num_rechazados", "En cuarentena", formato.numero, numerica=True),
        Columna("num_avisos", "Avisos", formato.numero, numerica=True, solo_escritorio=True),
        Columna("", "Última recepción", _ultima_recepcion),
    ]
    cuerpo = tabla(columnas, fuentes, leyenda="Fuentes y lo que han entregado") if fuentes else vacio("Sin fuentes.")
    return seccion("Salud de las fuentes", cuerpo, sub=formato.cuenta(len(fuentes), "fuente", "fuentes"))


def _nombre_de_fuente(fuente: Renglon) -> list[Any]:
    destino = aqui(seccion="archivos", fuente=fuente["fuente"])
    detalle = html.Span(fuente.get("entrega") or fuente["fuente"], className="u")
    return [enlace(fuente["fuente_nombre"], destino), html.Br(), detalle]


def _ultima_recepcion(fuente: Renglon) -> Contenido:
    if fuente["num_archivos"]:
        return formato.momento(fuente["ultimo_recibido_en"])
    return html.Span("sin archivos", className="sd")


def de_archivos(archivos: Sequence[Renglon]) -> html.Section:
    """Cada archivo recibido: qué pasó con él y, si no se leyó, por qué y qué hacer."""
    if not archivos:
        return seccion("Archivos recibidos", vacio("Ningún archivo con esos filtros.", enlazar=False))
    datos = [
        {
            "archivo": a["archivo"],
            "estado": ESTADOS.get(a["estado"], ("", str(a["estado"])))[1],
            "recibido": formato.momento(a["recibido_en"]),
            "num_renglones": a["num_renglones"],
            "num_rechazados": a["num_rechazados"],
            "que_hacer": _que_hacer(a),
            "huella": a["sha256"][:12],
        }
        for a in archivos
    ]
    columnas = [
        {"field": "archivo", "headerName": "Archivo", "minWidth": 300},
        {"field": "estado", "headerName": "Estado", "maxWidth": 130},
        {"field": "recibido", "headerName": "Recibido", "minWidth": 215},
        numerica("num_renglones", "Renglones", minWidth=125, maxWidth=140),
        numerica("num_rechazados", "En cuarentena", minWidth=150, maxWidth=170),
        {"field": "que_hacer", "headerName": "Qué pasó y qué hacer", "minWidth": 260, "tooltipField": "que_hacer"},
        {"field": "huella", "headerName": "Huella", "minWidth": 135, "maxWidth": 150},
    ]
    grande = rejilla("archivos", columnas, datos, leyenda="Archivos recibidos", por_pagina=25)
    chicas = html.Div([_tarjeta_de_archivo(a) for a in archivos[:TARJETAS_EN_TELEFONO]], className="tarjetas solo-tel")
    cuerpo = [*_rechazados(archivos), html.Div(grande, className="solo-esc"), chicas]
    if len(archivos) > TARJETAS_EN_TELEFONO:
        resto = (
            f"Se muestran {TARJETAS_EN_TELEFONO} de {formato.numero(len(archivos))}; todos, en el Excel de Descargar."
        )
        cuerpo.append(html.P(resto, className="peq mut solo-tel"))
    return seccion(
        "Archivos recibidos",
        cuerpo,
        sub=formato.cuenta(len(archivos), "archivo", "archivos"),
        nota="El original se guarda intacto por su huella (SHA-256). Los mismos bytes con otro nombre se reconocen.",
    )


def _que_hacer(archivo: Renglon) -> str:
    if archivo["motivo"]:
        return " ".join(parte for parte in (archivo["motivo"], archivo["remedio"]) if parte)
    if archivo["num_rechazados"]:
        renglones = formato.cuenta(archivo["num_rechazados"], "renglón", "renglones")
        return f"Corregir {renglones}: vea Cuarentena"
    return "Nada pendiente"


def _rechazados(archivos: Sequence[Renglon]) -> list[Any]:
    fuera = [a for a in archivos if a["estado"] == "rechazado"]
    avisos = [
        html.Div(
            [html.B(a["archivo"]), html.Br(), a["motivo"] or "No se pudo leer.", " ", a["remedio"]], className="avisos"
        )
        for a in fuera
    ]
    return [html.Div(avisos, className="mi-avisos-archivos")] if avisos else []


def _tarjeta_de_archivo(archivo: Renglon) -> html.Div:
    pasado = [parte for parte in (archivo["motivo"], archivo["remedio"]) if parte]
    renglones = formato.cuenta(archivo["num_renglones"], "renglón", "renglones")
    pie = f"{formato.momento(archivo['recibido_en'])} · {renglones} · {archivo['num_rechazados']} en cuarentena"
    return html.Div(
        [
            html.H3(archivo["archivo"], className="mi-corta"),
            html.P(etiqueta(archivo["estado"], ESTADOS)),
            html.P(pie, className="mic mut"),
            *([html.P(" ".join(pasado), className="peq")] if pasado else []),
        ],
        className="tarjeta",
    )


def de_cuarentena(rechazos: Sequence[Renglon]) -> html.Section:
    """Cada falla con su archivo, hoja, celda y valor; la regla, y qué hacer."""
    nota = (
        "Los demás renglones del archivo sí entraron; un aviso no deja nada fuera. "
        "Al corregir y volver a entregar, salen de aquí."
    )
    if not rechazos:
        return seccion("Cuarentena", vacio("Nada en cuarentena con esos filtros.", enlazar=False))
    columnas = [
        Columna("", "Dónde", _donde, clase="mi-ancha"),
        Columna("", "Valor", _valor),
        Columna("", "Qué pasa", _que_pasa),
        Columna("remedio", "Qué hacer"),
        Columna("gravedad", "Tipo", lambda valor: etiqueta(valor, GRAVEDADES)),
    ]
    grande = html.Div(tabla(columnas, rechazos, leyenda="Renglones en cuarentena y avisos"), className="solo-esc")
    chicas = html.Div([_tarjeta_de_rechazo(r) for r in rechazos], className="tarjetas solo-tel")
    avisos = sum(r["gravedad"] == "aviso" for r in rechazos)
    cuentas = (len(rechazos) - avisos, "renglón", "renglones"), (avisos, "aviso", "avisos")
    sub = formato.lista([formato.cuenta(n, una, varias) for n, una, varias in cuentas if n])
    return seccion("Cuarentena", [grande, chicas], sub=sub, nota=nota)


def _donde(rechazo: Renglon) -> list[Any]:
    celda = "!".join(str(parte) for parte in (rechazo["hoja"], rechazo["celda"]) if parte)
    lugar = celda or (f"renglón {rechazo['fila']}" if rechazo["fila"] else "todo el archivo")
    return [html.Span(rechazo["archivo"], className="mi-corta"), html.Br(), html.Span(lugar, className="celda")]


def _valor(rechazo: Renglon) -> list[Any]:
    valor = rechazo["valor"]
    if valor in (None, "") and not rechazo["columna"]:
        return [html.Span("—", className="sd")]
    visto = html.Span("vacío", className="sd") if valor in (None, "") else html.Span(str(valor), className="mi-corta")
    return [visto, html.Br(), html.Span(rechazo["columna"], className="u")]


def _que_pasa(rechazo: Renglon) -> list[Any]:
    return [rechazo["motivo"], html.Br(), html.Code(str(rechazo["regla"]), className="u")]


def _tarjeta_de_rechazo(rechazo: Renglon) -> html.Div:
    return html.Div(
        [
            html.P(_donde(rechazo)),
            html.P(
                [html.B(rechazo["motivo"]), *([" Valor: ", _valor(rechazo)[0]] if rechazo["columna"] else [])],
                className="peq",
            ),
            html.P([rechazo["remedio"], " ", etiqueta(rechazo["gravedad"], GRAVEDADES)], className="peq med"),
        ],
        className="tarjeta",
    )


def de_pruebas(pruebas: Sequence[Renglon]) -> html.Section:
    """Las pruebas que pasó esta versión antes de publicarse."""
    if not pruebas:
        return seccion("Pruebas", vacio("Esta versión no trae el resultado de sus pruebas.", enlazar=False))
    columnas = [
        Columna(
            "", "Prueba", lambda p: [p["descripcion"] or p["prueba"], html.Br(), html.Span(p["prueba"], className="u")]
        ),
        Columna("asunto", "Asunto", solo_escritorio=True),
        Columna("tipo", "Tipo", lambda tipo: "Great Expectations" if tipo == "gx" else tipo, solo_escritorio=True),
        Columna("estado", "Resultado", lambda estado: etiqueta(estado, RESULTADOS)),
        Columna("num_fallas", "Fallas", lambda fallas: formato.numero(fallas or 0), numerica=True),
    ]
    con_fallas = sum(1 for prueba in pruebas if prueba["num_fallas"])
    sub = f"{formato.cuenta(len(pruebas), 'prueba', 'pruebas')}, {con_fallas} con fallas"
    nota = "Si una prueba que bloquea falla, no se publica: sigue en pie la versión anterior."
    return seccion("Pruebas", tabla(columnas, pruebas, leyenda="Pruebas de esta versión"), sub=sub, nota=nota)


def de_versiones(versiones: Sequence[Renglon]) -> html.Section:
    """Las publicaciones conservadas y cómo regresar a una."""
    columnas = [
        Columna("", "Versión", lambda v: [html.B(v["version"]), "  vigente" if v["es_vigente"] else ""]),
        Columna("publicado_en", "Publicada", formato.momento),
        Columna("tamano_bytes", "Tamaño", formato.bytes_legibles, numerica=True),
    ]
    nota = ["Para regresar a la anterior: ", html.Code("make revertir"), "; a una en particular: ",
            html.Code("make revertir VERSION=2026-11-10.1"), "."]  # fmt: skip
    return seccion("Versiones publicadas", tabla(columnas, versiones, leyenda="Versiones publicadas"), nota=nota)


def de_diccionario(
    tablas: Sequence[Renglon], elegida: str, columnas: Sequence[Renglon], cadena: Sequence[Any] = ()
) -> html.Section:
    """Tablas publicadas y las columnas de la elegida, con sus comentarios y su cadena hasta el archivo."""
    indice: list[Any] = []
    for prefijo, nombre in GRUPOS_DE_TABLAS:
        propias = [t for t in tablas if t["tabla"].startswith(prefijo)]
        if propias:
            indice += [html.H3(nombre), html.Ul([html.Li(_vinculo_de_tabla(t, elegida)) for t in propias])]
    vista = next((t for t in tablas if t["tabla"] == elegida), None)
    definiciones = [
        Columna("columna", "Columna", html.Code),
        Columna("tipo", "Tipo", lambda tipo: html.Span(str(tipo).lower(), className="u"), solo_escritorio=True),
        Columna("descripcion", "Qué es"),
    ]
    detalle: list[Any] = []
    if vista is not None:
        detalle = [
            html.H3(html.Code(vista["tabla"])),
            html.P(vista["descripcion"] or formato.SIN_DATO, className="peq med mi-parrafo"),
            html.P(
                f"{formato.cuenta(vista['num_renglones'], 'renglón', 'renglones')} en esta versión", className="mic mut"
            ),
            tabla(definiciones, columnas, leyenda=f"Columnas de {vista['tabla']}"),
            *cadena,
        ]
    cuerpo = html.Div([html.Nav(indice, **{"aria-label": "Tablas"}), html.Div(detalle)], className="mi-diccionario")
    return seccion("Diccionario", cuerpo, sub="generado de los comentarios del archivo publicado")


def _vinculo_de_tabla(renglon: Renglon, elegida: str) -> html.A:
    nombre = renglon["tabla"]
    atributos = {"aria-current": "true"} if nombre == elegida else {}
    return enlace(nombre, aqui(tabla=nombre), **atributos)

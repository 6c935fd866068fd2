"""Partes de la página de informes. Datos → componente; no consultan."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from dash import html

from dominio.informes.registro import FORMATOS, TITULOS
from portal import formato
from portal.componentes.basicos import enlace, ficha, icono, oculto, seccion
from portal.componentes.semaforo import chip
from portal.componentes.tabla import Columna, tabla
from portal.componentes.vacio import vacio

Renglon = Mapping[str, Any]
_NOMBRES = {"pdf": ("file-earmark-pdf", "PDF"), "docx": ("file-earmark-text", "Word"),
            "xlsx": ("file-earmark-excel", "Excel")}  # fmt: skip
_ESTADOS = {"ACEPTADO": "aceptado", "ACEPTADO_CON_OBSERVACIONES": "aceptado con observaciones",
            "ENTREGADO": "entregado, en revisión", "CON_ATRASO": "con atraso", "POR_VENCER": "por vencer",
            "POR_VENIR": "por venir"}  # fmt: skip
_CLASES = (
    ("num_cumplida", "Cumplidas"),
    ("num_buen_desempeno", "Buen desempeño"),
    ("num_regular", "Regulares"),
    ("num_deficiente", "Deficientes"),
    ("num_sin_captura", "Sin captura"),
)
A_LA_VISTA, HISTORIAL_A_LA_VISTA = 12, 8


def destino(clave: str, extension: str) -> str:
    """Dirección de un archivo generado."""
    return f"/descargas/informes/archivo/{clave}/{extension}"


def generar(tipo: str, mes: date, area: Renglon | None, version: str, hecho: Renglon | None) -> html.Section:
    """Qué se va a generar, el botón y el lugar del avance."""
    de_quien = area["area_corta"] if area else "todas las áreas"
    boton = html.Button(
        [icono("file-earmark-text"), "Generar el informe"],
        type="button",
        className="boton lleno",
        **{"data-informes": "generar", "data-tipo": tipo, "data-mes": formato.periodo_clave(mes),
           "data-area": area["area_clave"] if area else ""},
    )  # fmt: skip
    pares = [
        ("Informe", TITULOS[tipo]),
        ("Mes", formato.periodo(mes)),
        ("Alcance", de_quien),
        ("Versión de los datos", version),
        ("Formatos", "PDF, Word y Excel"),
    ]
    cuerpo: list[Any] = [ficha(pares), html.Div(boton, className="inf-botones")]
    cuerpo.append(html.Div(_listo(hecho), id="informes-avance", role="status", **{"aria-live": "polite"}))
    nota = "La misma versión da siempre los mismos archivos, byte por byte. El tipo, el mes y el área se eligen arriba."
    return seccion("Generar un informe", cuerpo, nota=nota)


def _listo(hecho: Renglon | None) -> list[Any]:
    if hecho is None:
        return []
    return [
        html.P([icono("check-circle"), f" Listo: {nombre(hecho)}."]),
        html.Div(descargas(hecho), className="acciones"),
    ]


def nombre(generado: Renglon) -> str:
    """«Informe mensual de evaluación, Octubre 2026, DGO»."""
    partes = [str(generado["titulo"]), formato.periodo(date.fromisoformat(generado["periodo"]))]
    return ", ".join([*partes, generado["area"]] if generado.get("area") else partes)


def descargas(generado: Renglon) -> list[Any]:
    """Un enlace por formato con su tamaño."""
    piezas = []
    for extension in FORMATOS:
        archivo = generado["archivos"].get(extension)
        if archivo is None:
            continue
        dibujo, palabra = _NOMBRES[extension]
        tamano = html.Span(formato.bytes_legibles(archivo["bytes"]), className="mut peq")
        contenido = [icono(dibujo), f" {palabra} ", tamano, oculto(f" de {nombre(generado)}")]
        piezas.append(
            html.A(contenido, href=destino(generado["clave"], extension), download="", className="inf-archivo")
        )
    return piezas


def entrega(entregable: Renglon | None, generado: Renglon | None, periodo: date) -> html.Section:
    """Qué entregable del contrato se cumple con la evaluación del mes y qué producto hay."""
    titulo = "Entrega del contrato"
    if entregable is None:
        nota = f"Ningún entregable del contrato de seguimiento evalúa {formato.periodo(periodo).lower()}."
        return seccion(titulo, html.P(nota, className="med"))
    vence = entregable["fecha_comprometida"]
    producto: Any = "todavía no se genera"
    if generado is not None:
        producto = f"versión {generado['version']}, {formato.momento(generado['generado_en'])}"
    pares: list[tuple[Any, Any]] = [
        ("Entregable", enlace(entregable["entregable_nombre"], f"/contratos?explica={entregable['entregable_clave']}")),
        ("Vence", f"{formato.fecha_con_dia(vence)} {vence.year}"),
        ("Situación", _ESTADOS[entregable["estado"]]),
        ("Producto", producto),
    ]
    if generado is not None:
        pares.append(("Huella del PDF", _huella(generado)))
    nota = "Generarlo lo registra como producto del entregable; no lo da por entregado ni por aceptado."
    return seccion(titulo, ficha(pares), nota=nota)


def _huella(generado: Renglon) -> html.Code:
    sha256 = generado["archivos"]["pdf"]["sha256"]
    return html.Code(sha256[:16], title=f"sha256 {sha256}", className="inf-huella")


def historial(fichas: Sequence[Renglon], *, completa: bool, ver_todo: str) -> html.Section:
    """Lo generado, lo más reciente primero."""
    if not fichas:
        return seccion("Historial", vacio("Todavía no se ha generado ningún informe.", enlazar=False))
    vistas = fichas if completa else fichas[:HISTORIAL_A_LA_VISTA]
    columnas = [
        Columna("", "Informe", _que),
        Columna("", "Generado", lambda f: formato.momento(f["generado_en"])),
        Columna("", "sha256 del PDF", _huella, solo_escritorio=True),
        Columna("", "Archivos", lambda f: html.Div(descargas(f), className="inf-archivos")),
    ]
    faltan = len(fichas) - len(vistas)
    ver = enlace(f"Ver los {len(fichas)}", ver_todo) if faltan else None
    cuerpo = tabla(columnas, vistas, leyenda="Informes generados, del más reciente al más antiguo")
    return seccion(
        "Historial", cuerpo, sub=formato.cuenta(len(fichas), "informe", "informes"), ver=ver, ident="historial"
    )


def _que(generado: Renglon) -> list[Any]:
    mes = formato.periodo(date.fromisoformat(generado["periodo"]))
    alcance = generado["area"] or "todas las áreas"
    detalle = f"{mes} · {alcance} · versión {generado['version']}"
    return [html.B(str(generado["titulo"])), html.Br(), html.Span(detalle, className="peq med")]


def comparacion(
    antes: date,
    ahora: date,
    totales: tuple[Renglon | None, Renglon | None],
    areas: Sequence[Renglon],
    metas: Sequence[Renglon],
) -> list[html.Section]:
    """Dos meses lado a lado: clases, áreas y metas que cambiaron de clase."""
    if totales[0] is None or totales[1] is None:
        return [seccion("Comparar dos meses", vacio("Falta uno de los dos meses en esta versión.", enlazar=False))]
    previo, actual = totales[0], totales[1]
    rotulos = (f"{formato.mes_corto(antes)} {antes.year}", f"{formato.mes_corto(ahora)} {ahora.year}")
    cumplimiento = (previo["cumplimiento"], actual["cumplimiento"])
    filas: list[Renglon] = [_fila("Cumplimiento", *cumplimiento, formato.porcentaje, formato.puntos)]
    filas += [_fila(que, previo[campo], actual[campo], formato.numero, formato.diferencia) for campo, que in _CLASES]
    numeros = tabla(
        [
            Columna("que", "Cifra"),
            Columna("antes", rotulos[0], numerica=True),
            Columna("ahora", rotulos[1], numerica=True),
            Columna("cambio", "Cambio", numerica=True),
        ],
        filas,
        leyenda=f"{rotulos[0]} y {rotulos[1]}, total de la alcaldía",
    )
    return [
        seccion(
            f"{formato.periodo(ahora)} contra {formato.mes(antes)}",
            numeros,
            sub="total de la alcaldía",
            ident="comparar",
        ),
        _de_areas(areas, rotulos),
        _de_metas(metas, rotulos),
    ]


def _fila(que: str, antes: Any, ahora: Any, escribir: Any, restar: Any) -> Renglon:
    cambio = None if antes is None or ahora is None else restar(ahora - antes)
    return {"que": que, "antes": escribir(antes), "ahora": escribir(ahora), "cambio": cambio}


def _de_areas(areas: Sequence[Renglon], rotulos: tuple[str, str]) -> html.Section:
    columnas = [
        Columna("area_corta", "Área"),
        Columna("cumplimiento_antes", rotulos[0], formato.porcentaje, numerica=True),
        Columna("cumplimiento_ahora", rotulos[1], formato.porcentaje, numerica=True),
        Columna("diferencia", "Cambio", formato.puntos, numerica=True),
        Columna("", "Lugar", _lugares, numerica=True),
    ]
    cuerpo = tabla(columnas, areas, leyenda=f"Áreas en {rotulos[0]} y {rotulos[1]}")
    return seccion("Por área", cuerpo, nota="Con las omisiones en cero, como en el ranking.")


def _lugares(area: Renglon) -> str:
    antes, ahora = area["lugar_antes"], area["lugar_ahora"]
    return f"{'—' if antes is None else antes} → {'—' if ahora is None else ahora}"


def _de_metas(metas: Sequence[Renglon], rotulos: tuple[str, str]) -> html.Section:
    if not metas:
        return seccion("Metas que cambiaron de clase", html.P("Ninguna cambió de clase.", className="med"))
    columnas = [
        Columna(
            "", "Meta", lambda m: [enlace(m["meta_clave"], f"/metas/{m['meta_clave']}"), " ", m["indicador_nombre"]]
        ),
        Columna("area_corta", "Área", solo_escritorio=True),
        Columna("clase_antes", rotulos[0], chip),
        Columna("clase_ahora", rotulos[1], chip),
        Columna("diferencia", "Cambio, puntos", formato.puntos, numerica=True),
    ]
    nota = f"Se ven las {A_LA_VISTA} que más cambiaron; todas, en Descargar." if len(metas) > A_LA_VISTA else None
    cuerpo = tabla(columnas, metas[:A_LA_VISTA], leyenda="Metas que cambiaron de clase")
    return seccion("Metas que cambiaron de clase", cuerpo, sub=formato.cuenta(len(metas), "meta", "metas"), nota=nota)

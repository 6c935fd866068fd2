"""Libro de tabulados en Excel: una hoja por pregunta con banner, bases y letras, y la ficha por delante."""

from __future__ import annotations

import io
import re
from collections.abc import Mapping, Sequence
from typing import Any

import xlsxwriter

from portal import formato
from portal.descargas import sin_formula
from portal.paginas.encuestas import consultas, redaccion, secciones, vitrina, vivo

Renglon = Mapping[str, Any]
_CORTES = ("sexo", "grupo_edad", "zona", "escolaridad")


def tabulados(
    estudio: str | None = None,
    sexo: str | None = None,
    grupo_edad: str | None = None,
    zona: str | None = None,
    escolaridad: str | None = None,
    fdr: str | None = None,
) -> bytes:
    """El libro de un estudio (por omisión, el que abre la página), con los filtros de la pantalla.

    Con filtros o corrección se estima en vivo; sin ellos sale de lo publicado.
    """
    fichas = [f for f in consultas.estudios() if f["tipo_estudio"] != "grupo"]
    elegida = next((f for f in fichas if f["estudio"] == estudio), None)
    ficha = elegida or next((f for f in fichas if f["modo"] == "vivienda"), fichas[0])
    base = vivo.base(ficha["estudio"])
    pedidos = {"sexo": sexo, "grupo_edad": grupo_edad, "zona": zona, "escolaridad": escolaridad}
    condicion = vivo.filtros_validos(base, pedidos) if base else {}
    hojas = []
    for pregunta in consultas.preguntas(ficha["estudio"]):
        if base and (condicion or fdr == "1"):
            renglones = vivo.resultados(base, pregunta, condicion, _CORTES, fdr=fdr == "1")
        else:
            renglones = consultas.resultados(ficha["estudio"], pregunta["pregunta"])
        hojas.append((pregunta, renglones))
    return escribir(ficha, hojas, condicion, fdr=fdr == "1")


def escribir(
    ficha: Renglon, hojas: Sequence[tuple[Renglon, Sequence[Renglon]]], condicion: Mapping[str, str], *, fdr: bool
) -> bytes:
    """Datos ya consultados → bytes del libro; nunca escribe fórmulas."""
    salida = io.BytesIO()
    opciones = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(salida, opciones) as libro:
        estilos = {
            "titulo": libro.add_format({"bold": True, "font_size": 13}),
            "cabeza": libro.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"}),
            "tenue": libro.add_format({"font_color": "#667085"}),
            "derecha": libro.add_format({"align": "right"}),
        }
        _hoja_ficha(libro.add_worksheet("Ficha"), ficha, hojas, condicion, estilos)
        for numero, (pregunta, renglones) in enumerate(hojas, start=1):
            _hoja_pregunta(libro.add_worksheet(nombre_de_hoja(numero, pregunta)), pregunta, renglones, estilos, fdr=fdr)
    return salida.getvalue()


def nombre_de_hoja(numero: int, pregunta: Renglon) -> str:
    """«P1 Satisfacción»: numerada, sin lo que Excel prohíbe y hasta 31 caracteres."""
    limpio = re.sub(r"[\[\]:*?/\\']", "", str(pregunta["pregunta_nombre"])).strip()
    return f"P{numero} {limpio}"[:31].rstrip()


def _hoja_ficha(
    hoja: Any, ficha: Renglon, hojas: Sequence[Any], condicion: Mapping[str, str], estilos: Mapping[str, Any]
) -> None:
    hoja.set_column(0, 0, 22)
    hoja.set_column(1, 1, 100)
    hoja.write_string(0, 0, "Ficha metodológica", estilos["titulo"])
    pares = vitrina.pares(ficha)
    if condicion:
        pares.insert(0, ("Filtro", redaccion.dominio(condicion)))
    pares.append(("Lectura", f"Porcentajes de columna con NS/NC en la base. {redaccion.REGLA_SUPRESION}"))
    for fila, (rotulo, valor) in enumerate(pares, start=2):
        hoja.write_string(fila, 0, rotulo, estilos["cabeza"])
        hoja.write_string(fila, 1, str(sin_formula(valor)))
    fila = len(pares) + 3
    for numero, (pregunta, _) in enumerate(hojas, start=1):
        hoja.write_string(fila + numero, 0, f"P{numero}")
        hoja.write_string(fila + numero, 1, str(sin_formula(pregunta["pregunta_texto"])))


def _hoja_pregunta(
    hoja: Any, pregunta: Renglon, renglones: Sequence[Renglon], estilos: Mapping[str, Any], *, fdr: bool
) -> None:
    columnas = list(dict.fromkeys((r["corte"], r["corte_nombre"], r["corte_valor"]) for r in renglones))
    letra = {
        corte: secciones.letras([v for c, _, v in columnas if c == corte])
        for corte in dict.fromkeys(c for c, _, _ in columnas)
    }
    hoja.set_column(0, 0, 36)
    hoja.set_column(1, len(columnas), 15)
    hoja.freeze_panes(8, 1)
    hoja.write_string(0, 0, str(sin_formula(pregunta["pregunta_nombre"])), estilos["titulo"])
    hoja.write_string(1, 0, f"«{pregunta['pregunta_texto']}»")
    if pregunta["filtro"]:
        hoja.write_string(2, 0, f"Base: {pregunta['filtro']}", estilos["tenue"])
    for indice, (corte, nombre, valor) in enumerate(columnas, start=1):
        hoja.write_string(3, indice, nombre, estilos["tenue"])
        rotulo = valor if corte == "total" else f"{valor} ({letra[corte][valor]})"
        hoja.write_string(4, indice, rotulo, estilos["cabeza"])
        una = next(r for r in renglones if (r["corte"], r["corte_valor"]) == (corte, valor))
        hoja.write_number(5, indice, una["num_base"])
        if una["n_efectiva"] is not None:
            hoja.write_number(6, indice, round(una["n_efectiva"], 1))
    hoja.write_string(5, 0, "Base sin ponderar (n)", estilos["tenue"])
    hoja.write_string(6, 0, "n efectiva de la primera respuesta", estilos["tenue"])
    celdas = {(r["medida"], r["opcion"], r["corte"], r["corte_valor"]): r for r in renglones}
    fila = 8
    for medida, opcion, etiqueta in dict.fromkeys((r["medida"], r["opcion"], r["opcion_etiqueta"]) for r in renglones):
        hoja.write_string(fila, 0, str(sin_formula(etiqueta if medida != "neto" else f"Neto: {etiqueta}")))
        hoja.write_string(fila + 1, 0, "  ± margen al 95 %", estilos["tenue"])
        for indice, (corte, _, valor) in enumerate(columnas, start=1):
            renglon = celdas.get((medida, opcion, corte, valor))
            hoja.write_string(fila, indice, _celda(renglon, letra[corte]), estilos["derecha"])
            if renglon is not None and renglon["margen"] is not None and not renglon["es_suprimido"]:
                factor = 1 if medida == "media" else 100
                hoja.write_number(fila + 1, indice, round(renglon["margen"] * factor, 1), estilos["tenue"])
        fila += 2
    correccion = ", con corrección por comparaciones múltiples" if fdr else ""
    hoja.write_string(
        fila + 1,
        0,
        f"La letra dice a qué columna del mismo corte supera la celda, al 95 %{correccion}.",
        estilos["tenue"],
    )
    hoja.write_string(fila + 2, 0, redaccion.REGLA_SUPRESION, estilos["tenue"])


def _celda(renglon: Renglon | None, letra: Mapping[str, str]) -> str:
    if renglon is None or renglon["es_suprimido"] or renglon["estimacion"] is None:
        return formato.GUION
    if renglon["medida"] in ("proporcion", "neto"):
        return secciones.celda_con_letras(renglon, letra)
    return redaccion.cifra(renglon)

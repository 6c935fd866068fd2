"""Excel con xlsxwriter: una hoja por tema y por área, números como números y fórmulas vivas."""

from __future__ import annotations

import io
import math
import re
from collections.abc import Sequence
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter
from xlsxwriter.utility import xl_col_to_name

from dominio.informes.modelo import Columna, Documento, Formula, Grafica, Lista, Parrafo, Seccion, Tabla, Valor

_FORMATOS = {
    "numero": "#,##0.##",
    "entero": "#,##0",
    "porcentaje": '0.0" %"',
    "proporcion": "0.0%",
    "puntos": "+0.0;-0.0;0.0",
    "importe": "#,##0.00",
    "fecha": "yyyy-mm-dd",
}
_REFERENCIA = re.compile(r"\{([^{}:]+):([^{}:]+)\}")
_ALTO_DE_RENGLON, _ALTO_EN_PUNTOS = 20, 15.0
_ANCHOS, _ANCHO = (14, 46), 16
_OPCIONES = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}


def hacer(documento: Documento) -> bytes:
    """El documento como libro de Excel."""
    salida = io.BytesIO()
    with xlsxwriter.Workbook(salida, _OPCIONES) as libro:
        momento = datetime(documento.fecha.year, documento.fecha.month, documento.fecha.day)
        libro.set_properties(
            {
                "title": documento.titulo,
                "author": "Mirador",
                "comments": f"Versión {documento.version}",
                "created": momento,
            }
        )
        _Libro(libro, documento).escribir()
    return salida.getvalue()


class _Libro:
    """Primero se acomoda todo (para que las fórmulas sepan dónde queda cada columna) y luego se escribe."""

    def __init__(self, libro: Any, documento: Documento) -> None:
        self._libro = libro
        self._documento = documento
        self._estilos: dict[str, Any] = {
            t: libro.add_format({"num_format": f, "valign": "top"}) for t, f in _FORMATOS.items()
        }
        self._estilos["texto"] = libro.add_format({"text_wrap": True, "valign": "top", "indent": 1})
        self._negrita = libro.add_format({"bold": True, "bottom": 1, "text_wrap": True, "valign": "top"})
        self._titulo = libro.add_format({"bold": True, "font_size": 14})
        self._rangos: dict[tuple[str, str], str] = {}

    def escribir(self) -> None:
        hojas: dict[str, list[Seccion]] = {}
        for seccion in self._documento.secciones:
            hojas.setdefault(seccion.hoja, []).append(seccion)
        for nombre, secciones in hojas.items():
            self._acomodar(nombre, secciones)
        self._portada()
        for nombre, secciones in hojas.items():
            self._hoja(nombre, secciones)

    def _acomodar(self, nombre: str, secciones: list[Seccion]) -> None:
        fila = 0
        for seccion in secciones:
            fila += 2
            for bloque in seccion.para("xlsx"):
                if isinstance(bloque, Tabla) and bloque.renglones:
                    for i, columna in enumerate(bloque.columnas):
                        letra = xl_col_to_name(i)
                        rango = f"'{nombre}'!${letra}${fila + 3}:${letra}${fila + 2 + len(bloque.renglones)}"
                        self._rangos[bloque.clave, columna.clave] = rango
                fila += _altura(bloque)

    def _portada(self) -> None:
        hoja = self._libro.add_worksheet("Portada")
        hoja.set_column(0, 0, 30)
        hoja.set_column(1, 1, 90)
        hoja.write_string(0, 0, self._documento.titulo, self._titulo)
        hoja.write_string(1, 0, self._documento.subtitulo)
        for fila, (rotulo, valor) in enumerate(self._documento.caratula, start=3):
            hoja.write_string(fila, 0, rotulo, self._negrita)
            hoja.write_string(fila, 1, valor)
        hoja.write_string(4 + len(self._documento.caratula), 0, self._documento.pie)

    def _hoja(self, nombre: str, secciones: list[Seccion]) -> None:
        hoja = self._libro.add_worksheet(nombre)
        hoja.set_landscape()
        hoja.set_paper(1)
        hoja.fit_to_pages(1, 0)
        for indice, ancho in enumerate(_ANCHOS):
            hoja.set_column(indice, indice, ancho)
        hoja.set_column(len(_ANCHOS), 20, _ANCHO)
        fila = 0
        for seccion in secciones:
            hoja.write_string(fila, 0, seccion.titulo, self._titulo)
            fila += 2
            for bloque in seccion.para("xlsx"):
                self._bloque(hoja, fila, bloque)
                fila += _altura(bloque)

    def _bloque(self, hoja: Any, fila: int, bloque: Parrafo | Lista | Grafica | Tabla) -> None:
        if isinstance(bloque, Parrafo):
            hoja.write_string(fila, 0, bloque.texto)
        elif isinstance(bloque, Lista):
            for i, elemento in enumerate(bloque.elementos):
                hoja.write_string(fila + i, 0, f"• {elemento}")
        elif isinstance(bloque, Tabla):
            self._tabla(hoja, fila, bloque)
        else:
            self._grafica(hoja, fila, bloque)

    def _grafica(self, hoja: Any, fila: int, grafica: Grafica) -> None:
        """Barras de Excel sobre las celdas de su tabla: si alguien cambia un valor, la barra cambia."""
        if grafica.datos is None or (grafica.datos[0], grafica.datos[1]) not in self._rangos:
            return
        tabla, rotulos, valores = grafica.datos
        dibujo = self._libro.add_chart({"type": "bar"})
        dibujo.add_series(
            {
                "name": grafica.titulo,
                "categories": f"={self._rangos[tabla, rotulos]}",
                "values": f"={self._rangos[tabla, valores]}",
                "fill": {"color": "#404040"},
                "border": {"color": "#000000"},
                "data_labels": {"value": True},
                "gap": 40,
            }
        )
        dibujo.set_title({"name": grafica.titulo, "name_font": {"size": 11}})
        dibujo.set_legend({"none": True})
        dibujo.set_y_axis({"reverse": True})
        dibujo.set_x_axis({"min": 0, "major_gridlines": {"visible": True, "line": {"color": "#BFBFBF"}}})
        alto = _ALTO_DE_RENGLON * (_altura(grafica) - 1)
        dibujo.set_size({"width": 860, "height": alto})
        hoja.insert_chart(fila, 0, dibujo, {"description": grafica.descripcion, "object_position": 2})

    def _tabla(self, hoja: Any, fila: int, tabla: Tabla) -> None:
        hoja.write_string(fila, 0, tabla.titulo, self._titulo)
        if not tabla.renglones:
            hoja.write_string(fila + 1, 0, tabla.vacia)
            return
        hoja.set_row(fila + 1, _alto([c.titulo for c in tabla.columnas]))
        for i, columna in enumerate(tabla.columnas):
            hoja.write_string(fila + 1, i, columna.titulo, self._negrita)
        for n, renglon in enumerate(tabla.renglones, start=fila + 2):
            for i, (valor, columna) in enumerate(zip(renglon, tabla.columnas, strict=True)):
                self._celda(hoja, n, i, valor, columna, tabla)
            if (alto := _alto(renglon)) != _ALTO_EN_PUNTOS:
                hoja.set_row(n, alto)
        if tabla.nota:
            hoja.write_string(fila + 2 + len(tabla.renglones), 0, tabla.nota)

    def _celda(self, hoja: Any, fila: int, indice: int, valor: Valor, columna: Columna, tabla: Tabla) -> None:
        estilo = self._estilos[columna.tipo]
        if valor is None:
            hoja.write_blank(fila, indice, None, estilo)
        elif isinstance(valor, Formula):
            hoja.write_formula(fila, indice, f"={self._resolver(valor.expresion)}", estilo, valor.valor)
        elif columna.formula is not None:
            hoja.write_formula(fila, indice, f"={_del_renglon(columna.formula, tabla, fila)}", estilo, valor)
        elif isinstance(valor, date):
            hoja.write_datetime(fila, indice, datetime(valor.year, valor.month, valor.day), self._estilos["fecha"])
        elif isinstance(valor, int | float | Decimal):
            hoja.write_number(fila, indice, float(valor), estilo)
        else:
            hoja.write_string(fila, indice, valor, self._estilos["texto"])

    def _resolver(self, expresion: str) -> str:
        return _REFERENCIA.sub(lambda m: self._rangos[m.group(1), m.group(2)], expresion)


def _alto(celdas: Sequence[Valor]) -> float:
    """Alto del renglón para que el texto que se parte no tape al de abajo; no todo programa lo ajusta solo."""
    renglones = 1
    for indice, celda in enumerate(celdas):
        if isinstance(celda, str):
            cabe = (_ANCHOS[indice] if indice < len(_ANCHOS) else _ANCHO) - 2
            renglones = max(renglones, sum(math.ceil(max(len(parte), 1) / cabe) for parte in celda.split("\n")))
    return _ALTO_EN_PUNTOS * renglones


def _altura(bloque: Parrafo | Lista | Grafica | Tabla) -> int:
    if isinstance(bloque, Tabla):
        return 4 + max(len(bloque.renglones), 1)
    if isinstance(bloque, Lista):
        return 1 + len(bloque.elementos)
    if isinstance(bloque, Grafica):
        return 0 if bloque.datos is None else max(9, len(bloque.barras) + 6)
    return 2


def _del_renglon(formula: str, tabla: Tabla, fila: int) -> str:
    celdas = {c.clave: f"{xl_col_to_name(i)}{fila + 1}" for i, c in enumerate(tabla.columnas)}
    return formula.format_map(celdas)

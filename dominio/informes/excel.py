"""Excel con xlsxwriter: una hoja por tema y por área, números como números y fórmulas vivas."""

from __future__ import annotations

import io
import re
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
        self._estilos: dict[str, Any] = {t: libro.add_format({"num_format": f}) for t, f in _FORMATOS.items()}
        self._estilos["texto"] = libro.add_format({"text_wrap": True, "valign": "top"})
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
            for bloque in seccion.bloques:
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
        hoja.set_column(0, 0, 14)
        hoja.set_column(1, 1, 46)
        hoja.set_column(2, 20, 16)
        fila = 0
        for seccion in secciones:
            hoja.write_string(fila, 0, seccion.titulo, self._titulo)
            fila += 2
            for bloque in seccion.bloques:
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

    def _tabla(self, hoja: Any, fila: int, tabla: Tabla) -> None:
        hoja.write_string(fila, 0, tabla.titulo, self._titulo)
        if not tabla.renglones:
            hoja.write_string(fila + 1, 0, tabla.vacia)
            return
        for i, columna in enumerate(tabla.columnas):
            hoja.write_string(fila + 1, i, columna.titulo, self._negrita)
        for n, renglon in enumerate(tabla.renglones, start=fila + 2):
            for i, (valor, columna) in enumerate(zip(renglon, tabla.columnas, strict=True)):
                self._celda(hoja, n, i, valor, columna, tabla)
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


def _altura(bloque: Parrafo | Lista | Grafica | Tabla) -> int:
    if isinstance(bloque, Tabla):
        return 4 + max(len(bloque.renglones), 1)
    if isinstance(bloque, Lista):
        return 1 + len(bloque.elementos)
    return 0 if isinstance(bloque, Grafica) else 2


def _del_renglon(formula: str, tabla: Tabla, fila: int) -> str:
    celdas = {c.clave: f"{xl_col_to_name(i)}{fila + 1}" for i, c in enumerate(tabla.columnas)}
    return formula.format_map(celdas)

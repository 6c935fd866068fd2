"""La plantilla de captura de un área y un mes: prellenada, protegida y con la clase a la vista.

La hoja ``captura`` es la de siempre (identidad en B1–B3, encabezado en el renglón 5, columnas A–L); lo demás —último
valor, acumulados, clase— va a la derecha, sin encabezado en el renglón 5, y el lector no lo ve. Los mismos datos dan
siempre los mismos bytes.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

import xlsxwriter

from dominio.capturas.calculo import COLUMNA_CLASE, Formula, Mes, Umbrales, formulas

COLUMNAS = ("clave", "indicador", "unidad", "programado", "realizado", "numerador", "denominador", "n", "no_aplica",
            "observaciones", "evidencia", "justificacion")  # fmt: skip
FILA_ENCABEZADO = 5
PRIMERA_FILA = FILA_ENCABEZADO + 1
LARGO_DE_TEXTO = 2000
_MESES = ("enero", "febrero", "marzo", "abril", "mayo", "junio", "julio", "agosto", "septiembre", "octubre",
          "noviembre", "diciembre")  # fmt: skip
_ANCHOS = (12, 44, 14, 13, 13, 13, 13, 9, 10, 32, 32, 32, 2, 18, 13, 13, 13, 17)
_AYUDAS = ("Último valor", "Acumulado", "Programado acumulado", "Cumplimiento %", "Clase al capturar")
_CLASES = {"Cumplida": "#cfe8d5", "Buen desempeño": "#d6e6f5", "Regular": "#fbe8c0", "Deficiente": "#f6cfcb"}
_FECHA_FIJA = (1980, 1, 1, 0, 0, 0)
_INSTRUCCIONES = (
    "Escriba solo en las celdas blancas; las grises están protegidas y ya traen lo que corresponde.",
    "Un 0 es un cero de verdad. Una celda vacía quiere decir «no hay dato»: si ya había un valor capturado, lo retira.",
    "En las metas de razón capture numerador y denominador, los dos; el realizado lo calcula Mirador.",
    "En las metas de promedio, n es el número de casos; si se captura, el promedio se pondera con él.",
    "Si el mes no aplica, escriba «si» en no_aplica, deje vacío el valor y diga por qué en justificacion.",
    "La columna «Clase al capturar» es una ayuda: muestra cómo quedaría la meta con lo que va escribiendo.",
    "No cambie las claves, los encabezados ni el nombre de la hoja. Lo que falte conserva su valor anterior.",
    "Entregue el archivo en Mirador, en la página Captura. La fecha que cuenta es la del recibo.",
    "Si algo no entra, Mirador le devuelve este mismo libro con las celdas en rojo y qué corregir.",
)


@dataclass(frozen=True)
class RenglonDePlantilla:
    """Una meta por capturar: su identidad, cómo se califica, y lo que ya se sabe de ella."""

    clave: str
    indicador: str
    unidad: str
    programado: float
    formula: Formula
    umbrales: Umbrales
    anteriores: Sequence[Mes] = ()
    ultimo_valor: float | None = None
    ultimo_periodo: date | None = None
    capturado: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Plantilla:
    """La captura de un área en un mes."""

    area: str
    area_nombre: str
    periodo: date
    fecha_limite: date | None
    renglones: Sequence[RenglonDePlantilla]

    @property
    def nombre_de_archivo(self) -> str:
        """``captura_DESU_2026-11.xlsx``."""
        return f"captura_{self.area}_{self.periodo:%Y-%m}.xlsx"


def mes_en_palabras(periodo: date) -> str:
    """«noviembre de 2026»."""
    return f"{_MESES[periodo.month - 1]} de {periodo.year}"


def escribir(plantilla: Plantilla, nota: str = "") -> bytes:
    """El libro de Excel de la plantilla.

    Args:
        nota: va en las propiedades del libro; distingue dos capturas directas con los mismos valores.
    """
    salida = io.BytesIO()
    opciones = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
    with xlsxwriter.Workbook(salida, opciones) as libro:
        creada = datetime(plantilla.periodo.year, plantilla.periodo.month, 1)
        libro.set_properties(
            {"title": f"Captura {plantilla.area} {plantilla.periodo:%Y-%m}", "created": creada, "comments": nota}
        )
        _Escritor(libro, plantilla).escribir()
    return salida.getvalue()


def empaquetar(plantillas: Sequence[Plantilla]) -> bytes:
    """Todas las plantillas en un zip, en orden de nombre."""
    salida = io.BytesIO()
    with zipfile.ZipFile(salida, "w", zipfile.ZIP_DEFLATED) as paquete:
        for plantilla in sorted(plantillas, key=lambda p: p.nombre_de_archivo):
            entrada = zipfile.ZipInfo(plantilla.nombre_de_archivo, _FECHA_FIJA)
            entrada.compress_type = zipfile.ZIP_DEFLATED
            paquete.writestr(entrada, escribir(plantilla))
    return salida.getvalue()


class _Escritor:
    """Escribe las hojas de un libro con un solo juego de formatos."""

    def __init__(self, libro: Any, plantilla: Plantilla) -> None:
        self._plantilla = plantilla
        self._hoja = libro.add_worksheet("captura")
        self._instrucciones = libro.add_worksheet("instrucciones")
        base = {"font_name": "Arial", "font_size": 10, "valign": "vcenter"}
        fijo = base | {"bg_color": "#eef1f4", "border": 1, "border_color": "#d5dbe1"}
        libre = base | {"locked": False, "border": 1, "border_color": "#9aa7b3"}
        # El número y el texto se alinean solos; lo largo se ajusta dentro de su celda.
        self._f = {
            "rotulo": libro.add_format(base | {"bold": True}),
            "dato": libro.add_format(base | {"bold": True, "bg_color": "#eef1f4"}),
            "fecha": libro.add_format(libre | {"num_format": "dd/mm/yyyy", "align": "left"}),
            "encabezado": libro.add_format(
                base | {"bold": True, "bg_color": "#1f3a4d", "font_color": "#ffffff", "border": 1}
            ),
            "ayuda": libro.add_format(
                base | {"bold": True, "bg_color": "#dfe6ec", "border": 1, "text_wrap": True, "align": "center"}
            ),
            "fijo": libro.add_format(fijo | {"text_wrap": True}),
            "fijo_numero": libro.add_format(fijo | {"num_format": "#,##0.##########"}),
            "no_va": libro.add_format(fijo | {"bg_color": "#d9dee3"}),
            "numero": libro.add_format(libre | {"num_format": "#,##0.##########"}),
            "texto": libro.add_format(libre | {"text_wrap": True}),
            "parrafo": libro.add_format(base | {"text_wrap": True, "valign": "top"}),
        }
        self._clases = {clase: libro.add_format({"bg_color": color}) for clase, color in _CLASES.items()}

    def escribir(self) -> None:
        """Las dos hojas, con protección, listas y formato condicional."""
        self._identidad()
        for indice, renglon in enumerate(self._plantilla.renglones):
            self._renglon(PRIMERA_FILA + indice, renglon)
        self._reglas(PRIMERA_FILA + len(self._plantilla.renglones) - 1)
        self._hoja.protect(
            "", {"format_columns": True, "format_rows": True, "select_locked_cells": True, "autofilter": True}
        )
        self._escribir_instrucciones()

    def _identidad(self) -> None:
        hoja, plantilla, f = self._hoja, self._plantilla, self._f
        for fila, (rotulo, valor) in enumerate((("Área", plantilla.area), ("Periodo", f"{plantilla.periodo:%Y-%m}"))):
            hoja.write_string(fila, 0, rotulo, f["rotulo"])
            hoja.write_string(fila, 1, valor, f["dato"])
        hoja.write_string(0, 2, plantilla.area_nombre, f["rotulo"])
        limite = f", fecha límite {plantilla.fecha_limite:%d/%m/%Y}" if plantilla.fecha_limite else ""
        hoja.write_string(1, 2, f"{mes_en_palabras(plantilla.periodo)}{limite}", f["rotulo"])
        hoja.write_string(2, 0, "Fecha de captura", f["rotulo"])
        hoja.write_blank(2, 1, None, f["fecha"])
        hoja.write_string(2, 2, "Por el portal cuenta la fecha del recibo; puede dejarla vacía.", f["rotulo"])
        for columna, encabezado in enumerate(COLUMNAS):
            hoja.write_string(FILA_ENCABEZADO - 1, columna, encabezado, f["encabezado"])
        for columna, ayuda in enumerate(_AYUDAS, start=len(COLUMNAS) + 1):
            hoja.write_string(FILA_ENCABEZADO - 2, columna, ayuda, f["ayuda"])
        for columna, ancho in enumerate(_ANCHOS):
            hoja.set_column(columna, columna, ancho)
        hoja.set_row(FILA_ENCABEZADO - 2, 30)
        hoja.freeze_panes(FILA_ENCABEZADO, 2)
        hoja.set_landscape()
        hoja.set_paper(1)
        hoja.fit_to_pages(1, 0)
        hoja.repeat_rows(FILA_ENCABEZADO - 1)

    def _renglon(self, fila: int, renglon: RenglonDePlantilla) -> None:
        hoja, f, indice = self._hoja, self._f, fila - 1
        for columna, texto in enumerate((renglon.clave, renglon.indicador, renglon.unidad)):
            hoja.write_string(indice, columna, texto, f["fijo"])
        hoja.write_number(indice, 3, renglon.programado, f["fijo_numero"])
        abiertas = columnas_abiertas(renglon.formula.acumulacion)
        for columna, nombre in enumerate(COLUMNAS[4:8], start=4):
            formato = f["numero"] if nombre in abiertas else f["no_va"]
            self._valor(indice, columna, renglon.capturado.get(nombre) if nombre in abiertas else None, formato)
        for columna, nombre in enumerate(COLUMNAS[8:], start=8):
            self._valor(indice, columna, renglon.capturado.get(nombre), f["texto"])
        self._ayudas(fila, renglon)

    def _valor(self, indice: int, columna: int, valor: Any, formato: Any) -> None:
        if valor is None:
            self._hoja.write_blank(indice, columna, None, formato)
        elif isinstance(valor, str):
            self._hoja.write_string(indice, columna, valor, formato)
        else:
            self._hoja.write_number(indice, columna, float(valor), formato)

    def _ayudas(self, fila: int, renglon: RenglonDePlantilla) -> None:
        primera = len(COLUMNAS) + 1
        if renglon.ultimo_valor is not None and renglon.ultimo_periodo is not None:
            mes = _MESES[renglon.ultimo_periodo.month - 1][:3]
            texto = f"{renglon.ultimo_valor:,.10f}".rstrip("0").rstrip(".")
            self._hoja.write_string(fila - 1, primera, f"{texto} ({mes})", self._f["fijo"])
        else:
            self._hoja.write_string(fila - 1, primera, "sin dato", self._f["fijo"])
        calculadas = formulas(renglon.formula, renglon.anteriores, renglon.programado, renglon.umbrales, fila)
        for letra, texto in calculadas.items():
            self._hoja.write_formula(f"{letra}{fila}", texto, self._f["fijo_numero"], "")

    def _reglas(self, ultima: int) -> None:
        """Listas válidas, tipos y la clase en color; solo sobre renglones que existen."""
        if ultima < PRIMERA_FILA:
            return
        for indice, renglon in enumerate(self._plantilla.renglones, start=PRIMERA_FILA - 1):
            numero = {
                "validate": "decimal", "criteria": "between", "minimum": -1e15, "maximum": 1e15,
                "input_title": renglon.clave[:32], "input_message": _mensaje(renglon)[:255],
                "error_title": "Solo números", "error_message": "Escriba solo el número, con punto decimal: 1234.5",
            }  # fmt: skip
            self._hoja.data_validation(indice, 4, indice, 7, numero)
        self._hoja.data_validation(PRIMERA_FILA - 1, 8, ultima - 1, 8, {
            "validate": "list", "source": ["si", "no"], "error_title": "no_aplica",
            "error_message": "Elija «si» o «no», o deje la celda vacía.",
        })  # fmt: skip
        self._hoja.data_validation(PRIMERA_FILA - 1, 9, ultima - 1, 11, {
            "validate": "length", "criteria": "<=", "value": LARGO_DE_TEXTO, "error_title": "Texto muy largo",
            "error_message": f"El máximo es de {LARGO_DE_TEXTO:,} caracteres.",
        })  # fmt: skip
        self._hoja.data_validation("B3", {
            "validate": "date", "criteria": ">=", "value": date(self._plantilla.periodo.year, 1, 1),
            "error_title": "Fecha de captura", "error_message": "Escriba la fecha como dd/mm/aaaa.",
        })  # fmt: skip
        for clase, formato in self._clases.items():
            criterio = {
                "type": "formula",
                "criteria": f'=${COLUMNA_CLASE}{PRIMERA_FILA}="{clase}"',
                "format": formato,
            }
            for rango in (f"E{PRIMERA_FILA}:G{ultima}", f"Q{PRIMERA_FILA}:{COLUMNA_CLASE}{ultima}"):
                self._hoja.conditional_format(rango, criterio)

    def _escribir_instrucciones(self) -> None:
        hoja = self._instrucciones
        hoja.set_column(0, 0, 4)
        hoja.set_column(1, 1, 110)
        titulo = f"Cómo capturar {mes_en_palabras(self._plantilla.periodo)} · {self._plantilla.area_nombre}"
        hoja.write_string(0, 0, titulo, self._f["rotulo"])
        for numero, texto in enumerate(_INSTRUCCIONES, start=1):
            hoja.write_number(numero + 1, 0, numero, self._f["parrafo"])
            hoja.write_string(numero + 1, 1, texto, self._f["parrafo"])
        hoja.protect()


def columnas_abiertas(acumulacion: str) -> frozenset[str]:
    """Qué se captura en cada tipo de meta."""
    if acumulacion == "razon":
        return frozenset({"numerador", "denominador"})
    return frozenset({"realizado", "n"} if acumulacion == "promedio" else {"realizado"})


def _mensaje(renglon: RenglonDePlantilla) -> str:
    """Lo que Excel muestra al pararse en la celda."""
    programado = f"Programado: {renglon.programado:,.4f}".rstrip("0").rstrip(".")
    if renglon.ultimo_valor is None or renglon.ultimo_periodo is None:
        return f"{programado} {renglon.unidad}. Todavía no hay valores anteriores."
    ultimo = f"{renglon.ultimo_valor:,.4f}".rstrip("0").rstrip(".")
    return f"{programado} {renglon.unidad}. Último valor: {ultimo} ({mes_en_palabras(renglon.ultimo_periodo)})."

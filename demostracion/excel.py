"""Guardar libros de Excel que salen idénticos byte a byte en cada corrida."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook
from openpyxl.styles import Font
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

_FECHA_FIJA = (2026, 1, 1, 0, 0, 0)
_MARCA_DE_TIEMPO = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def guardar(libro: Workbook, ruta: Path) -> None:
    """Guarda el libro con fechas internas fijas (las del zip y las de sus propiedades)."""
    original = io.BytesIO()
    libro.properties.creator = "Datos sintéticos de demostración"
    libro.save(original)
    ruta.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(original) as origen, zipfile.ZipFile(ruta, "w", zipfile.ZIP_DEFLATED) as destino:
        for entrada in sorted(origen.infolist(), key=lambda e: e.filename):
            contenido = origen.read(entrada)
            if entrada.filename == "docProps/core.xml":
                contenido = _MARCA_DE_TIEMPO.sub(rb"\g<1>2026-01-01T00:00:00Z", contenido)
            parte = zipfile.ZipInfo(entrada.filename, _FECHA_FIJA)
            parte.compress_type = zipfile.ZIP_DEFLATED
            parte.create_system = 3
            destino.writestr(parte, contenido, compresslevel=9)


def agregar_hoja(
    libro: Workbook, nombre: str, encabezado: Sequence[str], filas: Iterable[Sequence[Any]], anchos: int = 16
) -> Worksheet:
    """Agrega una hoja con encabezado en negritas en el renglón 1 y fechas con formato dd/mm/aaaa."""
    hoja = libro.create_sheet(nombre)
    hoja.append(list(encabezado))
    for fila in filas:
        hoja.append(list(fila))
    for celda in hoja[1]:
        celda.font = Font(bold=True)
        hoja.column_dimensions[get_column_letter(celda.column)].width = anchos
    hoja.freeze_panes = "A2"
    for fila_de_celdas in hoja.iter_rows(min_row=2):
        for celda in fila_de_celdas:
            if isinstance(celda.value, date):
                celda.number_format = "dd/mm/yyyy"
    return hoja

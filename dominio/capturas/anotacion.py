"""El mismo libro, anotado: en rojo la celda que no entró y un comentario que dice qué está mal y cómo corregirlo.

El libro se abre por sus valores guardados: sale sin fórmulas, sin vínculos y con los textos como texto, así que es
seguro de abrir aunque el original no lo fuera. Se llama dentro del subproceso acotado.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.comments import Comment
from openpyxl.formatting.formatting import ConditionalFormattingList
from openpyxl.styles import Font, PatternFill, Protection
from openpyxl.utils.cell import coordinate_from_string
from openpyxl.utils.exceptions import CellCoordinatesException
from openpyxl.workbook.defined_name import DefinedNameDict

from dominio.lectura.encabezados import normalizar

AUTOR = "Mirador"
HOJA = "por corregir"
MAXIMO_ANOTADO = 5_000
_ROJO = PatternFill("solid", fgColor="F6CFCB")
_AMBAR = PatternFill("solid", fgColor="FBE8C0")
_ENCABEZADOS = ("celda", "columna", "valor", "qué está mal", "cómo se corrige", "¿entra?")


def anotar(origen: Path, destino: Path, fallas: Sequence[dict[str, Any]], motivo: str | None, remedio: str | None,
           celda: str | None = None) -> bool:  # fmt: skip
    """Escribe el libro anotado.

    Args:
        fallas: rechazos y avisos, con ``celda``, ``motivo``, ``remedio`` y ``gravedad``.
        motivo: por qué no entró el archivo entero, si así fue.
        celda: la que invalida el archivo entero.

    Returns:
        Falso si el libro no tiene hoja de captura o es demasiado grande para anotarlo.
    """
    libro = openpyxl.load_workbook(origen, data_only=True, keep_links=False)
    hoja = next((h for h in libro.worksheets if normalizar(h.title) == "captura"), None)
    if hoja is None or hoja.max_row > MAXIMO_ANOTADO:
        return False
    _dejar_solo_valores(libro)
    por_celda: dict[str, list[dict[str, Any]]] = defaultdict(list)
    entero = [{"celda": celda, "motivo": motivo, "remedio": remedio, "gravedad": "rechazo"}] if motivo and celda else []
    for falla in [*entero, *fallas]:
        if _es_celda(falla.get("celda")):
            por_celda[str(falla["celda"])].append(falla)
    for coordenada, suyas in por_celda.items():
        _senalar(hoja, coordenada, suyas)
    _resumen(libro, fallas, motivo, remedio)
    libro.save(destino)
    return True


def _es_celda(celda: object) -> bool:
    if not isinstance(celda, str):
        return False
    try:
        coordinate_from_string(celda)
    except CellCoordinatesException:
        return False
    return True


def _dejar_solo_valores(libro: openpyxl.Workbook) -> None:
    """Quita lo que un libro ajeno podría ejecutar o pedir; un texto que parece fórmula se queda como texto."""
    libro.defined_names = DefinedNameDict()
    for hoja in libro.worksheets:
        hoja.conditional_formatting = ConditionalFormattingList()
        hoja.data_validations.dataValidation = [v for v in hoja.data_validations.dataValidation if _es_lista_fija(v)]
        for fila in hoja.iter_rows():
            for celda in fila:
                if getattr(celda, "hyperlink", None) is not None:
                    celda.hyperlink = None
                if isinstance(celda.value, str) and celda.data_type != "s":
                    celda.data_type = "s"


def _es_lista_fija(validacion: Any) -> bool:
    return validacion.type == "list" and str(validacion.formula1 or "").startswith('"')


def _senalar(hoja: Any, coordenada: str, fallas: Sequence[dict[str, Any]]) -> None:
    celda = hoja[coordenada]
    es_rechazo = any(f["gravedad"] == "rechazo" for f in fallas)
    celda.fill = _ROJO if es_rechazo else _AMBAR
    texto = "\n".join(f"{f['motivo']} {f['remedio']}" for f in fallas)[:1500]
    comentario = Comment(texto, AUTOR, height=110, width=320)
    celda.comment = comentario
    celda.protection = Protection(locked=False)


def _resumen(
    libro: openpyxl.Workbook, fallas: Sequence[dict[str, Any]], motivo: str | None, remedio: str | None
) -> None:
    """La hoja «por corregir»: la misma lista, para quien prefiere leerla de corrido."""
    for vieja in [h for h in libro.worksheets if h.title == HOJA]:
        libro.remove(vieja)
    hoja = libro.create_sheet(HOJA)
    renglones = [(None, None, None, motivo, remedio, "nada del archivo")] if motivo else []
    renglones += [
        (f.get("celda"), f.get("columna"), f.get("valor"), f["motivo"], f["remedio"],
         "no" if f["gravedad"] == "rechazo" else "sí, con aviso")
        for f in fallas
    ]  # fmt: skip
    for numero, renglon in enumerate([_ENCABEZADOS, *renglones], start=1):
        for columna, valor in enumerate(renglon, start=1):
            celda = hoja.cell(numero, columna)
            if valor is not None:
                celda.value = str(valor)
                celda.data_type = "s"
            if numero == 1:
                celda.font = Font(bold=True)
    for letra, ancho in zip("ABCDEF", (9, 16, 22, 64, 52, 16), strict=True):
        hoja.column_dimensions[letra].width = ancho

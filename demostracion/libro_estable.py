"""Libros de Excel que salen idénticos, byte por byte, cada vez que se generan."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

from openpyxl import Workbook

_MOMENTO = "2026-11-10T12:00:00Z"
_FECHAS_DEL_LIBRO = re.compile(r"(<dcterms:(?:created|modified)[^>]*>)[^<]*(</dcterms:)")


def guardar(libro: Workbook, ruta: Path) -> None:
    """Guarda el libro sin la hora del reloj en sus propiedades ni en el zip."""
    memoria = io.BytesIO()
    libro.save(memoria)
    ruta.parent.mkdir(parents=True, exist_ok=True)
    with zipfile.ZipFile(memoria) as origen, zipfile.ZipFile(ruta, "w", zipfile.ZIP_DEFLATED) as destino:
        for nombre in origen.namelist():
            contenido = origen.read(nombre)
            if nombre == "docProps/core.xml":
                texto = _FECHAS_DEL_LIBRO.sub(rf"\g<1>{_MOMENTO}\g<2>", contenido.decode("utf-8"))
                contenido = texto.encode("utf-8")
            entrada = zipfile.ZipInfo(nombre, date_time=(2026, 11, 10, 12, 0, 0))
            entrada.compress_type = zipfile.ZIP_DEFLATED
            destino.writestr(entrada, contenido)

"""Libros de Excel hechos a la medida para las pruebas del flujo."""

from __future__ import annotations

import zipfile
from pathlib import Path
from typing import Any

from openpyxl import Workbook

ENCABEZADO = ["clave", "indicador", "unidad", "programado", "realizado", "numerador", "denominador", "n", "no_aplica",
              "observaciones", "evidencia", "justificacion"]  # fmt: skip


def captura(ruta: Path, realizados: dict[str, Any], *, area: str = "DGO", periodo: str = "2026-02",
            fecha: str | None = "05/03/2026") -> Path:  # fmt: skip
    """Un libro de captura con una meta por renglón."""
    libro = Workbook()
    hoja = libro.active
    hoja.title = "captura"
    for celda, valor in (("B1", area), ("B2", periodo), ("B3", fecha)):
        hoja[celda] = valor
    for columna, texto in enumerate(ENCABEZADO, start=1):
        hoja.cell(5, columna, texto)
    for fila, (clave, realizado) in enumerate(realizados.items(), start=6):
        hoja.cell(fila, 1, clave)
        hoja.cell(fila, 5, realizado)
    ruta.parent.mkdir(parents=True, exist_ok=True)
    libro.save(ruta)
    return ruta


def hostiles(carpeta: Path) -> dict[str, Path]:
    """Archivos que han tumbado lectores: celda XFD1048576, bomba zip, truncado, vacío, ejecutable, con contraseña."""
    carpeta.mkdir(parents=True, exist_ok=True)
    bueno = captura(carpeta / "bueno.tmp", {"M-01": 1})
    rutas = {nombre: carpeta / f"{nombre}.xlsx" for nombre in
             ("lejana", "bomba", "truncado", "vacio", "ejecutable", "contrasena")}  # fmt: skip
    _con_hoja(
        bueno,
        rutas["lejana"],
        b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>',
    )
    _con_hoja(
        bueno,
        rutas["bomba"],
        b'<row r="1"><c r="A1" t="inlineStr"><is><t>' + b"A" * (120 << 20) + b"</t></is></c></row>",
    )
    contenido = bueno.read_bytes()
    rutas["truncado"].write_bytes(contenido[: len(contenido) * 2 // 3])
    rutas["vacio"].write_bytes(b"")
    rutas["ejecutable"].write_bytes(b"MZ\x90\x00" + b"\x00" * 500)
    rutas["contrasena"].write_bytes(
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\x00" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 512
    )
    bueno.unlink()
    return rutas


def _con_hoja(origen: Path, destino: Path, renglones: bytes) -> None:
    """Copia un libro cambiando los renglones de su única hoja."""
    hoja = (b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/'
            b'2006/main"><sheetData>' + renglones + b"</sheetData></worksheet>")  # fmt: skip
    with zipfile.ZipFile(origen) as viejo, zipfile.ZipFile(destino, "w", zipfile.ZIP_DEFLATED) as nuevo:
        for nombre in viejo.namelist():
            nuevo.writestr(nombre, hoja if nombre == "xl/worksheets/sheet1.xml" else viejo.read(nombre))

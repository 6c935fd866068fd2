"""Archivos que han tumbado lectores, fabricados aquí: bombas, celdas lejanas, XML con entidades, truncados y demás."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable
from functools import partial
from pathlib import Path

import openpyxl

_HOJA = "xl/worksheets/sheet1.xml"
_ENCABEZADO = (
    b'<?xml version="1.0" encoding="UTF-8"?><worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main">'
    b"<sheetData>"
)
_PIE = b"</sheetData></worksheet>"
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_MEGA = 1 << 20


def _bueno() -> bytes:
    libro = openpyxl.Workbook()
    del libro[libro.sheetnames[0]]
    hoja = libro.create_sheet("captura")
    for celda, valor in (("B1", "DGO"), ("B2", "2026-10"), ("A5", "clave"), ("E5", "realizado"), ("A6", "DGO-01")):
        hoja[celda] = valor
    salida = io.BytesIO()
    libro.save(salida)
    return salida.getvalue()


def _rehacer(bueno: bytes, destino: Path, escribir: Callable[[zipfile.ZipFile], None], sin: str | None = None) -> None:
    with zipfile.ZipFile(io.BytesIO(bueno)) as viejo, zipfile.ZipFile(destino, "w", zipfile.ZIP_DEFLATED) as nuevo:
        for parte in viejo.namelist():
            if parte != sin:
                nuevo.writestr(parte, viejo.read(parte))
        escribir(nuevo)


def _bomba(paquete: zipfile.ZipFile, megas: int) -> None:
    with paquete.open(_HOJA, "w") as hoja:
        hoja.write(_ENCABEZADO + b'<row r="1"><c r="A1" t="inlineStr"><is><t>')
        for _ in range(megas):
            hoja.write(b"A" * _MEGA)
        hoja.write(b"</t></is></c></row>" + _PIE)


def _renglones(paquete: zipfile.ZipFile, cuantos: int) -> None:
    with paquete.open(_HOJA, "w") as hoja:
        hoja.write(_ENCABEZADO)
        for inicio in range(1, cuantos, 10_000):
            filas = (b'<row r="%d"><c r="A%d"><v>1</v></c></row>' % (n, n) for n in range(inicio, inicio + 10_000))
            hoja.write(b"".join(filas))
        hoja.write(_PIE)


def _lejana(paquete: zipfile.ZipFile) -> None:
    celdas = b'<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>'
    paquete.writestr(_HOJA, _ENCABEZADO + celdas + _PIE)


def _parte(paquete: zipfile.ZipFile, nombre: str, contenido: bytes) -> None:
    paquete.writestr(nombre, contenido)


def _muchas(paquete: zipfile.ZipFile) -> None:
    for n in range(10_000):
        paquete.writestr(f"xl/p{n}.xml", b"")


_XXE = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY b SYSTEM "file:///etc/passwd">]><a>&b;</a>'
_RISAS = b'<!DOCTYPE a [<!ENTITY b "jajaja"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;">]><a>&c;</a>'
_REHECHOS: dict[str, tuple[Callable[[zipfile.ZipFile], None], str | None]] = {
    "bomba_400_mb": (partial(_bomba, megas=400), _HOJA),
    "celda_lejana": (_lejana, _HOJA),
    "un_millon_de_renglones": (partial(_renglones, cuantos=1_048_576), _HOJA),
    "xxe": (partial(_parte, nombre="xl/x.xml", contenido=_XXE), None),
    "risas": (partial(_parte, nombre="xl/y.xml", contenido=_RISAS), None),
    "macros": (partial(_parte, nombre="xl/vbaProject.bin", contenido=b"x"), None),
    "vinculos": (partial(_parte, nombre="xl/externalLinks/externalLink1.xml", contenido=b"<a/>"), None),
    "objeto": (partial(_parte, nombre="xl/embeddings/oleObject1.bin", contenido=b"x"), None),
    "ruta": (partial(_parte, nombre="../../fuera.txt", contenido=b"x"), None),
    "diez_mil_partes": (_muchas, None),
    "sin_libro": (partial(_parte, nombre="x.txt", contenido=b"x"), "xl/workbook.xml"),
}


def _sueltos(bueno: bytes) -> dict[str, bytes]:
    interior = io.BytesIO()
    with zipfile.ZipFile(interior, "w") as paquete:
        paquete.writestr("captura.xlsx", bueno)
    return {
        "vacio": b"", "truncado": bueno[: len(bueno) * 2 // 3], "ejecutable": b"MZ\x90\x00" + b"\x00" * 500,
        "contrasena": _OLE + b"\x00" * 504 + "EncryptedPackage".encode("utf-16-le") + b"\x00" * 512,
        "excel_97": _OLE + b"\x00" * 1024, "csv": b"clave,realizado\nDGO-01,5\n", "zip_en_zip": interior.getvalue(),
        "pagina": b"<!DOCTYPE html><html><body>login</body></html>", "ceros": b"PK\x03\x04" + b"\x00" * 5000,
    }  # fmt: skip


def fabricar(carpeta: Path, cuantos: int, *, pesados: bool = True) -> list[Path]:
    """Deja tantos archivos hostiles en la carpeta, repitiendo clases si hace falta.

    Args:
        carpeta: dónde.
        cuantos: cuántos.
        pesados: incluir los que tardan en fabricarse (400 MB en una celda, un millón de renglones).
    """
    carpeta.mkdir(parents=True, exist_ok=True)
    bueno = _bueno()
    clases: list[Path] = []
    for nombre, (escribir, sin) in _REHECHOS.items():
        if pesados or nombre not in ("bomba_400_mb", "un_millon_de_renglones"):
            _rehacer(bueno, ruta := carpeta / f"{nombre}.xlsx", escribir, sin)
            clases.append(ruta)
    for nombre, contenido in _sueltos(bueno).items():
        (ruta := carpeta / f"{nombre}.xlsx").write_bytes(contenido)
        clases.append(ruta)
    return [clases[n % len(clases)] for n in range(cuantos)]

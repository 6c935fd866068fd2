"""Excel ajeno: se revisa el zip antes de abrirlo y se lee con calamine.

Los límites y las trampas (celda XFD1048576, bombas, fórmulas sin valor guardado) están
medidos en las referencias del proyecto; se llama siempre desde un subproceso acotado.
"""

from __future__ import annotations

import html
import re
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from python_calamine import CalamineError, CalamineWorkbook, SheetTypeEnum, SheetVisibleEnum

from dominio.lectura.resultado import ArchivoRechazado

Matriz = list[list[Any]]

MAXIMO_ENTRADAS = 200
MAXIMO_DESCOMPRIMIDO = 100 * 1024 * 1024
MAXIMO_FILAS = 100_000
MAXIMO_COLUMNAS = 200
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_CELDA = re.compile(rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3})(\d{1,7})"')
_FORMULA_SIN_VALOR = re.compile(
    rb'<(?:\w+:)?c\b[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*>\s*'
    rb"<(?:\w+:)?f\b(?:[^>]*/>|[^>]*>[^<]*</(?:\w+:)?f>)\s*"
    rb"(?:<(?:\w+:)?v\s*/>|<(?:\w+:)?v>\s*</(?:\w+:)?v>)?\s*</(?:\w+:)?c>"
)
_CELDA_CON_ERROR = re.compile(
    rb'<(?:\w+:)?c\b(?=[^>]*?\bt="e")[^>]*?\br="([A-Z]{1,3}\d{1,7})"[^>]*>(?:(?!</(?:\w+:)?c>).)*?<(?:\w+:)?v>([^<]*)</',
    re.S,
)
ERRORES_DE_CELDA = frozenset({"#REF!", "#DIV/0!", "#N/A", "#NAME?", "#NULL!", "#NUM!", "#VALUE!", "#¡REF!", "#¡DIV/0!"})


@dataclass(frozen=True)
class Hoja:
    """Una hoja leída desde A1. ``celdas[fila-1][columna]``; vacía = ``''``.

    calamine entrega vacías las fórmulas sin valor guardado y los errores (``#DIV/0!``);
    por eso van aparte, con su celda: nunca se leen como vacías.
    """

    nombre: str
    celdas: Matriz
    esta_oculta: bool
    formulas_sin_valor: frozenset[str]
    errores: Mapping[str, str] = field(default_factory=dict)


def _indice_de_columna(letras: bytes) -> int:
    indice = 0
    for letra in letras:
        indice = indice * 26 + letra - 64
    return indice


def _revisar_contenido(ruta: Path) -> None:
    with ruta.open("rb") as archivo:
        inicio = archivo.read(8)
    if not inicio:
        raise ArchivoRechazado("El archivo está vacío (0 bytes).", "Vuelva a guardarlo y a entregarlo.")
    if inicio == _OLE:
        cifrado = "EncryptedPackage".encode("utf-16-le") in ruta.read_bytes()
        raise ArchivoRechazado(
            "El archivo está protegido con contraseña." if cifrado else "El archivo es de Excel 97-2003 (.xls).",
            "Guárdelo sin contraseña como .xlsx." if cifrado else "Guárdelo como .xlsx (Libro de Excel).",
        )
    if not inicio.startswith(b"PK"):
        raise ArchivoRechazado(
            "El contenido no es de un libro de Excel, aunque el nombre lo diga.",
            "Entregue un archivo .xlsx guardado desde Excel o LibreOffice.",
        )


def _revisar_entradas(paquete: zipfile.ZipFile) -> None:
    entradas = paquete.infolist()
    if len(entradas) > MAXIMO_ENTRADAS:
        raise ArchivoRechazado(
            f"El archivo trae {len(entradas):,} partes internas; el máximo es {MAXIMO_ENTRADAS}.",
            "Copie los datos a un libro nuevo y vuelva a guardarlo.",
        )
    nombres = {entrada.filename for entrada in entradas}
    if any(n.startswith(("/", "\\")) or ".." in Path(n).parts for n in nombres):
        raise ArchivoRechazado("El archivo trae rutas internas inválidas.", "Vuelva a guardarlo desde Excel.")
    if "xl/workbook.bin" in nombres or "mimetype" in nombres:
        raise ArchivoRechazado("El archivo es .xlsb u .ods.", "Guárdelo como .xlsx (Libro de Excel).")
    if "xl/workbook.xml" not in nombres:
        raise ArchivoRechazado("El archivo no es un libro de Excel.", "Entregue un archivo .xlsx.")
    if any(n.endswith("vbaProject.bin") for n in nombres):
        raise ArchivoRechazado("El libro trae macros.", "Guárdelo como .xlsx sin macros.")
    if any(n.startswith(("xl/embeddings/", "xl/activeX/")) for n in nombres):
        raise ArchivoRechazado("El libro trae objetos incrustados.", "Quite los objetos y vuelva a guardarlo.")
    if any(n.startswith("xl/externalLinks/") for n in nombres):
        raise ArchivoRechazado(
            "El libro depende de otros libros (vínculos externos).", "Pegue los valores y rompa los vínculos."
        )


def _inflar(paquete: zipfile.ZipFile) -> dict[str, bytes]:
    """Descomprime contando: el tamaño declarado en el zip puede mentir."""
    total = 0
    hojas: dict[str, bytes] = {}
    for entrada in paquete.infolist():
        partes: list[bytes] = []
        with paquete.open(entrada) as flujo:
            while bloque := flujo.read(1 << 20):
                total += len(bloque)
                if total > MAXIMO_DESCOMPRIMIDO:
                    raise ArchivoRechazado(
                        "El archivo, al abrirse, pasa de 100 MB.",
                        "Borre hojas, formatos o imágenes que no se usen y vuelva a guardarlo.",
                    )
                partes.append(bloque)
        if entrada.filename.endswith((".xml", ".rels")):
            contenido = b"".join(partes)
            if b"<!DOCTYPE" in contenido or b"<!ENTITY" in contenido:
                raise ArchivoRechazado(
                    "El archivo trae definiciones XML no permitidas.", "Vuelva a guardarlo desde Excel."
                )
            if entrada.filename.startswith("xl/worksheets/sheet"):
                hojas[entrada.filename] = contenido
    return hojas


def _revisar_rango(hojas: dict[str, bytes], maximo_filas: int) -> None:
    for contenido in hojas.values():
        for letras, fila in _CELDA.findall(contenido):
            if int(fila) > maximo_filas or _indice_de_columna(letras) > MAXIMO_COLUMNAS:
                raise ArchivoRechazado(
                    f"El rango usado llega a {letras.decode()}{int(fila)}, fuera del límite "
                    f"({maximo_filas:,} renglones por {MAXIMO_COLUMNAS} columnas).",
                    "Borre las celdas sobrantes, o copie los datos a un libro nuevo.",
                    celda=f"{letras.decode()}{int(fila)}",
                )


def _xml_por_hoja(paquete: zipfile.ZipFile, hojas: dict[str, bytes]) -> dict[str, bytes]:
    """Nombre de hoja → su XML, siguiendo las relaciones del libro."""
    libro = paquete.read("xl/workbook.xml").decode("utf-8", "replace")
    relaciones = paquete.read("xl/_rels/workbook.xml.rels").decode("utf-8", "replace")
    destinos: dict[str, str] = {}
    for etiqueta in re.findall(r"<(?:\w+:)?Relationship\b[^>]*>", relaciones):
        atributos = dict(re.findall(r'(\w+)="([^"]*)"', etiqueta))
        destinos[atributos.get("Id", "")] = atributos.get("Target", "").lstrip("/").removeprefix("xl/")
    halladas: dict[str, bytes] = {}
    for etiqueta in re.findall(r"<(?:\w+:)?sheet\b[^>]*>", libro):
        atributos = dict(re.findall(r'([\w:]+)="([^"]*)"', etiqueta))
        destino = destinos.get(next((v for k, v in atributos.items() if k.endswith(":id")), ""), "")
        halladas[html.unescape(atributos.get("name", ""))] = hojas.get(f"xl/{destino}", b"")
    return halladas


def _formulas_sin_valor(contenido: bytes) -> frozenset[str]:
    return frozenset(c.decode() for c in _FORMULA_SIN_VALOR.findall(contenido))


def _errores(contenido: bytes) -> dict[str, str]:
    return {celda.decode(): error.decode() for celda, error in _CELDA_CON_ERROR.findall(contenido)}


def leer_libro(ruta: Path, *, maximo_filas: int = MAXIMO_FILAS) -> list[Hoja]:
    """Lee todas las hojas de cálculo de un .xlsx, desde A1.

    Args:
        ruta: archivo en disco.
        maximo_filas: último renglón permitido en cualquier hoja.

    Raises:
        ArchivoRechazado: vacío, dañado, protegido, con macros, o fuera de límites.
    """
    _revisar_contenido(ruta)
    try:
        with zipfile.ZipFile(ruta) as paquete:
            _revisar_entradas(paquete)
            contenidos = _inflar(paquete)
            _revisar_rango(contenidos, maximo_filas)
            por_hoja = _xml_por_hoja(paquete, contenidos)
        libro = CalamineWorkbook.from_path(str(ruta))
        return [
            Hoja(
                nombre=meta.name,
                celdas=libro.get_sheet_by_name(meta.name).to_python(skip_empty_area=False),
                esta_oculta=meta.visible != SheetVisibleEnum.Visible,
                formulas_sin_valor=_formulas_sin_valor(por_hoja.get(meta.name, b"")),
                errores=_errores(por_hoja.get(meta.name, b"")),
            )
            for meta in libro.sheets_metadata
            if meta.typ == SheetTypeEnum.WorkSheet
        ]
    except (zipfile.BadZipFile, CalamineError, KeyError, EOFError, NotImplementedError, OSError) as error:
        raise ArchivoRechazado(
            "El archivo está dañado o incompleto y no se puede abrir.",
            "Ábralo en Excel, vuelva a guardarlo y entréguelo otra vez.",
        ) from error

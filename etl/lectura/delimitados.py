"""Texto delimitado ajeno (CSV, TSV): codificación y dialecto explícitos, decididos por firma y nunca por azar.

La codificación sale de la marca de orden de bytes o de que el texto sea UTF-8 estricto; el
delimitador, del que deja reconocer más encabezados. Cada renglón conserva su número de línea.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from etl.lectura.resultado import ArchivoRechazado

DELIMITADORES = (",", "\t", ";")
MAXIMO_RENGLONES = 500_000
RENGLONES_DE_FIRMA = 12
_MARCAS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))


@dataclass(frozen=True)
class Delimitado:
    """Un archivo delimitado: ``celdas[i]`` es el renglón que empieza en la línea ``lineas[i]``."""

    celdas: list[list[str]]
    lineas: list[int]
    codificacion: str
    delimitador: str


def _codificacion(contenido: bytes) -> str:
    for marca, nombre in _MARCAS:
        if contenido.startswith(marca):
            return nombre
    muestra = contenido[:4096]
    if muestra.count(b"\x00") > len(muestra) // 4:
        return "utf-16-le" if muestra[1:2] == b"\x00" else "utf-16-be"
    try:
        contenido.decode("utf-8")
    except UnicodeDecodeError:
        return "cp1252"
    return "utf-8"


def decodificar(contenido: bytes) -> tuple[str, str]:
    """Devuelve (texto, codificación).

    Raises:
        ArchivoRechazado: vacío, o no es texto en una codificación conocida.
    """
    if not contenido.strip():
        raise ArchivoRechazado("El archivo está vacío.", "Vuelva a exportarlo y a entregarlo.")
    codificacion = _codificacion(contenido)
    try:
        texto = contenido.decode(codificacion)
    except UnicodeDecodeError as error:
        raise ArchivoRechazado(
            f"El texto no se puede leer como {codificacion} (byte {error.start:,}).",
            "Expórtelo otra vez como CSV UTF-8.",
            regla="codificacion",
        ) from error
    if "\x00" in texto:
        raise ArchivoRechazado("El archivo trae caracteres nulos: no es texto.", "Expórtelo otra vez como CSV UTF-8.")
    return texto.removeprefix("\ufeff"), codificacion


def _renglones(texto: str, delimitador: str, maximo: int) -> tuple[list[list[str]], list[int]]:
    celdas: list[list[str]] = []
    lineas: list[int] = []
    lector = csv.reader(io.StringIO(texto, newline=""), delimiter=delimitador, strict=True)
    inicio = 1
    for renglon in lector:
        celdas.append(renglon)
        lineas.append(inicio)
        inicio = lector.line_num + 1
        if len(celdas) >= maximo:
            break
    return celdas, lineas


def _elegir_delimitador(texto: str, puntuar: Callable[[list[str]], int]) -> str:
    """El delimitador que deja reconocer más encabezados; sin ninguno, el que más campos da."""
    mejor = (-1, -1, ",")
    for delimitador in DELIMITADORES:
        try:
            celdas, _ = _renglones(texto, delimitador, RENGLONES_DE_FIRMA)
        except csv.Error:
            continue
        puntos = max((puntuar(renglon) for renglon in celdas), default=0)
        campos = max((len(renglon) for renglon in celdas), default=0)
        if (puntos, campos) > mejor[:2]:
            mejor = (puntos, campos, delimitador)
    return mejor[2]


def leer_delimitado(ruta: Path, puntuar: Callable[[list[str]], int]) -> Delimitado:
    """Lee un archivo delimitado completo, todo como texto.

    Args:
        ruta: archivo en disco.
        puntuar: cuántos encabezados conocidos hay en un renglón; decide el delimitador.

    Raises:
        ArchivoRechazado: codificación ilegible, comillas sin cerrar o demasiados renglones.
    """
    texto, codificacion = decodificar(ruta.read_bytes())
    delimitador = _elegir_delimitador(texto, puntuar)
    try:
        celdas, lineas = _renglones(texto, delimitador, MAXIMO_RENGLONES + 1)
    except csv.Error as error:
        raise ArchivoRechazado(
            f"Las comillas del archivo no cuadran: {error}.",
            "Expórtelo otra vez sin abrirlo en una hoja de cálculo.",
            regla="comillas",
        ) from error
    if len(celdas) > MAXIMO_RENGLONES:
        raise ArchivoRechazado(
            f"El archivo pasa de {MAXIMO_RENGLONES:,} renglones.", "Expórtelo en periodos más cortos."
        )
    return Delimitado(celdas, lineas, codificacion, delimitador)

"""De un .sav, .por, .csv o .xlsx ajeno a columnas de códigos en texto, sin perder los perdidos de usuario."""

from __future__ import annotations

import csv
import math
from dataclasses import dataclass, field
from datetime import date, datetime
from io import StringIO
from pathlib import Path
from typing import Any

import pyreadstat

from dominio.encuestas.ficha import Archivo
from etl.lectura.excel import leer_libro
from etl.lectura.resultado import ArchivoRechazado

MAXIMO_COLUMNAS_BASE = 2_000
_CODIFICACIONES_SPSS = (None, "windows-1252", "latin1")


@dataclass(frozen=True)
class Conjunto:
    """Respuesta múltiple declarada en el archivo de SPSS (MRSETS)."""

    nombre: str
    rotulo: str
    columnas: tuple[str, ...]
    contado: str | None
    """Código de «mencionó» si son columnas sí/no; ``None`` si cada columna es una mención."""


@dataclass
class Base:
    """La base tal como llegó: códigos en texto (``1.0`` → ``'1'``), vacío → ``None``."""

    columnas: dict[str, list[str | None]]
    etiquetas: dict[str, dict[str, str]] = field(default_factory=dict)
    rotulos: dict[str, str] = field(default_factory=dict)
    filas_malas: list[int] = field(default_factory=list)
    """Renglones del archivo que no traen el número de campos del encabezado."""
    filas: list[int] = field(default_factory=list)
    """Renglón del archivo de origen de cada entrevista (el 1 es el encabezado)."""
    hoja: str | None = None
    conjuntos: list[Conjunto] = field(default_factory=list)
    """Respuestas múltiples que declara el archivo de SPSS."""


def codigo(valor: Any) -> str | None:
    """Un valor de la base → su código en texto; ``nan``, vacío y espacios → ``None``."""
    if valor is None:
        return None
    if isinstance(valor, float):
        if math.isnan(valor):
            return None
        return str(int(valor)) if valor.is_integer() else repr(valor)
    if isinstance(valor, datetime | date):
        return valor.isoformat()[:10]
    texto = str(valor).strip()
    if texto.endswith(".0") and texto[:-2].lstrip("-").isdigit():
        texto = texto[:-2]
    return texto if texto and texto != "NaT" else None


def _leer_spss(ruta: Path, sufijo: str) -> Base:
    lector = pyreadstat.read_por if sufijo == ".por" else pyreadstat.read_sav
    opciones: dict[str, Any] = {"output_format": "dict"}
    if sufijo != ".por":
        opciones["user_missing"] = True
    datos, meta = _con_reintentos(lector, ruta, opciones)
    columnas = {nombre: [codigo(v) for v in valores] for nombre, valores in datos.items()}
    etiquetas = {
        nombre: {codigo(k) or "": " ".join(str(v).split()) for k, v in mapa.items()}
        for nombre, mapa in meta.variable_value_labels.items()
    }
    rotulos = {n: " ".join((r or "").split()) for n, r in meta.column_names_to_labels.items()}
    num_renglones = len(next(iter(columnas.values()), []))
    return Base(
        columnas, etiquetas, rotulos, filas=list(range(1, num_renglones + 1)), conjuntos=_conjuntos(meta, columnas)
    )


def _conjuntos(meta: Any, columnas: dict[str, Any]) -> list[Conjunto]:
    """Los MRSETS del archivo; sus nombres de columna llegan en minúsculas y se casan con los de la base."""
    propios = {c.lower(): c for c in columnas}
    hallados = []
    for nombre, datos in (getattr(meta, "mr_sets", None) or {}).items():
        miembros = [propios[c.lower()] for c in datos["variable_list"] if c.lower() in propios]
        contado = codigo(datos.get("counted_value")) if datos.get("is_dichotomy") else None
        if len(miembros) > 1:
            rotulo = " ".join(str(datos.get("label") or "").split())
            hallados.append(Conjunto(nombre.lstrip("$"), rotulo, tuple(miembros), contado))
    return hallados


def _con_reintentos(lector: Any, ruta: Path, opciones: dict[str, Any]) -> tuple[dict[str, Any], Any]:
    """Prueba las páginas de códigos vistas y, si una fecha desborda, lee sin convertir fechas."""
    for codificacion in _CODIFICACIONES_SPSS:
        for sin_fechas in (False, True):
            extra = {"encoding": codificacion} if codificacion else {}
            try:
                datos, meta = lector(str(ruta), disable_datetime_conversion=sin_fechas, **extra, **opciones)
                return datos, meta
            except OverflowError:
                continue
            except UnicodeDecodeError:
                break
            except (pyreadstat.ReadstatError, pyreadstat.PyreadstatError, ValueError, OSError) as error:
                if "encoding" in str(error).lower() or "convert string" in str(error).lower():
                    break
                raise ArchivoRechazado(
                    "El archivo de SPSS está dañado o incompleto y no se puede abrir.",
                    "Pida al proveedor que lo guarde de nuevo como .sav y lo entregue completo.",
                ) from error
    raise ArchivoRechazado(
        "No se reconoce la codificación de los textos del archivo de SPSS.",
        "Guárdelo desde SPSS en modo Unicode y vuelva a entregarlo.",
    )


def _leer_csv(ruta: Path, archivo: Archivo) -> Base:
    try:
        texto = ruta.read_bytes().decode(archivo.codificacion.replace("utf-8", "utf-8-sig"))
    except (UnicodeDecodeError, LookupError) as error:
        raise ArchivoRechazado(
            f"El CSV no está en la codificación que dice estudio.yml ({archivo.codificacion}).",
            "Corrija archivo.codificacion (utf-8, windows-1252, utf-16) o vuelva a exportar la base.",
        ) from error
    try:
        filas = list(csv.reader(StringIO(texto, newline=""), delimiter=archivo.delimitador, strict=True))
    except csv.Error as error:
        raise ArchivoRechazado(
            "El CSV está mal formado: hay comillas sin cerrar.", "Vuelva a exportar la base con comillas completas."
        ) from error
    return _de_matriz([list(f) for f in filas], "El CSV")


def _leer_excel(ruta: Path, archivo: Archivo) -> Base:
    hojas = leer_libro(ruta)
    elegidas = [h for h in hojas if archivo.hoja is None or h.nombre == archivo.hoja]
    if not elegidas:
        raise ArchivoRechazado(
            f"El libro no tiene la hoja «{archivo.hoja}». Hojas: {', '.join(h.nombre for h in hojas)}.",
            "Corrija archivo.hoja en estudio.yml.",
        )
    base = _de_matriz(elegidas[0].celdas, "La hoja")
    base.hoja = elegidas[0].nombre
    return base


def _de_matriz(filas: list[list[Any]], que: str) -> Base:
    if not filas:
        raise ArchivoRechazado(f"{que} está vacía.", "Entregue la base con encabezado y entrevistas.")
    encabezado = [str(c).strip() for c in filas[0]]
    while encabezado and not encabezado[-1]:
        encabezado.pop()
    repetidas = sorted({c for c in encabezado if encabezado.count(c) > 1})
    if repetidas or not encabezado or "" in encabezado:
        raise ArchivoRechazado(
            f"{que} trae encabezados vacíos o repetidos: {', '.join(r or '(vacío)' for r in repetidas) or '(vacío)'}.",
            "Deje un nombre distinto en cada columna.",
        )
    ancho = len(encabezado)
    base = Base({nombre: [] for nombre in encabezado})
    for numero, fila in enumerate(filas[1:], start=2):
        celdas = list(fila)
        if not any(codigo(c) for c in celdas):
            continue
        while len(celdas) > ancho and codigo(celdas[-1]) is None:
            celdas.pop()
        if len(celdas) != ancho:
            base.filas_malas.append(numero)
            continue
        base.filas.append(numero)
        for nombre, celda in zip(encabezado, celdas, strict=True):
            base.columnas[nombre].append(codigo(celda))
    if base.filas_malas and len(base.filas_malas) > len(base.filas):
        raise ArchivoRechazado(
            f"{len(base.filas_malas):,} renglones no traen los {ancho} campos del encabezado: "
            "el delimitador de estudio.yml no es el del archivo, o hay comas sin comillas.",
            "Corrija archivo.delimitador en estudio.yml, o exporte la base con comillas.",
        )
    return base


def leer_base(ruta: Path, sufijo: str, archivo: Archivo) -> Base:
    """Lee la base según su extensión (``.sav``, ``.zsav``, ``.por``, ``.csv``, ``.xlsx``).

    Raises:
        ArchivoRechazado: dañado, vacío, con otra codificación o con encabezados repetidos.
    """
    if ruta.stat().st_size == 0:
        raise ArchivoRechazado("El archivo está vacío (0 bytes).", "Vuelva a exportar la base y entréguela.")
    if sufijo in (".sav", ".zsav", ".por"):
        base = _leer_spss(ruta, sufijo)
    elif sufijo == ".csv":
        base = _leer_csv(ruta, archivo)
    else:
        base = _leer_excel(ruta, archivo)
    if not base.filas:
        raise ArchivoRechazado("La base no trae entrevistas.", "Entregue la base completa.")
    if len(base.columnas) > MAXIMO_COLUMNAS_BASE:
        raise ArchivoRechazado(
            f"La base trae {len(base.columnas):,} columnas; el máximo es {MAXIMO_COLUMNAS_BASE:,}.",
            "Entregue solo las columnas del cuestionario.",
        )
    return base

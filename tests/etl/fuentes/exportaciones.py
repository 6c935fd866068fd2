"""Escribe la misma exportación como CSV UTF-8, «Excel .csv» (UTF-16 con tabuladores) y libro."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import date
from importlib import import_module
from pathlib import Path
from typing import Any

from openpyxl import Workbook

from dominio.configuracion import RAIZ
from etl.lectura.esquema import cargar_fuente
from etl.lectura.resultado import Lectura

Cuadro = Sequence[Sequence[Any]]


def _texto(cuadro: Cuadro, delimitador: str) -> str:
    salida = io.StringIO(newline="")
    csv.writer(salida, delimiter=delimitador, lineterminator="\n").writerows(cuadro)
    return salida.getvalue()


def como_csv(ruta: Path, cuadro: Cuadro) -> Path:
    ruta.write_bytes(_texto(cuadro, ",").encode("utf-8"))
    return ruta


def como_utf16(ruta: Path, cuadro: Cuadro) -> Path:
    ruta.write_bytes(b"\xff\xfe" + _texto(cuadro, "\t").encode("utf-16-le"))
    return ruta


def como_libro(ruta: Path, cuadro: Cuadro, hoja: str = "Raw Data Report") -> Path:
    libro = Workbook()
    libro.active.title = hoja
    for renglon in cuadro:
        libro.active.append(["" if c is None else c.isoformat() if isinstance(c, date) else c for c in renglon])
    libro.save(ruta)
    return ruta


def leer(fuente: str, ruta: Path) -> Lectura:
    """Lee con el lector y el ``fuente.yml`` reales."""
    esquema = cargar_fuente(RAIZ / "etl" / "fuentes" / fuente / "fuente.yml")
    return import_module(f"etl.fuentes.{fuente}.lectura").leer(ruta, ruta.name, esquema)


def renglones(fuente: str, ruta: Path) -> list[dict[str, Any]]:
    return leer(fuente, ruta).renglones["renglones"]


def suma(filas: Sequence[dict[str, Any]], medida: str) -> float:
    return round(sum(f[medida] for f in filas if f.get(medida) is not None), 2)


def reglas(lectura: Lectura, gravedad: str = "rechazo") -> list[str]:
    return [r.regla for r in lectura.rechazos if r.gravedad == gravedad]

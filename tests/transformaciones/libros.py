"""Libros de Excel del programa y de las capturas, con el formato que entregan las áreas."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import Any

from openpyxl import Workbook

MESES = ("ene", "feb", "mar", "abr", "may", "jun", "jul", "ago", "sep", "oct", "nov", "dic")
ENCABEZADOS_META = (
    "clave", "linea", "area", "meta", "indicador", "definicion", "metodo_calculo", "unidad", "dimension", "sentido",
    "acumulacion", "metodo_cumplimiento", "frecuencia", "linea_base", "meta_anual", "limite_inferior",
    "limite_superior", "tolerancia", "peso", "critica", "medio_verificacion", "responsable",
)  # fmt: skip
ENCABEZADOS_AJUSTE = ("meta", "desde", *MESES, "meta_anual_ajustada", "oficio", "fecha", "justificacion")
ENCABEZADOS_CAPTURA = (
    "clave", "indicador", "unidad", "programado", "realizado", "numerador", "denominador", "n", "no_aplica",
    "observaciones", "evidencia", "justificacion",
)  # fmt: skip
REGLAS = {"cumplida": 100, "buen_desempeno": 90, "regular": 70, "excedida": 110, "dia_limite_captura": 5}


def reglas_de(desde: date, **valores: float) -> list[tuple[date, str, float]]:
    """Las cinco reglas (o las dadas) con la misma vigencia."""
    return [(desde, clave, valor) for clave, valor in (valores or REGLAS).items()]


def _hoja(libro: Workbook, nombre: str, encabezados: Sequence[str], filas: Iterable[Sequence[Any]]) -> None:
    hoja = libro.create_sheet(nombre)
    hoja.append(list(encabezados))
    for fila in filas:
        hoja.append(list(fila))


def escribir_programa(
    carpeta: Path,
    metas: Sequence[Mapping[str, Any]],
    calendario: Mapping[str, Sequence[float | None]],
    *,
    reglas: Sequence[tuple[date, str, float]],
    areas: Sequence[str],
    ajustes: Sequence[Mapping[str, Any]] = (),
    inhabiles: Sequence[date] = (),
    ejercicio: int = 2026,
) -> Path:
    """Escribe ``programa/programa_AAAA.xlsx`` con un árbol de dos ejes (líneas L1 y L2)."""
    libro = Workbook()
    libro.remove(libro.worksheets[0])
    _hoja(libro, "ejes", ("clave", "nombre"), [("E1", "Servicios"), ("E2", "Bienestar")])
    _hoja(libro, "objetivos", ("clave", "eje", "nombre"), [("O1", "E1", "Uno"), ("O2", "E2", "Dos")])
    _hoja(libro, "estrategias", ("clave", "objetivo", "nombre"), [("S1", "O1", "Uno"), ("S2", "O2", "Dos")])
    _hoja(libro, "lineas", ("clave", "estrategia", "nombre"), [("L1", "S1", "Uno"), ("L2", "S2", "Dos")])
    _hoja(libro, "areas", ("clave", "nombre", "responsable", "vigente_desde", "vigente_hasta"),
          [(a, f"Dirección General de {a}", "Titular", date(ejercicio, 1, 1), None) for a in areas])  # fmt: skip
    _hoja(libro, "metas", ENCABEZADOS_META, [[m.get(c) for c in ENCABEZADOS_META] for m in metas])
    _hoja(libro, "calendario", ("meta", *MESES), [(clave, *valores) for clave, valores in calendario.items()])
    _hoja(libro, "ajustes", ENCABEZADOS_AJUSTE, [[a.get(c) for c in ENCABEZADOS_AJUSTE] for a in ajustes])
    _hoja(libro, "reglas", ("vigente_desde", "clave", "valor"), reglas)
    _hoja(libro, "inhabiles", ("fecha", "nombre"), [(d, "Inhábil") for d in inhabiles])
    ruta = carpeta / "programa" / f"programa_{ejercicio}.xlsx"
    ruta.parent.mkdir(parents=True, exist_ok=True)
    libro.save(ruta)
    return ruta


def escribir_captura(
    carpeta: Path,
    area: str,
    mes: int,
    renglones: Sequence[Mapping[str, Any]],
    fecha: date | None,
    *,
    nombre: str | None = None,
    ejercicio: int = 2026,
) -> Path:
    """Escribe ``capturas/AAAA-MM/<nombre>.xlsx``; sin fecha, B3 queda vacía."""
    libro = Workbook()
    hoja = libro.worksheets[0]
    hoja.title = "captura"
    for fila, (rotulo, valor) in enumerate(
        (("Área", area), ("Periodo", f"{ejercicio}-{mes:02d}"), ("Fecha de captura", fecha)), start=1
    ):
        hoja.cell(fila, 1, rotulo)
        hoja.cell(fila, 2, valor)
    for columna, encabezado in enumerate(ENCABEZADOS_CAPTURA, start=1):
        hoja.cell(5, columna, encabezado)
    for fila, renglon in enumerate(renglones, start=6):
        for columna, encabezado in enumerate(ENCABEZADOS_CAPTURA, start=1):
            hoja.cell(fila, columna, renglon.get(encabezado))
    ruta = carpeta / "capturas" / f"{ejercicio}-{mes:02d}" / f"{nombre or area}.xlsx"
    ruta.parent.mkdir(parents=True, exist_ok=True)
    libro.save(ruta)
    return ruta

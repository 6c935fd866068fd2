"""El lector de contratos: cláusulas en YAML y entregas en Excel, con mensajes que se entienden."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from dominio.configuracion import RAIZ
from etl.fuentes.contratos.lectura import leer
from etl.lectura.esquema import cargar_fuente
from etl.lectura.resultado import ArchivoRechazado, Lectura

FUENTE = cargar_fuente(RAIZ / "etl/fuentes/contratos/fuente.yml")
BUENO = """
contratos:
  - clave: SEG
    nombre: Seguimiento
    nombre_corto: Seguimiento
    fecha_inicio: 2026-02-02
    fecha_fin: 2026-12-31
    monto_antes_iva: 1100000.50
    num_parcialidades: 11
    pena: {base: monto_total, porcentaje_diario: 1, tope_porcentaje: 10}
"""


def _yaml(carpeta: Path, texto: str) -> Lectura:
    ruta = carpeta / "huella"
    ruta.write_text(texto, encoding="utf-8")
    return leer(ruta, "contratos.yml", FUENTE)


def _libro(carpeta: Path, **hojas: list[list[Any]]) -> Lectura:
    bases = {
        "entregables": [
            ["clave", "contrato", "serie", "nombre", "tipo", "parcialidad", "fecha_comprometida", "importe"]
        ],
        "eventos": [["entregable", "fecha", "estado", "proporcion_prestada"]],
        "pagos": [["contrato", "parcialidad", "fecha", "importe", "estado"]],
    }
    libro = openpyxl.Workbook()
    libro.remove(libro.worksheets[0])
    for nombre, encabezado in bases.items():
        hoja = libro.create_sheet(nombre)
        for fila in [*encabezado, *hojas.get(nombre, [])]:
            hoja.append(fila)
    ruta = carpeta / "entregas.xlsx"
    libro.save(ruta)
    return leer(ruta, "entregas.xlsx", FUENTE)


def test_clausula_completa(tmp_path: Path) -> None:
    (renglon,) = _yaml(tmp_path, BUENO).renglones["contratos"]
    assert renglon["monto_antes_iva"] == Decimal("1100000.50")
    assert (renglon["base_pena"], renglon["porcentaje_diario"], renglon["tope_porcentaje"]) == (
        "monto_total",
        1.0,
        10.0,
    )
    assert (renglon["fecha_inicio"], renglon["dias_aviso"], renglon["fila"]) == (date(2026, 2, 2), 7, 3)


@pytest.mark.parametrize(
    ("antes", "despues", "motivo"),
    [
        ("base: monto_total", "base: la_que_sea", "pena.base: el valor no es una de las opciones"),
        ("2026-12-31", "2025-12-31", "fecha_fin es anterior a fecha_inicio"),
        ("1100000.50", "mucho", "monto_antes_iva: no es un número"),
        ("1100000.50", "-5", "monto_antes_iva: debe ser mayor que 0"),
        ("    num_parcialidades: 11", "    parcialidades: 11", "parcialidades: no es un dato conocido"),
        ("    nombre: Seguimiento\n", "", "nombre: falta el dato"),
        ("porcentaje_diario: 1, ", "", "falta porcentaje_diario"),
        ("base: monto_total", "base: sin_clausula", "un contrato sin cláusula no lleva porcentaje ni tope"),
    ],
)
def test_faltas_en_espanol(tmp_path: Path, antes: str, despues: str, motivo: str) -> None:
    lectura = _yaml(tmp_path, BUENO.replace(antes, despues))
    assert lectura.renglones["contratos"] == []
    assert motivo in lectura.rechazos[0].motivo
    assert (lectura.rechazos[0].celda, lectura.num_renglones) == ("línea 3", 1)


def test_un_contrato_malo_no_tumba_a_los_demas(tmp_path: Path) -> None:
    malo = BUENO.replace("contratos:\n", "").replace("SEG", "LIN").replace("2026-02-02", "ayer")
    lectura = _yaml(tmp_path, BUENO + malo)
    assert [r["clave"] for r in lectura.renglones["contratos"]] == ["SEG"]
    assert (lectura.num_aceptados, lectura.num_rechazados) == (1, 1)


def test_clave_repetida_rechaza_todas_sus_apariciones(tmp_path: Path) -> None:
    lectura = _yaml(tmp_path, BUENO + BUENO.replace("contratos:\n", ""))
    assert lectura.renglones["contratos"] == []
    assert [r.regla for r in lectura.rechazos] == ["clave_repetida", "clave_repetida"]


@pytest.mark.parametrize("texto", ["contratos: [", "otra: cosa", "", "contratos:\n\t- clave: X", "contratos: texto"])
def test_yaml_que_no_se_entiende(tmp_path: Path, texto: str) -> None:
    with pytest.raises(ArchivoRechazado):
        _yaml(tmp_path, texto)


def test_entregas_con_sus_tres_hojas(tmp_path: Path) -> None:
    lectura = _libro(
        tmp_path,
        entregables=[["SEG-1", "SEG", "Informe", "Primer informe", "mensual", 1, datetime(2026, 3, 13), 100000]],
        eventos=[
            ["SEG-1", datetime(2026, 3, 12), "entregado", None],
            ["SEG-1", datetime(2026, 3, 14), "rechazado", 0.4],
        ],
        pagos=[["SEG", 1, datetime(2026, 4, 1), 100000, "pagado"]],
    )
    assert {tabla: len(filas) for tabla, filas in lectura.renglones.items()} == {
        "entregables": 1,
        "eventos": 2,
        "pagos": 1,
    }
    assert lectura.renglones["entregables"][0]["importe"] == Decimal("100000.00")
    assert lectura.rechazos == []


@pytest.mark.parametrize(
    ("estado", "proporcion", "regla"),
    [
        ("parcial", None, "proporcion_faltante"),
        ("rechazado", None, "proporcion_faltante"),
        ("parcial", 60, "proporcion_fuera_de_rango"),
        ("parcial", -0.1, "proporcion_fuera_de_rango"),
        ("aceptado", 0.5, "proporcion_contradictoria"),
        ("devuelto", None, "tipo_texto"),
    ],
)
def test_evento_malo_va_a_cuarentena(tmp_path: Path, estado: str, proporcion: float | None, regla: str) -> None:
    lectura = _libro(tmp_path, eventos=[["SEG-1", datetime(2026, 3, 12), estado, proporcion]])
    assert [r.regla for r in lectura.rechazos] == [regla]
    assert (lectura.rechazos[0].celda, lectura.num_renglones) == ("C2" if regla == "tipo_texto" else "D2", 1)


def test_pagado_sin_fecha_y_parcialidad_repetida(tmp_path: Path) -> None:
    pagos = [["SEG", 1, None, 5, "pagado"], ["SEG", 2, None, 5, "programado"], ["SEG", 2, None, 6, "programado"]]
    lectura = _libro(tmp_path, pagos=pagos)
    assert [r.regla for r in lectura.rechazos] == ["pago_sin_fecha", "clave_repetida", "clave_repetida"]
    assert lectura.renglones["pagos"] == []


def test_falta_una_hoja(tmp_path: Path) -> None:
    libro = openpyxl.Workbook()
    libro.save(tmp_path / "entregas.xlsx")
    with pytest.raises(ArchivoRechazado, match="entregables, eventos"):
        leer(tmp_path / "entregas.xlsx", "entregas.xlsx", FUENTE)

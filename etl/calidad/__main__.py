"""``python -m etl.calidad``: valida el crudo, espera la construcción por la entrada estándar y valida los marts."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from etl.calidad.expectativas import Suite
from etl.calidad.motor import Motor
from etl.calidad.resultado import Estado, PruebaDeCalidad, ResultadoCalidad
from etl.calidad.suites_crudo import SUITES as SUITES_CRUDO
from etl.calidad.suites_marts import SUITES as SUITES_MARTS
from etl.calidad.tablas import Crudo, Marts, tiene_contrato


def _una_sola(suite: Suite, estado: Estado, detalle: str) -> list[PruebaDeCalidad]:
    """La suite entera resumida en una prueba: no hubo datos, o no se pudo evaluar."""
    return [
        PruebaDeCalidad(
            prueba=f"{suite.clave}.00", suite=suite.nombre, frontera=suite.frontera, asunto=suite.asunto,
            objeto=suite.objeto, descripcion="Hay al menos un renglón", estado=estado, detalle=detalle,
        )
    ]  # fmt: skip


def _evaluar(motor: Motor, suite: Suite, origen: Crudo | Marts, con_renglones: frozenset[str]) -> list[PruebaDeCalidad]:
    if suite.requiere and not con_renglones.intersection(suite.requiere):
        return _una_sola(suite, "sin_datos", f"Sin archivos vigentes de {' ni '.join(suite.requiere)}.")
    if suite.frontera == "marts" and not tiene_contrato(suite.objeto):
        return _una_sola(suite, "sin_datos", "El proyecto de dbt no tiene ese modelo.")
    try:
        tabla = origen.leer(suite)
        if tabla.empty and suite.puede_ir_vacia:
            return _una_sola(suite, "sin_datos", "No hay renglones que revisar.")
        return motor.evaluar(suite, tabla, origen.columnas(suite))
    except Exception as error:  # noqa: BLE001 — lo que no se pudo evaluar se informa, y bloquea
        return _una_sola(suite, "no_evaluada", " ".join(str(error).split())[:300])


def main() -> int:
    """Corre la validación y escribe el JSON; el código de salida no dice el veredicto, el JSON sí."""
    argumentos = argparse.ArgumentParser(prog="python -m etl.calidad")
    argumentos.add_argument("--insumos", type=Path, required=True)
    argumentos.add_argument("--salida", type=Path, required=True)
    pedido = argumentos.parse_args()
    inicio = time.monotonic()
    motor, crudo = Motor(), Crudo(pedido.insumos)
    con_renglones = crudo.fuentes_con_renglones()
    resultado = ResultadoCalidad([p for s in SUITES_CRUDO for p in _evaluar(motor, s, crudo, con_renglones)])
    trabajado = time.monotonic() - inicio
    linea = sys.stdin.readline()
    if not linea:  # quien lo lanzó ya no está
        return 1
    inicio = time.monotonic()
    if linea.strip():
        marts = Marts(Path(linea.strip()))
        resultado.pruebas += [p for s in SUITES_MARTS for p in _evaluar(motor, s, marts, con_renglones)]
    resultado.segundos = trabajado + time.monotonic() - inicio
    resultado.guardar(pedido.salida)
    return 0


if __name__ == "__main__":
    sys.exit(main())

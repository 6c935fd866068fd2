"""Márgenes de población → controles del rastrillado, y por qué una muestra no se puede estimar."""

from __future__ import annotations

import math
from collections.abc import Mapping

import polars as pl

SIN_DATO = "sin dato"


class MuestraInvalida(ValueError):
    """La muestra no permite estimar; el mensaje dice por qué y se puede mostrar."""


def suma_de(datos: pl.DataFrame, columna: str) -> float:
    """Suma exacta de una columna, igual en cualquier orden de los renglones."""
    return math.fsum(datos[columna].to_list())


def preparar_calibracion(
    datos: pl.DataFrame, margenes: Mapping[str, Mapping[str, float]]
) -> tuple[pl.DataFrame, dict[str, dict[str, float]]]:
    """Los datos con sus columnas de calibración y el total que pide cada categoría.

    Raises:
        MuestraInvalida: falta una variable, o hay categorías sin margen o márgenes sin entrevistas.
    """
    controles: dict[str, dict[str, float]] = {}
    for variable, margen in margenes.items():
        if variable not in datos.columns:
            raise MuestraInvalida(f"La muestra no trae {variable}, que pide la calibración.")
        niveles = set(datos[variable].drop_nulls().unique().to_list())
        if niveles != set(margen):
            ajenos = sorted(str(n) for n in niveles ^ set(margen))
            raise MuestraInvalida(f"Calibración por {variable}: no cuadran las categorías {', '.join(ajenos)}.")
        sin_dato = suma_de(datos.filter(pl.col(variable).is_null()), "peso") / suma_de(datos, "peso")
        control = {str(c): total * (1 - sin_dato) for c, total in margen.items()}
        if sin_dato:
            control[SIN_DATO] = sum(margen.values()) * sin_dato
        controles[f"{variable}_calibracion"] = control
        datos = datos.with_columns(pl.col(variable).fill_null(SIN_DATO).alias(f"{variable}_calibracion"))
    return datos, controles

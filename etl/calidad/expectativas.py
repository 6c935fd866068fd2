"""Vocabulario de las suites: cada expectativa es un dato con su frase en español.

Aquí no se importa Great Expectations: las suites se pueden leer, listar y probar sin pagar su arranque.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from typing import Any, Literal


@dataclass(frozen=True)
class Expectativa:
    """Una regla: ``clase`` y ``argumentos`` son los de Great Expectations; ``descripcion``, lo que se lee."""

    descripcion: str
    clase: str
    argumentos: dict[str, Any]
    bloquea: bool = True
    """Si no, su falla se informa como advertencia y no detiene la publicación."""


@dataclass(frozen=True)
class Suite:
    """Reglas sobre una tabla, o sobre una consulta que la resume.

    ``requiere``: basta que una de esas fuentes tenga renglones para que la suite sea exigible.
    ``puede_ir_vacia``: cero renglones se informa como «sin datos» en vez de fallar (por ejemplo, alertas).
    """

    clave: str
    nombre: str
    frontera: Literal["crudo", "marts"]
    asunto: str
    objeto: str
    llaves: tuple[str, ...]
    reglas: tuple[Expectativa, ...]
    requiere: tuple[str, ...]
    consulta: str = ""
    """SQL que arma la tabla; vacía = el objeto completo."""
    columnas: tuple[str, ...] = ()
    """Columnas exactas de la consulta; si no hay consulta, las del contrato del objeto."""
    puede_ir_vacia: bool = False

    def completa(self, columnas: Iterable[str]) -> tuple[Expectativa, ...]:
        """Las reglas precedidas por las dos que toda suite lleva: hay renglones y las columnas son las exactas."""
        return (hay_renglones(), columnas_exactas(columnas), *self.reglas)


def advierte(expectativa: Expectativa) -> Expectativa:
    """La misma regla, como advertencia: un dato ajeno mal capturado no debe detener a los demás."""
    return replace(expectativa, bloquea=False)


def hay_renglones() -> Expectativa:
    """Una tabla vacía pasaría cualquier otra regla."""
    return Expectativa("Hay al menos un renglón", "ExpectTableRowCountToBeBetween", {"min_value": 1})


def columnas_exactas(columnas: Iterable[str]) -> Expectativa:
    """Ni una columna de más ni una de menos."""
    return Expectativa(
        "Las columnas son exactamente las del contrato",
        "ExpectTableColumnsToMatchSet",
        {"column_set": list(columnas), "exact_match": True},
    )


def lleno(columna: str, descripcion: str) -> Expectativa:
    """La columna nunca va vacía."""
    return Expectativa(descripcion, "ExpectColumnValuesToNotBeNull", {"column": columna})


def entre(columna: str, minimo: float | None, maximo: float | None, descripcion: str) -> Expectativa:
    """El valor, si viene, está en el rango cerrado."""
    limites = {"min_value": minimo, "max_value": maximo}
    argumentos = {"column": columna} | {k: v for k, v in limites.items() if v is not None}
    return Expectativa(descripcion, "ExpectColumnValuesToBeBetween", argumentos)


def en_catalogo(columna: str, valores: Iterable[str | bool], descripcion: str) -> Expectativa:
    """El valor, si viene, es uno de los del catálogo."""
    return Expectativa(descripcion, "ExpectColumnValuesToBeInSet", {"column": columna, "value_set": list(valores)})


def al_menos(mayor: str, menor: str, descripcion: str) -> Expectativa:
    """``mayor`` ≥ ``menor`` en cada renglón donde vengan ambos."""
    return Expectativa(
        descripcion,
        "ExpectColumnPairValuesAToBeGreaterThanB",
        {"column_A": mayor, "column_B": menor, "or_equal": True, "ignore_row_if": "either_value_is_missing"},
    )


def sin_repetir(columnas: Iterable[str], descripcion: str) -> Expectativa:
    """La columna, o la combinación de columnas, no se repite."""
    lista = list(columnas)
    if len(lista) == 1:
        return Expectativa(descripcion, "ExpectColumnValuesToBeUnique", {"column": lista[0]})
    return Expectativa(descripcion, "ExpectCompoundColumnsToBeUnique", {"column_list": lista})

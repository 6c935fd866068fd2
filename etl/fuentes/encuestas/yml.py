"""``estudio.yml`` y ``grupo.yml`` contra su modelo, y la procedencia de lo que se lee."""

from __future__ import annotations

from pathlib import Path
from typing import TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from dominio.encuestas.ficha import explicar
from etl.fuentes.encuestas.entrevistas import Renglon
from etl.lectura.resultado import ArchivoRechazado

Modelo = TypeVar("Modelo", bound=BaseModel)


def cargar(ruta: Path, modelo: type[Modelo], nombre: str) -> Modelo:
    """Valida un YAML contra su modelo.

    Raises:
        ArchivoRechazado: no se lee o no cumple; el mensaje dice los campos y nunca sus valores.
    """
    try:
        contenido = yaml.safe_load(ruta.read_text(encoding="utf-8"))
    except (yaml.YAMLError, UnicodeDecodeError) as error:
        raise ArchivoRechazado(
            f"{nombre} no es un YAML legible.", "Revise sangrías y comillas; guárdelo en UTF-8."
        ) from error
    try:
        return modelo.model_validate(contenido)
    except ValidationError as error:
        raise ArchivoRechazado(
            f"{nombre} no cumple el esquema: {explicar(error)}.",
            "Corrija esos campos; el LEEME de la carpeta los explica.",
        ) from error


def con_procedencia(renglones: dict[str, list[Renglon]]) -> dict[str, list[Renglon]]:
    """Completa hoja y renglón de origen donde no los hay."""
    for filas in renglones.values():
        for renglon in filas:
            renglon.setdefault("hoja", None)
            renglon.setdefault("fila", None)
    return renglones

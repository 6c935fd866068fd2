"""Esquema de una fuente: lo que dice ``fuente.yml``, validado.

Un ``fuente.yml`` describe hojas, columnas, tipos y sinónimos de encabezado; agregar
un sinónimo no toca Python. El Parquet crudo de la fuente tiene la unión de las
columnas de todas sus tablas, más la procedencia.
"""

from __future__ import annotations

import functools
from pathlib import Path
from typing import Literal

import pyarrow as pa
import yaml
from pydantic import BaseModel, ConfigDict, Field, model_validator

from dominio.lectura.encabezados import normalizar

Tipo = Literal["texto", "entero", "numero", "importe", "booleano", "fecha", "momento"]

TIPOS_ARROW: dict[str, pa.DataType] = {
    "texto": pa.string(),
    "entero": pa.int64(),
    "numero": pa.float64(),
    "importe": pa.decimal128(18, 2),
    "booleano": pa.bool_(),
    "fecha": pa.date32(),
    "momento": pa.timestamp("us"),
}
PROCEDENCIA: list[tuple[str, pa.DataType]] = [
    ("tabla", pa.string()),
    ("archivo_sha256", pa.string()),
    ("hoja", pa.string()),
    ("fila", pa.int64()),
]


class _Modelo(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Columna(_Modelo):
    """Una columna del archivo de entrada."""

    tipo: Tipo = "texto"
    obligatoria: bool = False
    """El encabezado debe existir; si falta, el archivo se rechaza."""
    requerida: bool = False
    """La celda no puede ir vacía; si lo está, el renglón se rechaza."""
    sinonimos: tuple[str, ...] = ()
    opciones: tuple[str, ...] = ()
    con_celda: bool = False
    """Guarda además ``<columna>_celda`` (por ejemplo ``E7``) para explicar la cifra."""
    derivada: bool = False
    """La pone el lector; no viene del archivo."""


class Tabla(_Modelo):
    """Una tabla dentro del archivo: una hoja, o el archivo entero si es delimitado."""

    hoja: str | None = None
    fila_encabezado: int = 1
    obligatoria: bool = True
    columnas: dict[str, Columna]

    def por_encabezado(self) -> dict[str, str]:
        """Encabezado normalizado → nombre canónico de la columna."""
        nombres: dict[str, str] = {}
        for canonico, columna in self.columnas.items():
            if columna.derivada:
                continue
            for encabezado in (canonico, *columna.sinonimos):
                previo = nombres.setdefault(normalizar(encabezado), canonico)
                if previo != canonico:
                    raise ValueError(f"«{encabezado}» es sinónimo de {previo} y de {canonico}")
        return nombres


class Fuente(_Modelo):
    """Una fuente completa, tal como la describe su ``fuente.yml``."""

    clave: str
    nombre: str
    entrega: str
    """Quién entrega y cada cuándo; se muestra en ``/datos``."""
    patrones: tuple[str, ...]
    """Rutas relativas a ``datos_crudos/<clave>/`` que se leen (comodines de ``Path.match``)."""
    vigencia: Literal["acumula", "ultimo_por_ruta"] = "acumula"
    """``acumula``: todo archivo leído cuenta. ``ultimo_por_ruta``: la última versión válida de cada ruta."""
    acompanante: str | None = None
    """Archivo de la misma carpeta que el lector necesita (por ejemplo ``estudio.yml``)."""
    acompanantes_opcionales: tuple[str, ...] = ()
    """Otros de la misma carpeta que el lector recibe si están (por ejemplo ``codificacion.csv``)."""
    usa_llave: bool = False
    """El lector recibe la llave secreta de la instalación, para que sus identificadores no salgan del archivo."""
    limite_mb: int = 50
    limite_segundos: int = 60
    tablas: dict[str, Tabla] = Field(default_factory=dict)

    @model_validator(mode="after")
    def _tipos_congruentes(self) -> Fuente:
        self.esquema_crudo()
        for tabla in self.tablas.values():
            tabla.por_encabezado()
        return self

    def esquema_crudo(self) -> pa.Schema:
        """Esquema del Parquet crudo: procedencia y la unión de columnas de sus tablas."""
        campos: dict[str, pa.DataType] = dict(PROCEDENCIA)
        for nombre_tabla, tabla in self.tablas.items():
            for nombre, columna in tabla.columnas.items():
                tipo = TIPOS_ARROW[columna.tipo]
                if campos.setdefault(nombre, tipo) != tipo:
                    raise ValueError(
                        f"{self.clave}.{nombre_tabla}.{nombre}: el mismo nombre lleva otro tipo en otra tabla"
                    )
                if columna.con_celda:
                    campos[f"{nombre}_celda"] = pa.string()
        return pa.schema(list(campos.items()))


@functools.cache
def cargar_fuente(ruta: Path) -> Fuente:
    """Lee y valida un ``fuente.yml``.

    Raises:
        pydantic.ValidationError: el archivo no cumple el esquema.
    """
    return Fuente.model_validate(yaml.safe_load(ruta.read_text(encoding="utf-8")))

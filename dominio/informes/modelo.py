"""Contenido de un informe, sin formato: secciones con párrafos, listas, tablas y gráficas.

Cada tabla guarda los valores tal como vienen del almacén; cada formato los escribe a su modo.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Literal

FORMATOS = frozenset({"pdf", "docx", "xlsx"})
Tipo = Literal["texto", "numero", "entero", "porcentaje", "proporcion", "puntos", "importe", "fecha"]


@dataclass(frozen=True)
class Formula:
    """Fórmula viva del libro de Excel con el valor del almacén ya calculado.

    ``expresion`` nombra columnas de otras tablas como ``{tabla:columna}``; en PDF y Word se ve ``valor``.
    """

    expresion: str
    valor: float | int | None


Valor = str | int | float | date | Formula | None


@dataclass(frozen=True)
class Columna:
    """Columna de una tabla. ``formula`` usa claves del mismo renglón: ``{realizado}-{programado}``."""

    clave: str
    titulo: str
    tipo: Tipo = "texto"
    ancho: float = 1.0
    formula: str | None = None


@dataclass(frozen=True)
class Tabla:
    """Tabla con encabezado. ``clave`` la identifica dentro del documento para las fórmulas."""

    clave: str
    titulo: str
    columnas: Sequence[Columna]
    renglones: Sequence[Sequence[Valor]]
    vacia: str = "Sin renglones."
    nota: str | None = None
    formatos: frozenset[str] = FORMATOS
    """En cuáles va: una hoja muy ancha va completa en Excel y partida en lo que se imprime."""


@dataclass(frozen=True)
class Barra:
    """Una barra: rótulo, valor (``None`` = sin dato) y lo que se escribe al final."""

    rotulo: str
    valor: float | None
    texto: str
    tono: int = 0
    """0 pleno, 1 medio, 2 claro, 3 contorno: se distinguen en gris."""


@dataclass(frozen=True)
class Grafica:
    """Barras horizontales con una marca de referencia; ``descripcion`` es su texto alternativo.

    ``datos``: (tabla, columna de rótulos, columna de valores); con eso el libro de Excel la dibuja de sus celdas.
    """

    titulo: str
    descripcion: str
    barras: Sequence[Barra]
    referencia: float | None = None
    datos: tuple[str, str, str] | None = None


@dataclass(frozen=True)
class Parrafo:
    """Un párrafo de texto corrido."""

    texto: str


@dataclass(frozen=True)
class Lista:
    """Lista con viñetas."""

    elementos: Sequence[str]


Bloque = Parrafo | Lista | Tabla | Grafica


@dataclass(frozen=True)
class Seccion:
    """Sección con título; ``hoja`` es su hoja del libro de Excel."""

    titulo: str
    bloques: Sequence[Bloque]
    hoja: str
    nivel: Literal[1, 2] = 1
    en_pagina_nueva: bool = False

    def para(self, formato: str) -> list[Bloque]:
        """Los bloques que van en ese formato."""
        return [b for b in self.bloques if not isinstance(b, Tabla) or formato in b.formatos]


@dataclass(frozen=True)
class Documento:
    """El informe completo. ``fecha`` es la de los datos: los bytes no dependen del reloj."""

    clave: str
    titulo: str
    subtitulo: str
    caratula: Sequence[tuple[str, str]]
    secciones: Sequence[Seccion]
    fecha: date
    version: str
    es_demostracion: bool = False
    con_indice: bool = field(default=True)

    @property
    def pie(self) -> str:
        """Renglón al pie de cada página."""
        marca = " · Datos sintéticos de demostración" if self.es_demostracion else ""
        return f"{self.titulo} · versión {self.version}{marca}"

    @property
    def tablas(self) -> list[Tabla]:
        """Todas las tablas, en orden."""
        return [b for s in self.secciones for b in s.bloques if isinstance(b, Tabla)]

    def tablas_en(self, formato: str) -> list[Tabla]:
        """Las tablas que van en ese formato."""
        return [t for t in self.tablas if formato in t.formatos]

"""Errores que una persona debe leer: qué pasó, dónde y qué hacer."""

from __future__ import annotations


class ErrorDelFlujo(RuntimeError):
    """El flujo se detuvo y no publicó nada; el mensaje se muestra tal cual."""


class CandadoOcupado(ErrorDelFlujo):
    """Otra corrida tiene el candado."""


class ConstruccionFallida(ErrorDelFlujo):
    """dbt falló: un modelo no se pudo construir o una prueba no pasó."""


class CalidadFallida(ErrorDelFlujo):
    """Una expectativa de calidad no se cumplió o no se pudo evaluar."""


class AuditoriaFallida(ErrorDelFlujo):
    """Lo construido no pasó la revisión previa a publicar."""

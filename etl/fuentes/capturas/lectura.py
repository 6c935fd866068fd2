"""Lector de la captura mensual: el mismo que usa el portal para contestar en el momento (``dominio.capturas``)."""

from dominio.capturas.lectura import leer

__all__ = ["leer"]

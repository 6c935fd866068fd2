"""Vive en ``dominio.lectura.resultado``, que comparten el flujo y la captura."""

from dominio.lectura.resultado import (
    ESQUEMA_RECHAZOS,
    ArchivoRechazado,
    Lectura,
    Rechazo,
)

__all__ = [
    "ESQUEMA_RECHAZOS",
    "ArchivoRechazado",
    "Lectura",
    "Rechazo",
]

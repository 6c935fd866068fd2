"""El formato de la captura: lo que dice ``fuente.yml``, que es dato y lo comparten el flujo y el portal."""

from __future__ import annotations

from dominio.capturas.contexto import FUENTE_YML
from dominio.lectura.esquema import Fuente, cargar_fuente


def formato() -> Fuente:
    """Hojas, columnas, sinónimos y límites de la captura."""
    return cargar_fuente(FUENTE_YML)

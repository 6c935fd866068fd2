"""Puntos de falla: solo las pruebas los usan, para matar una corrida en un lugar preciso.

``FALLA=<punto>[:<modo>]``. Modos: ``excepcion`` (por omisión), ``kill9``, ``enospc``, ``dormir``.
Puntos: ``tras_recibir``, ``leyendo``, ``tras_leer``, ``en_dbt``, ``tras_dbt``, ``tras_calidad``,
``antes_auditoria``, ``antes_rename``, ``antes_puntero``, ``tras_puntero``.
"""

from __future__ import annotations

import errno
import os
import signal
import time

from dominio.configuracion import falla_pedida


class FallaProvocada(RuntimeError):
    """Falla pedida por una prueba con la variable ``FALLA``."""


def punto(nombre: str) -> None:
    """No hace nada, salvo que ``FALLA`` nombre este punto."""
    pedido, _, modo = falla_pedida().partition(":")
    if pedido != nombre:
        return
    if modo == "kill9":
        os.kill(os.getpid(), signal.SIGKILL)
    if modo == "enospc":
        raise OSError(errno.ENOSPC, "No queda espacio en el disco")
    if modo == "dormir":
        time.sleep(3600)
    raise FallaProvocada(f"Falla provocada en «{nombre}».")


def variables() -> dict[str, str]:
    """La variable ``FALLA`` para los subprocesos de la corrida, si está puesta."""
    pedido = falla_pedida()
    return {"FALLA": pedido} if pedido else {}

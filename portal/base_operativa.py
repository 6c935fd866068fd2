"""La base operativa desde el portal: un motor por proceso, y ponerla al día la primera vez que se escribe."""

from __future__ import annotations

import os
import threading

from sqlalchemy import Engine

from dominio.configuracion import cargar_url_bd
from dominio.operacion import base

_candado = threading.Lock()
_motores: dict[tuple[int, str], Engine] = {}
_listas: set[tuple[int, str]] = set()


def existe(url: str) -> bool:
    """Una base SQLite que nadie ha creado todavía no se crea por leerla."""
    archivo = base.archivo_sqlite(url)
    return archivo is None or archivo.is_file()


def motor(url: str) -> Engine:
    """Uno por proceso: una conexión no cruza una bifurcación."""
    with _candado:
        llave = (os.getpid(), url)
        if llave not in _motores:
            _motores[llave] = base.motor(url)
        return _motores[llave]


def al_dia() -> Engine:
    """El motor de la base de la configuración, con sus tablas creadas.

    Raises:
        BaseOperativaInaccesible: no abre.
    """
    url = cargar_url_bd()
    llave = (os.getpid(), url)
    if llave not in _listas or not existe(url):
        base.preparar(url)
        _listas.add(llave)
    return motor(url)

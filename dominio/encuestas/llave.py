"""La llave secreta de la instalación y la clave interna de cada entrevista.

La llave vive en ``estado/llaves/encuestas.llave``, solo para quien corre el flujo (0600), y se crea una vez. La clave
de una entrevista es HMAC-SHA256 de su estudio y su folio: la misma persona lleva la misma clave en cada relectura, y
sin la llave nadie vuelve de la clave al folio ni al renglón. No se publica ni entra a ninguna huella publicada.
"""

from __future__ import annotations

import hashlib
import hmac
import os
import secrets
from pathlib import Path

LARGO_DE_LLAVE = 32
LARGO_DE_CLAVE = 24
"""Caracteres hexadecimales: 96 bits, sin choques entre millones de entrevistas."""


def ruta_de_la_llave(estado: Path) -> Path:
    """La llave de la instalación; se crea la primera vez, sin pisar la que exista.

    Args:
        estado: carpeta de estado de la instalación.
    """
    ruta = estado / "llaves" / "encuestas.llave"
    if ruta.is_file():
        return ruta
    ruta.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    provisional = ruta.with_name(f".{ruta.name}.{os.getpid()}")
    descriptor = os.open(provisional, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(descriptor, "wb") as archivo:
        archivo.write(secrets.token_bytes(LARGO_DE_LLAVE))
        archivo.flush()
        os.fsync(archivo.fileno())
    try:
        os.link(provisional, ruta)
    except FileExistsError:
        return ruta
    finally:
        provisional.unlink()
    return ruta


def clave_de_entrevista(llave: bytes, estudio: str, identidad: str) -> str:
    """Clave interna de una entrevista.

    Args:
        llave: contenido de ``ruta_de_la_llave``.
        estudio: clave del estudio; dos estudios nunca comparten claves.
        identidad: el folio o, si la base no lo trae, su renglón.
    """
    mensaje = f"{estudio}\x1f{identidad}".encode()
    return hmac.new(llave, mensaje, hashlib.sha256).hexdigest()[:LARGO_DE_CLAVE]

"""Del portal a la carpeta de recepción, sin perder nada ni pisar a nadie.

Primero se guarda el original por su huella (durable); después se anota el recibo; al final aparece en
``datos_crudos/capturas/<AAAA-MM>/`` de una sola vez y con nombre propio. Si el proceso muere a la mitad, lo que tenga
recibo y no esté en su carpeta se deposita en la siguiente entrega.
"""

from __future__ import annotations

import contextlib
import hashlib
import os
import re
import uuid
from datetime import date
from pathlib import Path
from typing import IO

from dominio.capturas import recibos
from dominio.capturas.recibos import Recibo
from dominio.configuracion import Configuracion

_BLOQUE = 1 << 20
_INSEGURO = re.compile(r"[^A-Za-z0-9-]+")


class ArchivoGrande(ValueError):
    """Lo enviado pasa del límite; no se guardó nada."""


def ruta_del_recibido(cfg: Configuracion, sha256: str) -> Path:
    """El original tal como se entregó."""
    return recibos.carpeta(cfg) / "archivos" / f"{sha256}.xlsx"


def ruta_del_anotado(cfg: Configuracion, sha256: str) -> Path:
    """El libro anotado de esos bytes; no existe si no hubo nada que señalar."""
    return recibos.carpeta(cfg) / "anotados" / f"{sha256}.xlsx"


def guardar(cfg: Configuracion, flujo: IO[bytes], limite: int) -> tuple[str, int]:
    """Guarda lo entregado por su huella, por bloques; devuelve (sha256, tamaño).

    Raises:
        ArchivoGrande: pasa del límite.
        OSError: no hay espacio; lo parcial se borra.
    """
    carpeta = recibos.carpeta(cfg) / "archivos"
    carpeta.mkdir(parents=True, exist_ok=True, mode=0o700)
    temporal = carpeta / f".{uuid.uuid4().hex}.tmp"
    suma, tamano = hashlib.sha256(), 0
    try:
        with temporal.open("xb") as destino:
            while bloque := flujo.read(_BLOQUE):
                tamano += len(bloque)
                if tamano > limite:
                    raise ArchivoGrande(f"El archivo pesa más de {limite >> 20} MB.")
                suma.update(bloque)
                destino.write(bloque)
            destino.flush()
            os.fsync(destino.fileno())
        temporal.chmod(0o440)
        temporal.replace(ruta_del_recibido(cfg, suma.hexdigest()))
        _sincronizar(carpeta)
    finally:
        temporal.unlink(missing_ok=True)
    return suma.hexdigest(), tamano


def destino_de(area: str, periodo: date, sha256: str) -> str:
    """Ruta dentro de ``capturas/``: del nombre de quien entrega no se usa nada."""
    return f"{periodo:%Y-%m}/{_INSEGURO.sub('-', area)}_portal_{sha256[:12]}.xlsx"


def depositar(cfg: Configuracion, recibo: Recibo) -> None:
    """Pone el archivo del recibo en la carpeta de recepción: aparece completo o no aparece, y nunca pisa a otro."""
    if recibo.destino is None:
        return
    destino = cfg.datos_crudos / "capturas" / recibo.destino
    destino.parent.mkdir(parents=True, exist_ok=True)
    temporal = destino.parent / f".{uuid.uuid4().hex}.tmp"
    try:
        with ruta_del_recibido(cfg, recibo.sha256).open("rb") as origen, temporal.open("xb") as copia:
            while bloque := origen.read(_BLOQUE):
                copia.write(bloque)
            copia.flush()
            os.fsync(copia.fileno())
        with contextlib.suppress(FileExistsError):  # el nombre lleva la huella: si ya está, son los mismos bytes
            os.link(temporal, destino)
        _sincronizar(destino.parent)
    finally:
        temporal.unlink(missing_ok=True)
    recibos.marcar_depositado(cfg, recibo)


def recuperar(cfg: Configuracion) -> int:
    """Deposita lo que tiene recibo y se quedó a la mitad; devuelve cuántos."""
    faltantes = [r for r in recibos.por_depositar(cfg) if ruta_del_recibido(cfg, r.sha256).is_file()]
    for recibo in faltantes:
        depositar(cfg, recibo)
    return len(faltantes)


def reponer(cfg: Configuracion) -> int:
    """Pone otra vez en la carpeta de recepción lo que tiene recibo y ya no está ahí (tras restaurar un respaldo)."""
    recibidos = recibos.recibidos_por_el_portal(cfg).values()
    faltantes = [
        r for r in recibidos
        if r.destino and not (cfg.datos_crudos / "capturas" / r.destino).exists()
        and ruta_del_recibido(cfg, r.sha256).is_file()
    ]  # fmt: skip
    for recibo in sorted(faltantes, key=lambda r: r.numero):
        depositar(cfg, recibo)
    return len(faltantes)


def _sincronizar(carpeta: Path) -> None:
    descriptor = os.open(carpeta, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)

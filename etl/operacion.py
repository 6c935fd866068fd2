"""La base operativa como una fuente más: los actos sobre alertas, tal como están, a los insumos de la corrida.

SQLAlchemy solo se carga si hay base que leer: un flujo sin cambios no lo paga.
"""

from __future__ import annotations

import hashlib
import json
from datetime import UTC
from pathlib import Path
from typing import Any

import pyarrow as pa

from dominio.configuracion import ZONA_HORARIA, Configuracion
from etl.leer_lote import escribir_parquet

ESQUEMA_EVENTOS = pa.schema(
    [
        ("secuencia", pa.int64()), ("evento_clave", pa.string()), ("alerta_clave", pa.string()),
        ("accion", pa.string()), ("autor", pa.string()), ("texto", pa.string()), ("responsable", pa.string()),
        ("fecha_limite", pa.date32()), ("fecha_registro", pa.date32()),
    ]
)  # fmt: skip
_SQLITE = "sqlite:///"
INACCESIBLE = "inaccesible"


class SinBase(RuntimeError):
    """La base operativa existe y no se puede leer; el mensaje dice qué revisar."""


def eventos(cfg: Configuracion) -> list[dict[str, Any]]:
    """Los actos en orden; ``fecha_registro`` es el día en America/Mexico_City.

    Raises:
        SinBase: hay base y no abre.
    """
    if cfg.url_bd.startswith(_SQLITE) and not Path(cfg.url_bd.removeprefix(_SQLITE)).is_file():
        return []
    from sqlalchemy.exc import SQLAlchemyError

    from dominio.operacion import alertas, base

    motor = base.motor(cfg.url_bd)
    try:
        leidos = alertas.leer(motor)
    except SQLAlchemyError as error:
        raise SinBase(
            f"La base operativa no se puede leer ({type(error).__name__}); se publica sin compromisos. "
            "Revise MIRADOR_BD, el disco y los permisos."
        ) from error
    finally:
        motor.dispose()
    nombres = set(ESQUEMA_EVENTOS.names)
    return [
        {k: v for k, v in vars(e).items() if k in nombres}
        | {"fecha_registro": e.registrado_en.replace(tzinfo=UTC).astimezone(ZONA_HORARIA).date()}
        for e in leidos
        if e.registrado_en is not None
    ]


def huella(cfg: Configuracion) -> str:
    """Huella de los actos; vacía sin actos."""
    try:
        leidos = eventos(cfg)
    except SinBase:
        return INACCESIBLE
    return hashlib.sha256(json.dumps(leidos, default=str).encode()).hexdigest() if leidos else ""


def poner(leidos: list[dict[str, Any]], carpeta: Path) -> None:
    """Deja los actos en ``carpeta/eventos.parquet``."""
    carpeta.mkdir(parents=True)
    escribir_parquet(pa.Table.from_pylist(leidos, schema=ESQUEMA_EVENTOS), carpeta / "eventos.parquet")

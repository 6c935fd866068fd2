"""Cuántas veces se ha intentado entrar, por cuenta y por dirección. En la base: los trabajadores comparten la cuenta.

El intento se anota antes de comparar la contraseña, así que pedir muchas a la vez no da intentos de más.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import timedelta

import sqlalchemy as sa

from dominio.operacion.base import METADATOS
from dominio.operacion.usuarios import ahora

VENTANA = timedelta(minutes=15)
_TURNO = 7_203_412
POR_CUENTA, POR_DIRECCION = 10, 50

INTENTOS = sa.Table(
    "intentos",
    METADATOS,
    sa.Column("intento", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("llave", sa.String(64), nullable=False),
    sa.Column("momento", sa.DateTime, nullable=False),
    sa.Index("intentos_por_llave", "llave", "momento"),
)


def _llaves(cuenta: str, direccion: str) -> Iterator[tuple[str, int]]:
    for texto, tope in ((f"cuenta {cuenta.strip().lower()}", POR_CUENTA), (f"dirección {direccion}", POR_DIRECCION)):
        yield hashlib.sha256(texto.encode()).hexdigest(), tope


def permitir(motor: sa.Engine, cuenta: str, direccion: str) -> bool:
    """Anota un intento y dice si todavía cabe."""
    momento = ahora()
    cabe = True
    with motor.begin() as conexion:
        if motor.dialect.name == "postgresql":  # SQLite ya deja escribir a uno por vez
            conexion.execute(sa.select(sa.func.pg_advisory_xact_lock(_TURNO)))
        conexion.execute(INTENTOS.delete().where(INTENTOS.c.momento < momento - VENTANA))
        for llave, tope in _llaves(cuenta, direccion):
            conexion.execute(INTENTOS.insert().values(llave=llave, momento=momento))
            hechos = sa.select(sa.func.count()).where(INTENTOS.c.llave == llave)
            cabe = conexion.execute(hechos).scalar_one() <= tope and cabe
    return cabe


def olvidar(motor: sa.Engine, cuenta: str, direccion: str) -> None:
    """Entró: sus intentos de cuenta se olvidan y el de la dirección se descuenta."""
    (llave, _), (de_direccion, _) = _llaves(cuenta, direccion)
    ultimo = sa.select(sa.func.max(INTENTOS.c.intento)).where(INTENTOS.c.llave == de_direccion).scalar_subquery()
    with motor.begin() as conexion:
        conexion.execute(INTENTOS.delete().where(INTENTOS.c.llave == llave))
        conexion.execute(INTENTOS.delete().where(INTENTOS.c.intento == ultimo))

"""Sesiones del lado del servidor: el navegador lleva un número al azar; la base, solo su huella.

Una sesión vale si no se ha revocado ni vencido y si su sello es el de la cuenta: cambiar contraseña, rol, áreas o
apagar la cuenta adelanta el sello y ninguna sesión anterior vuelve a valer.
"""

from __future__ import annotations

import hashlib
import json
import logging
import secrets
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import SQLAlchemyError

from dominio.operacion.base import METADATOS
from dominio.operacion.usuarios import USUARIOS, Usuario, ahora, de_fila

registro = logging.getLogger("mirador.acceso")
INACTIVA = timedelta(hours=2)
ABSOLUTA = timedelta(hours=12)
PREVIA = timedelta(minutes=10)
TOCAR_CADA = timedelta(minutes=1)

SESIONES = sa.Table(
    "sesiones",
    METADATOS,
    sa.Column("huella", sa.String(64), primary_key=True),
    sa.Column("usuario", sa.Integer, sa.ForeignKey("usuarios.usuario"), nullable=True, index=True),
    sa.Column("sello", sa.Integer, nullable=False),
    sa.Column("datos", sa.String(2000), nullable=False),
    sa.Column("abierta_en", sa.DateTime, nullable=False),
    sa.Column("vista_en", sa.DateTime, nullable=False),
    sa.Column("revocada_en", sa.DateTime, nullable=True),
)
_POR_HUELLA = (
    sa.select(USUARIOS, SESIONES.c.vista_en, SESIONES.c.abierta_en)
    .join(SESIONES, SESIONES.c.usuario == USUARIOS.c.usuario)
    .where(
        SESIONES.c.huella == sa.bindparam("huella"), SESIONES.c.revocada_en.is_(None), USUARIOS.c.esta_activa,
        SESIONES.c.sello == USUARIOS.c.sello, SESIONES.c.vista_en > sa.bindparam("inactiva"),
        SESIONES.c.abierta_en > sa.bindparam("absoluta"),
    )
)  # fmt: skip
_HAY_REALES = sa.select(sa.exists().where(~USUARIOS.c.es_demostracion))


@dataclass(frozen=True)
class Sesion:
    """Una sesión que vale, y de quién es."""

    huella: str
    usuario: Usuario
    abierta_en: datetime


def huella(ficha: str) -> str:
    """Lo que se guarda de la ficha del navegador."""
    return hashlib.sha256(ficha.encode()).hexdigest()


def _insertar(motor: sa.Engine, usuario: int | None, sello: int, datos: str) -> str:
    ficha, momento = secrets.token_urlsafe(32), ahora()
    with motor.begin() as conexion:
        conexion.execute(
            SESIONES.insert().values(
                huella=huella(ficha), usuario=usuario, sello=sello, datos=datos, abierta_en=momento, vista_en=momento
            )
        )
    return ficha


def abrir(motor: sa.Engine, usuario: Usuario, anterior: str | None = None) -> str:
    """Sesión nueva, siempre con número nuevo; la que trajera el navegador se revoca. Devuelve la ficha."""
    if anterior:
        cerrar(motor, anterior)
    limpiar(motor)
    return _insertar(motor, usuario.usuario, usuario.sello, "{}")


def leer(motor: sa.Engine, ficha: str, *, en_demostracion: Callable[[], bool] = lambda: True) -> Sesion | None:
    """La sesión, si vale: una consulta por índice. Cada minuto anota que sigue en uso.

    Args:
        en_demostracion: si los datos publicados son de demostración; si no lo son, o si ya hay cuentas de verdad, las
            cuentas de demostración no valen. Solo se pregunta por ellas.
    """
    momento, propia = ahora(), huella(ficha)
    limites = {"huella": propia, "inactiva": momento - INACTIVA, "absoluta": momento - ABSOLUTA}
    with motor.connect() as conexion:
        fila = conexion.execute(_POR_HUELLA, limites).first()
        if fila is None:
            return None
        if fila.es_demostracion and (not en_demostracion() or conexion.execute(_HAY_REALES).scalar()):
            return None
    if momento - fila.vista_en > TOCAR_CADA:
        _tocar(motor, propia, momento)
    return Sesion(propia, de_fila(fila), fila.abierta_en)


def _tocar(motor: sa.Engine, propia: str, momento: datetime) -> None:
    """Anota el uso; si la base está ocupada se anotará en la siguiente: quien ya demostró quién es no espera."""
    try:
        with motor.begin() as conexion:
            conexion.execute(SESIONES.update().where(SESIONES.c.huella == propia).values(vista_en=momento))
    except SQLAlchemyError as error:
        registro.warning("No se anotó el uso de una sesión: %s", type(error).__name__)


def cerrar(motor: sa.Engine, ficha: str) -> None:
    """Revoca: la misma ficha no vuelve a valer."""
    propia = SESIONES.c.huella == huella(ficha)
    with motor.begin() as conexion:
        conexion.execute(SESIONES.update().where(propia, SESIONES.c.revocada_en.is_(None)).values(revocada_en=ahora()))


def limpiar(motor: sa.Engine) -> None:
    """Borra las que ya no pueden valer."""
    with motor.begin() as conexion:
        conexion.execute(SESIONES.delete().where(SESIONES.c.abierta_en < ahora() - 2 * ABSOLUTA))


# ── antes de entrar ──────────────────────────────────────────────────────────
def abrir_previa(motor: sa.Engine, datos: dict[str, Any]) -> str:
    """Lo que hay que recordar mientras alguien está con el proveedor institucional; vale diez minutos y una vez."""
    return _insertar(motor, None, 0, json.dumps(datos))


def tomar_previa(motor: sa.Engine, ficha: str) -> dict[str, Any] | None:
    """Lo recordado, una sola vez."""
    propia = (SESIONES.c.huella == huella(ficha), SESIONES.c.usuario.is_(None))
    with motor.begin() as conexion:
        fila = conexion.execute(sa.select(SESIONES).where(*propia)).first()
        borradas = conexion.execute(SESIONES.delete().where(*propia)).rowcount
    if fila is None or borradas != 1 or fila.abierta_en < ahora() - PREVIA:
        return None
    recordado: dict[str, Any] = json.loads(fila.datos)
    return recordado

"""Rastro de actos, encadenado: quién hizo qué, cuándo y sobre qué. Cada acto lleva la huella del anterior.

Cambiar o borrar un acto rompe la cadena en ese punto y ``verificar`` dice dónde. La cabeza (número y huella del último
acto) está aparte y cada respaldo la anota: así también se nota si alguien recorta el final o rehace la cadena entera.

``python -m dominio.operacion verificar`` recorre la de esta instalación.
"""

from __future__ import annotations

import hashlib
import json
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa

from dominio.operacion.base import METADATOS

LARGO_QUIEN, LARGO_ACCION, LARGO_OBJETO, LARGO_DETALLE = 120, 60, 200, 2000
INICIO = "0" * 64

ACTOS = sa.Table(
    "auditoria",
    METADATOS,
    sa.Column("secuencia", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("momento", sa.String(32), nullable=False),
    sa.Column("quien", sa.String(LARGO_QUIEN), nullable=False),
    sa.Column("accion", sa.String(LARGO_ACCION), nullable=False),
    sa.Column("objeto", sa.String(LARGO_OBJETO), nullable=False),
    sa.Column("detalle", sa.String(LARGO_DETALLE), nullable=False),
    sa.Column("previa", sa.String(64), nullable=False),
    sa.Column("huella", sa.String(64), nullable=False),
)
CABEZA = sa.Table(
    "auditoria_cabeza",
    METADATOS,
    sa.Column("cadena", sa.Integer, primary_key=True, autoincrement=False),
    sa.Column("secuencia", sa.Integer, nullable=False),
    sa.Column("huella", sa.String(64), nullable=False),
)


@dataclass(frozen=True)
class Acto:
    """Un acto tal como quedó. ``momento`` es UTC en texto ISO, para que la huella no dependa de la base."""

    secuencia: int
    momento: str
    quien: str
    accion: str
    objeto: str
    detalle: str
    previa: str
    huella: str


@dataclass(frozen=True)
class Ancla:
    """Hasta dónde llegaba la cadena en un momento: el número del último acto y su huella."""

    secuencia: int
    huella: str


@dataclass(frozen=True)
class Rotura:
    """Dónde se rompe la cadena y por qué."""

    secuencia: int
    motivo: str


def huella_de(secuencia: int, momento: str, quien: str, accion: str, objeto: str, detalle: str, previa: str) -> str:
    """La huella de un acto, que incluye la del anterior."""
    partes = json.dumps([secuencia, momento, quien, accion, objeto, detalle, previa], ensure_ascii=False)
    return hashlib.sha256(partes.encode()).hexdigest()


def _texto(valor: object, largo: int) -> str:
    """Texto que toda base guarda igual: imprimible, sin pasar del largo."""
    crudo = valor if isinstance(valor, str) else json.dumps(valor, ensure_ascii=False, sort_keys=True, default=str)
    limpio = "".join(c for c in crudo if c.isprintable())
    return limpio if len(limpio) <= largo else f"{limpio[: largo - 1]}…"


def anotar(donde: sa.Engine | sa.Connection, quien: str, accion: str, objeto: str = "", detalle: object = "") -> Acto:
    """Agrega un acto; con un motor, en su propia transacción y al volver ya está guardado.

    Args:
        donde: con una conexión, el acto entra en la transacción de quien llama: queda el acto y su rastro, o ninguno.
        quien: la cuenta, o quien dijo ser.
        accion: qué hizo, p. ej. ``alerta:compromiso``.
        objeto: sobre qué.
        detalle: texto, o algo que se pueda escribir como JSON. Nunca contraseñas.
    """
    if isinstance(donde, sa.Engine):
        with donde.begin() as conexion:
            return _agregar(conexion, quien, accion, objeto, detalle)
    return _agregar(donde, quien, accion, objeto, detalle)


def _agregar(conexion: sa.Connection, quien: str, accion: str, objeto: str, detalle: object) -> Acto:
    """Tomar la cabeza es lo primero y la bloquea hasta el fin de la transacción: dos a la vez no bifurcan."""
    tomada = conexion.execute(
        CABEZA.update().where(CABEZA.c.cadena == 1).values(secuencia=CABEZA.c.secuencia + 1)
        .returning(CABEZA.c.secuencia, CABEZA.c.huella)
    ).one()  # fmt: skip
    momento = datetime.now(UTC).replace(tzinfo=None).isoformat(timespec="microseconds")
    campos = (
        int(tomada.secuencia), momento, _texto(quien, LARGO_QUIEN), _texto(accion, LARGO_ACCION),
        _texto(objeto, LARGO_OBJETO), _texto(detalle, LARGO_DETALLE), str(tomada.huella),
    )  # fmt: skip
    acto = Acto(*campos, huella_de(*campos))
    conexion.execute(ACTOS.insert().values(vars(acto)))
    conexion.execute(CABEZA.update().where(CABEZA.c.cadena == 1).values(huella=acto.huella))
    return acto


def leer(motor: sa.Engine, limite: int | None = None) -> list[Acto]:
    """Los actos en orden; con ``limite``, los últimos."""
    consulta = sa.select(ACTOS).order_by(ACTOS.c.secuencia.desc()).limit(limite)
    with motor.connect() as conexion:
        return [Acto(**fila._mapping) for fila in conexion.execute(consulta)][::-1]


def ancla(motor: sa.Engine) -> Ancla:
    """Hasta dónde llega la cadena ahora."""
    return _cabeza(motor) or Ancla(0, INICIO)


def verificar(motor: sa.Engine, anterior: Ancla | None = None) -> Rotura | None:
    """Recorre la cadena entera; ``None`` si está íntegra. No estorba a quien escribe ni se confunde con él.

    Args:
        anterior: un ancla guardada fuera de la base (la de un respaldo); la cadena debe pasar por ella.
    """
    antes = _cabeza(motor)
    huellas, previa = {0: INICIO}, INICIO
    with motor.connect() as conexion:
        for fila in conexion.execute(sa.select(ACTOS).order_by(ACTOS.c.secuencia)):
            acto, esperado = Acto(**fila._mapping), len(huellas)
            motivo = _falla(acto, esperado, previa)
            if motivo:
                return Rotura(min(acto.secuencia, esperado), motivo)
            huellas[esperado] = previa = acto.huella
    despues, ultimo = _cabeza(motor), len(huellas) - 1
    if antes is None or despues is None:
        return Rotura(ultimo + 1, "faltan actos al final, o la cabeza: no se sabe hasta dónde llegaba la cadena")
    if not antes.secuencia <= ultimo <= despues.secuencia:
        return Rotura(
            ultimo + 1, f"faltan actos al final: la cabeza dice {despues.secuencia} y el último que hay es {ultimo}"
        )
    for cabeza in (antes, despues):
        if huellas.get(cabeza.secuencia, cabeza.huella) != cabeza.huella:
            return Rotura(cabeza.secuencia, "la cabeza no es la de ese acto")
    if anterior is not None and huellas.get(anterior.secuencia) != anterior.huella:
        return Rotura(anterior.secuencia, "la cadena se rehízo: ese acto no es el que anotó el respaldo")
    return None


def _cabeza(motor: sa.Engine) -> Ancla | None:
    with motor.connect() as conexion:
        fila = conexion.execute(sa.select(CABEZA.c.secuencia, CABEZA.c.huella).where(CABEZA.c.cadena == 1)).first()
    return None if fila is None else Ancla(int(fila.secuencia), str(fila.huella))


def _falla(acto: Acto, esperado: int, previa: str) -> str | None:
    if acto.secuencia != esperado:
        return f"falta el acto {esperado}"
    if acto.previa != previa:
        return "no enlaza con el anterior"
    datos: dict[str, Any] = {k: v for k, v in vars(acto).items() if k != "huella"}
    return None if huella_de(**datos) == acto.huella else "su contenido cambió después de anotarse"

"""Los acuerdos que se toman en la reunión mensual, como eventos que solo se agregan.

Una reunión es la de un mes (``AAAA-MM``). Cada acuerdo dice qué, quién responde y para cuándo; después se da por
cumplido, incumplido o se retira. El acta imprime los de su reunión y cómo van los anteriores.
"""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from dominio.operacion.base import METADATOS

ACCIONES = ("acuerdo", "cumplido", "incumplido", "retirado")
LARGO_TEXTO, LARGO_NOMBRE, LARGO_CLAVE = 1000, 120, 36
_REUNION = re.compile(r"20\d\d-(0[1-9]|1[0-2])")

EVENTOS = sa.Table(
    "acuerdo_eventos",
    METADATOS,
    sa.Column("secuencia", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("evento_clave", sa.String(LARGO_CLAVE), nullable=False, unique=True),
    sa.Column("acuerdo_clave", sa.String(LARGO_CLAVE), nullable=False, index=True),
    sa.Column("reunion", sa.String(7), nullable=False, index=True),
    sa.Column("area_clave", sa.String(20), nullable=True),
    sa.Column("accion", sa.String(20), nullable=False),
    sa.Column("autor", sa.String(LARGO_NOMBRE), nullable=False),
    sa.Column("texto", sa.String(LARGO_TEXTO), nullable=False),
    sa.Column("responsable", sa.String(LARGO_NOMBRE), nullable=False),
    sa.Column("fecha_limite", sa.Date, nullable=True),
    sa.Column("registrado_en", sa.DateTime, nullable=False),
)


class AcuerdoInvalido(ValueError):
    """Lo pedido no se puede registrar; el mensaje dice qué falta."""


@dataclass(frozen=True)
class Evento:
    """Un acto sobre un acuerdo. Solo ``acuerdo`` lleva responsable y fecha."""

    acuerdo_clave: str
    reunion: str
    accion: str
    autor: str
    texto: str = ""
    responsable: str = ""
    fecha_limite: date | None = None
    area_clave: str | None = None
    evento_clave: str = ""
    registrado_en: datetime | None = None
    secuencia: int | None = None


@dataclass(frozen=True)
class Acuerdo:
    """Un acuerdo y cómo va: ``vigente``, ``vencido``, ``cumplido``, ``incumplido`` o ``retirado``."""

    clave: str
    reunion: str
    area_clave: str | None
    texto: str
    responsable: str
    fecha_limite: date
    estado: str
    autor: str
    secuencia: int


def validar(datos: Mapping[str, Any], hoy: date) -> Evento:
    """El evento que pide un formulario.

    Args:
        datos: accion, reunion, autor, texto, responsable, fecha_limite (AAAA-MM-DD), area_clave, acuerdo_clave y
            evento_clave.
        hoy: fecha de referencia; un acuerdo no vence antes.

    Raises:
        AcuerdoInvalido: falta algo o no se entiende.
    """
    accion, reunion = _limpio(datos, "accion", 20), _limpio(datos, "reunion", 7)
    if accion not in ACCIONES or not _REUNION.fullmatch(reunion):
        raise AcuerdoInvalido("No se reconoce lo pedido. Recargue la página e inténtelo de nuevo.")
    autor = _limpio(datos, "autor", LARGO_NOMBRE)
    if not autor:
        raise AcuerdoInvalido("Falta quién lo registra. Escriba su nombre o cargo.")
    clave = _limpio(datos, "evento_clave", LARGO_CLAVE) or str(uuid.uuid4())
    texto = _limpio(datos, "texto", LARGO_TEXTO)
    area = _limpio(datos, "area_clave", 20) or None
    if accion != "acuerdo":
        acuerdo = _limpio(datos, "acuerdo_clave", LARGO_CLAVE)
        if not acuerdo:
            raise AcuerdoInvalido("Falta decir cuál acuerdo. Recargue la página e inténtelo de nuevo.")
        return Evento(acuerdo, reunion, accion, autor, texto, area_clave=area, evento_clave=clave)
    responsable, limite = _limpio(datos, "responsable", LARGO_NOMBRE), _fecha(_limpio(datos, "fecha_limite", 10))
    if not (texto and responsable and limite):
        raise AcuerdoInvalido("Un acuerdo dice qué se hará, quién responde y para cuándo. Complete los tres.")
    if limite < hoy:
        raise AcuerdoInvalido(f"La fecha ya pasó (hoy es {hoy:%d/%m/%Y}). Elija hoy o una posterior.")
    return Evento(clave, reunion, accion, autor, texto, responsable, limite, area, clave)


def registrar(motor: sa.Engine, evento: Evento) -> Evento:
    """Agrega el evento; el mismo ``evento_clave`` dos veces (un doble clic) es uno solo.

    Raises:
        AcuerdoInvalido: cierra un acuerdo que no existe o que ya se cerró.
    """
    valores = asdict(evento) | {"registrado_en": datetime.now(UTC).replace(tzinfo=None)}
    del valores["secuencia"]
    ya = _leer(motor, evento.evento_clave)
    if ya is not None:
        return ya
    if evento.accion != "acuerdo":
        propios = [e for e in leer(motor) if e.acuerdo_clave == evento.acuerdo_clave]
        if not propios or propios[-1].accion != "acuerdo":
            raise AcuerdoInvalido("Ese acuerdo ya se cerró o no existe. Recargue la página.")
    try:
        with motor.begin() as conexion:
            conexion.execute(EVENTOS.insert().values(valores))
    except IntegrityError:
        if _leer(motor, evento.evento_clave) is None:
            raise
    hecho = _leer(motor, evento.evento_clave)
    return evento if hecho is None else hecho


def leer(motor: sa.Engine) -> list[Evento]:
    """Todos los eventos, en el orden en que entraron."""
    with motor.connect() as conexion:
        consulta = sa.select(EVENTOS).order_by(EVENTOS.c.secuencia)
        return [Evento(**fila._mapping) for fila in conexion.execute(consulta)]


def _leer(motor: sa.Engine, evento_clave: str) -> Evento | None:
    with motor.connect() as conexion:
        fila = conexion.execute(sa.select(EVENTOS).where(EVENTOS.c.evento_clave == evento_clave)).first()
    return None if fila is None else Evento(**fila._mapping)


def acuerdos(eventos: Iterable[Evento], hoy: date) -> list[Acuerdo]:
    """Los acuerdos en el orden en que se tomaron, con su situación a la fecha de referencia."""
    altas: dict[str, Evento] = {}
    cierres: dict[str, str] = {}
    for evento in eventos:
        if evento.accion == "acuerdo":
            altas[evento.acuerdo_clave] = evento
        else:
            cierres[evento.acuerdo_clave] = evento.accion
    return [
        Acuerdo(
            clave, e.reunion, e.area_clave, e.texto, e.responsable, e.fecha_limite,
            cierres.get(clave) or ("vencido" if e.fecha_limite < hoy else "vigente"), e.autor, e.secuencia or 0,
        )
        for clave, e in altas.items()
        if e.fecha_limite is not None
    ]  # fmt: skip


def _limpio(datos: Mapping[str, Any], nombre: str, largo: int) -> str:
    valor = "".join(c for c in str(datos.get(nombre) or "").strip() if c == "\n" or c.isprintable())
    if len(valor) > largo:
        raise AcuerdoInvalido(f"El texto pasa de {largo} caracteres. Acórtelo.")
    return valor


def _fecha(texto: str) -> date | None:
    try:
        return date.fromisoformat(texto) if texto else None
    except ValueError as error:
        raise AcuerdoInvalido(f"«{texto}» no es una fecha. Escríbala como AAAA-MM-DD.") from error

"""Los acuerdos que se toman en la reunión mensual, como eventos que solo se agregan.

Una reunión es la de un mes (``AAAA-MM``). Cada acuerdo dice qué, quién responde y para cuándo; después se da por
cumplido, incumplido o se retira. El acta imprime los de su reunión y cómo van los anteriores.
"""

from __future__ import annotations

import functools
import re
import uuid
from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa

from dominio.operacion import auditoria, formularios
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


_texto = functools.partial(formularios.texto, error=AcuerdoInvalido)


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
    accion, reunion = _texto(datos, "accion", 20), _texto(datos, "reunion", 7)
    if accion not in ACCIONES or not _REUNION.fullmatch(reunion):
        raise AcuerdoInvalido("No se reconoce lo pedido. Recargue la página e inténtelo de nuevo.")
    autor = _texto(datos, "autor", LARGO_NOMBRE)
    if not autor:
        raise AcuerdoInvalido("Falta quién lo registra. Escriba su nombre o cargo.")
    clave = _texto(datos, "evento_clave", LARGO_CLAVE) or str(uuid.uuid4())
    texto = _texto(datos, "texto", LARGO_TEXTO)
    area = _texto(datos, "area_clave", 20) or None
    if accion != "acuerdo":
        acuerdo = _texto(datos, "acuerdo_clave", LARGO_CLAVE)
        if not acuerdo:
            raise AcuerdoInvalido("Falta decir cuál acuerdo. Recargue la página e inténtelo de nuevo.")
        return Evento(acuerdo, reunion, accion, autor, texto, area_clave=area, evento_clave=clave)
    responsable = _texto(datos, "responsable", LARGO_NOMBRE)
    limite = formularios.fecha(datos, "fecha_limite", AcuerdoInvalido)
    if not (texto and responsable and limite):
        raise AcuerdoInvalido("Un acuerdo dice qué se hará, quién responde y para cuándo. Complete los tres.")
    if limite < hoy:
        raise AcuerdoInvalido(f"La fecha ya pasó (hoy es {hoy:%d/%m/%Y}). Elija hoy o una posterior.")
    return Evento(clave, reunion, accion, autor, texto, responsable, limite, area, clave)


def registrar(motor: sa.Engine, evento: Evento) -> Evento:
    """Agrega el evento y su rastro, juntos; el mismo ``evento_clave`` dos veces (un doble clic) es uno solo.

    Raises:
        AcuerdoInvalido: cierra un acuerdo que no existe o que ya se cerró.
    """
    valores = asdict(evento) | {"registrado_en": datetime.now(UTC).replace(tzinfo=None)}
    del valores["secuencia"]
    detalle = {"texto": evento.texto, "responsable": evento.responsable, "limite": evento.fecha_limite}
    with motor.connect() as conexion:
        # El rastro va primero porque forma a los demás detrás: dos que cierran lo mismo a la vez no pasan los dos.
        auditoria.anotar(conexion, evento.autor, f"acuerdo:{evento.accion}", evento.acuerdo_clave, detalle)
        ya = _leer(conexion, EVENTOS.c.evento_clave == evento.evento_clave)
        if ya:
            return ya[0]
        if evento.accion != "acuerdo":
            propios = _leer(conexion, EVENTOS.c.acuerdo_clave == evento.acuerdo_clave)
            if not propios or propios[-1].accion != "acuerdo":
                raise AcuerdoInvalido("Ese acuerdo ya se cerró o no existe. Recargue la página.")
        conexion.execute(EVENTOS.insert().values(valores))
        hecho = _leer(conexion, EVENTOS.c.evento_clave == evento.evento_clave)[0]
        conexion.commit()
    return hecho


def leer(motor: sa.Engine) -> list[Evento]:
    """Todos los eventos, en el orden en que entraron."""
    with motor.connect() as conexion:
        return _leer(conexion)


def _leer(conexion: sa.Connection, *condiciones: sa.ColumnElement[bool]) -> list[Evento]:
    consulta = sa.select(EVENTOS).where(*condiciones).order_by(EVENTOS.c.secuencia)
    return [Evento(**fila._mapping) for fila in conexion.execute(consulta)]


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

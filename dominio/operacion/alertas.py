"""Lo que la gente hace con una alerta, como eventos que solo se agregan; su situación se deriva de ellos.

Dos personas que actúan a la vez no se pisan: quedan los dos eventos, en el orden en que entraron, y la situación
es la del último de cada clase.
"""

from __future__ import annotations

import functools
import uuid
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, date, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from dominio.operacion import auditoria, formularios
from dominio.operacion.base import METADATOS

ACCIONES = ("atendida", "compromiso", "pospuesta", "cumplido", "incumplido", "verificada", "reabierta")
LARGO_TEXTO, LARGO_NOMBRE = 1000, 120

EVENTOS = sa.Table(
    "alerta_eventos",
    METADATOS,
    sa.Column("secuencia", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("evento_clave", sa.String(36), nullable=False, unique=True),
    sa.Column("alerta_clave", sa.String(120), nullable=False, index=True),
    sa.Column("accion", sa.String(20), nullable=False),
    sa.Column("autor", sa.String(LARGO_NOMBRE), nullable=False),
    sa.Column("texto", sa.String(LARGO_TEXTO), nullable=False),
    sa.Column("responsable", sa.String(LARGO_NOMBRE), nullable=False),
    sa.Column("fecha_limite", sa.Date, nullable=True),
    sa.Column("registrado_en", sa.DateTime, nullable=False),
)


class EventoInvalido(ValueError):
    """Lo pedido no se puede registrar; el mensaje dice qué falta y cómo corregirlo."""


_texto = functools.partial(formularios.texto, error=EventoInvalido)


@dataclass(frozen=True)
class Evento:
    """Un acto sobre una alerta. ``fecha_limite``: del compromiso, o hasta cuándo se pospone."""

    alerta_clave: str
    accion: str
    autor: str
    texto: str = ""
    responsable: str = ""
    fecha_limite: date | None = None
    evento_clave: str = ""
    registrado_en: datetime | None = None
    secuencia: int | None = None


@dataclass(frozen=True)
class Situacion:
    """Cómo está hoy una alerta para la gente: ``estado`` y los eventos que lo explican, del primero al último.

    Estados: ``sin_atender``, ``atendida``, ``pospuesta``, ``comprometida``, ``compromiso_vencido``,
    ``compromiso_cumplido``, ``compromiso_incumplido``, ``verificada``.
    """

    estado: str
    eventos: tuple[Evento, ...]
    compromiso: Evento | None = None
    pospuesta_hasta: date | None = None


def validar(datos: Mapping[str, Any], hoy: date) -> Evento:
    """El evento que pide un formulario.

    Args:
        datos: alerta_clave, accion, autor, texto, responsable, fecha_limite (AAAA-MM-DD), evento_clave.
        hoy: fecha de referencia; un compromiso o una espera no vencen antes.

    Raises:
        EventoInvalido: falta algo o no se entiende.
    """
    alerta = _texto(datos, "alerta_clave", 120)
    accion = _texto(datos, "accion", 20)
    if not alerta or accion not in ACCIONES:
        raise EventoInvalido("No se reconoce la acción. Vuelva a abrir la alerta e inténtelo de nuevo.")
    autor = _texto(datos, "autor", LARGO_NOMBRE)
    if not autor:
        raise EventoInvalido("Falta quién lo hace. Escriba su nombre o cargo.")
    texto, responsable = _texto(datos, "texto", LARGO_TEXTO), _texto(datos, "responsable", LARGO_NOMBRE)
    limite = formularios.fecha(datos, "fecha_limite", EventoInvalido)
    if accion == "compromiso" and not (texto and responsable and limite):
        raise EventoInvalido("Un compromiso dice qué se hará, quién responde y para cuándo. Complete los tres.")
    if accion == "pospuesta" and not (texto and limite):
        raise EventoInvalido("Para posponer hacen falta el motivo y hasta cuándo.")
    if accion in ("incumplido", "reabierta") and not texto:
        raise EventoInvalido("Falta el motivo.")
    if accion in ("compromiso", "pospuesta") and limite is not None and limite < hoy:
        raise EventoInvalido(f"La fecha ya pasó (hoy es {hoy:%d/%m/%Y}). Elija hoy o una posterior.")
    clave = _texto(datos, "evento_clave", 36) or str(uuid.uuid4())
    conserva_fecha = accion in ("compromiso", "pospuesta")
    return Evento(alerta, accion, autor, texto, responsable, limite if conserva_fecha else None, clave)


def registrar(motor: sa.Engine, evento: Evento) -> Evento:
    """Agrega el evento y su rastro, juntos; el mismo ``evento_clave`` dos veces (un doble clic) es uno solo."""
    momento = datetime.now(UTC).replace(tzinfo=None)
    valores = asdict(evento) | {"registrado_en": momento, "evento_clave": evento.evento_clave or str(uuid.uuid4())}
    del valores["secuencia"]
    try:
        with motor.begin() as conexion:
            conexion.execute(EVENTOS.insert().values(valores))
            rastro = {"texto": evento.texto, "responsable": evento.responsable, "limite": evento.fecha_limite}
            auditoria.anotar(conexion, evento.autor, f"alerta:{evento.accion}", evento.alerta_clave, rastro)
    except IntegrityError:
        if not leer(motor, evento_clave=valores["evento_clave"]):
            raise
    return leer(motor, evento_clave=valores["evento_clave"])[0]


def leer(motor: sa.Engine, alerta_clave: str | None = None, evento_clave: str | None = None) -> list[Evento]:
    """Los eventos en el orden en que entraron."""
    consulta = sa.select(EVENTOS).order_by(EVENTOS.c.secuencia)
    if alerta_clave is not None:
        consulta = consulta.where(EVENTOS.c.alerta_clave == alerta_clave)
    if evento_clave is not None:
        consulta = consulta.where(EVENTOS.c.evento_clave == evento_clave)
    with motor.connect() as conexion:
        return [Evento(**fila._mapping) for fila in conexion.execute(consulta)]


def revision(motor: sa.Engine) -> int:
    """Cuántos eventos han entrado: cambia con cada uno."""
    with motor.connect() as conexion:
        return int(conexion.execute(sa.select(sa.func.coalesce(sa.func.max(EVENTOS.c.secuencia), 0))).scalar_one())


def por_alerta(eventos: Iterable[Evento]) -> dict[str, list[Evento]]:
    """Eventos agrupados por alerta, en orden."""
    grupos: dict[str, list[Evento]] = {}
    for evento in eventos:
        grupos.setdefault(evento.alerta_clave, []).append(evento)
    return grupos


def situacion(eventos: Sequence[Evento], hoy: date) -> Situacion:
    """La situación de una alerta a partir de sus eventos, a la fecha de referencia."""
    estado, compromiso, hasta = "sin_atender", None, None
    for evento in eventos:
        if evento.accion == "compromiso":
            compromiso, hasta, estado = evento, None, "comprometida"
        elif evento.accion == "pospuesta":
            hasta, estado = evento.fecha_limite, "pospuesta"
        elif evento.accion in ("cumplido", "incumplido"):
            estado = f"compromiso_{evento.accion}" if compromiso else "atendida"
        elif evento.accion == "reabierta":
            compromiso, hasta, estado = None, None, "sin_atender"
        elif evento.accion == "verificada":
            estado = "verificada"
        elif estado == "sin_atender":
            estado = "atendida"
    if estado == "pospuesta" and hasta is not None and hasta < hoy:
        estado = "comprometida" if compromiso else "sin_atender"
    vencido = compromiso is not None and compromiso.fecha_limite is not None and compromiso.fecha_limite < hoy
    if estado == "comprometida" and vencido:
        estado = "compromiso_vencido"
    return Situacion(estado, tuple(eventos), compromiso, hasta if estado == "pospuesta" else None)

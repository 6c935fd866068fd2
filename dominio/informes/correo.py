"""Envío de informes por SMTP: cada destinatario recibe solo lo de su alcance."""

from __future__ import annotations

import smtplib
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from email.message import EmailMessage
from pathlib import Path

from dominio.configuracion import Correo

_TIPOS = {
    "pdf": ("application", "pdf"),
    "docx": ("application", "vnd.openxmlformats-officedocument.wordprocessingml.document"),
    "xlsx": ("application", "vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


@dataclass(frozen=True)
class Texto:
    """Un mensaje sin adjuntos."""

    direccion: str
    asunto: str
    cuerpo: str


@contextmanager
def _abierta(correo: Correo) -> Iterator[smtplib.SMTP]:
    with smtplib.SMTP(correo.servidor, correo.puerto, timeout=30) as conexion:
        if correo.con_tls:
            conexion.starttls()
        if correo.usuario:
            conexion.login(correo.usuario, correo.clave)
        yield conexion


def mensaje(correo: Correo, direccion: str, asunto: str, cuerpo: str, archivos: list[Path]) -> EmailMessage:
    """Un mensaje con sus adjuntos."""
    nuevo = EmailMessage()
    nuevo["From"], nuevo["To"], nuevo["Subject"] = correo.remitente, direccion, asunto
    nuevo.set_content(cuerpo)
    for ruta in archivos:
        principal, secundario = _TIPOS.get(ruta.suffix.lstrip("."), ("application", "octet-stream"))
        nuevo.add_attachment(ruta.read_bytes(), maintype=principal, subtype=secundario, filename=ruta.name)
    return nuevo


def enviar(correo: Correo, asunto: str, cuerpo: str, archivos_de: Callable[[str | None], list[Path]]) -> list[str]:
    """Envía a cada destinatario los archivos de su alcance; devuelve las direcciones.

    Args:
        correo: servidor, remitente y destinatarios.
        asunto: asunto del mensaje.
        cuerpo: texto del mensaje.
        archivos_de: recibe el área (``None`` = todo) y devuelve los adjuntos.
    """
    with _abierta(correo) as conexion:
        for alcance, direccion in correo.destinatarios:
            area = None if alcance == "todo" else alcance
            conexion.send_message(mensaje(correo, direccion, asunto, cuerpo, archivos_de(area)))
    return [direccion for _, direccion in correo.destinatarios]


def enviar_textos(correo: Correo, textos: Sequence[Texto], al_enviar: Callable[[Texto], None]) -> int:
    """Envía mensajes sin adjuntos; avisa después de cada uno, para que nadie lo reciba dos veces. Devuelve cuántos."""
    if not textos:
        return 0
    with _abierta(correo) as conexion:
        for texto in textos:
            conexion.send_message(mensaje(correo, texto.direccion, texto.asunto, texto.cuerpo, []))
            al_enviar(texto)
    return len(textos)

"""El envío, contra un servidor SMTP de verdad en esta máquina."""

from __future__ import annotations

import email
import socket

import pytest
from aiosmtpd.controller import Controller

from dominio.configuracion import Correo, ErrorDeConfiguracion, cargar_correo
from dominio.informes import correo


def _puerto_libre() -> int:
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        return int(enchufe.getsockname()[1])


class _Buzon:
    def __init__(self):
        self.recibidos = []

    async def handle_DATA(self, _servidor, _sesion, sobre):
        self.recibidos.append((sobre.rcpt_tos, email.message_from_bytes(sobre.content)))
        return "250 OK"


def test_cada_quien_recibe_lo_de_su_alcance(tmp_path):
    rutas = {}
    for area in (None, "DGO"):
        rutas[area] = tmp_path / f"evaluacion_{area or 'todo'}.pdf"
        rutas[area].write_bytes(f"contenido de {area}".encode())
    buzon = _Buzon()
    servidor = Controller(buzon, hostname="127.0.0.1", port=_puerto_libre())
    servidor.start()
    try:
        puerto = servidor.port
        para = (("todo", "alcaldia@ejemplo.mx"), ("DGO", "obras@ejemplo.mx"))
        configurado = Correo("127.0.0.1", puerto, "mirador@ejemplo.mx", para)
        enviados = correo.enviar(configurado, "Informe de octubre", "Adjunto.", lambda area: [rutas[area]])
    finally:
        servidor.stop()
    assert enviados == ["alcaldia@ejemplo.mx", "obras@ejemplo.mx"]
    assert [r[0] for r in buzon.recibidos] == [["alcaldia@ejemplo.mx"], ["obras@ejemplo.mx"]]
    adjuntos = [[p for p in m.walk() if p.get_filename()] for _, m in buzon.recibidos]
    assert [[p.get_filename() for p in a] for a in adjuntos] == [["evaluacion_todo.pdf"], ["evaluacion_DGO.pdf"]]
    assert [a[0].get_payload(decode=True) for a in adjuntos] == [b"contenido de None", b"contenido de DGO"]


def test_la_configuracion_del_correo(monkeypatch):
    assert cargar_correo() is None
    monkeypatch.setenv("MIRADOR_SMTP_SERVIDOR", "correo.ejemplo.mx")
    with pytest.raises(ErrorDeConfiguracion, match="MIRADOR_CORREO_DE"):
        cargar_correo()
    monkeypatch.setenv("MIRADOR_CORREO_DE", "mirador@ejemplo.mx")
    monkeypatch.setenv("MIRADOR_CORREO_PARA", "sin-alcance")
    with pytest.raises(ErrorDeConfiguracion, match="alcance:direccion"):
        cargar_correo()
    monkeypatch.setenv("MIRADOR_CORREO_PARA", "todo:a@ejemplo.mx, DGO:b@ejemplo.mx")
    assert cargar_correo().destinatarios == (("todo", "a@ejemplo.mx"), ("DGO", "b@ejemplo.mx"))

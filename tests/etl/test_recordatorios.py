"""Recordatorios de captura, contra un servidor SMTP de verdad en esta máquina."""

from __future__ import annotations

import dataclasses
import email
import socket
from collections.abc import Iterator
from datetime import date

import dagster as dg
import pytest
from aiosmtpd.controller import Controller

from etl.informes import activos, recordatorios


class _Buzon:
    def __init__(self):
        self.recibidos = []

    async def handle_DATA(self, _servidor, _sesion, sobre):
        mensaje = email.message_from_bytes(sobre.content, policy=email.policy.default)
        self.recibidos.append((sobre.rcpt_tos[0], mensaje["Subject"], mensaje.get_content()))
        return "250 OK"


@pytest.fixture
def buzon(monkeypatch: pytest.MonkeyPatch) -> Iterator[_Buzon]:
    """Un servidor SMTP y la configuración para usarlo."""
    with socket.socket() as enchufe:
        enchufe.bind(("127.0.0.1", 0))
        puerto = enchufe.getsockname()[1]
    hecho = _Buzon()
    servidor = Controller(hecho, hostname="127.0.0.1", port=puerto)
    servidor.start()
    monkeypatch.setenv("MIRADOR_SMTP_SERVIDOR", "127.0.0.1")
    monkeypatch.setenv("MIRADOR_SMTP_PUERTO", str(puerto))
    monkeypatch.setenv("MIRADOR_CORREO_DE", "mirador@ejemplo.mx")
    monkeypatch.setenv(
        "MIRADOR_CORREO_PARA", "todo:a@ejemplo.mx,CSC:csc@ejemplo.mx,DGA:dga@ejemplo.mx,DGO:o@ejemplo.mx"
    )
    yield hecho
    servidor.stop()


@pytest.fixture
def cfg(instalacion_demo, tmp_path):
    """La demostración un día después de que venció octubre, con estado propio."""
    return dataclasses.replace(instalacion_demo.cfg, estado=tmp_path / "estado", hoy=date(2026, 11, 6))


def test_cada_area_recibe_lo_que_debe_y_quien_ve_todo_un_resumen(cfg, buzon):
    assert recordatorios.enviar(cfg, lambda _: None) == 3
    por_direccion = {direccion: (asunto, texto) for direccion, asunto, texto in buzon.recibidos}
    assert set(por_direccion) == {"a@ejemplo.mx", "csc@ejemplo.mx", "dga@ejemplo.mx"}  # Obras no debe nada
    asunto, texto = por_direccion["csc@ejemplo.mx"]
    assert asunto == "Captura de octubre: Seguridad Ciudadana"
    assert "Seguridad Ciudadana debe 1 de 6 metas de octubre." in texto
    assert "La fecha límite fue el 5 de noviembre de 2026." in texto
    assert "- CSC-05 Tiempo" in texto
    assert "E10: realizado: «4.9 min (preliminar)» no es un número." in texto
    assert "DGA" not in texto
    asunto, texto = por_direccion["a@ejemplo.mx"]
    assert (asunto, texto.count(" debe ")) == ("Captura pendiente: 2 áreas", 2)


def test_si_se_repite_la_corrida_nadie_lo_recibe_dos_veces(cfg, buzon):
    assert [recordatorios.enviar(cfg, lambda _: None) for _ in range(2)] == [3, 0]
    assert len(buzon.recibidos) == 3


@pytest.mark.parametrize(
    ("hoy", "cuantos", "dice"),
    [
        (date(2026, 12, 2), 13, "quedan 5 días"), (date(2026, 12, 5), 13, "quedan 2 días"),
        (date(2026, 12, 7), 13, "es hoy, 7 de diciembre"), (date(2026, 12, 1), 0, None),
        (date(2026, 11, 12), 2, "fue el"),
        (date(2026, 11, 10), 0, None),
    ],
)  # fmt: skip
def test_solo_se_avisa_los_dias_que_tocan(cfg, hoy, cuantos, dice):
    ese_dia = dataclasses.replace(cfg, hoy=hoy)
    hallados = recordatorios.del_dia(ese_dia)
    assert len(hallados) == cuantos
    assert all(dice in recordatorios.recordatorios.cuerpo(r, hoy) for r in hallados)


def test_sin_correo_no_se_envia_y_se_dice(cfg):
    dicho: list[str] = []
    assert recordatorios.enviar(cfg, dicho.append) == 0
    assert dicho == [recordatorios.SIN_CORREO]


def test_sin_version_publicada_no_hay_a_quien_avisar(instalacion):
    assert recordatorios.del_dia(instalacion.cfg) == []


def test_el_horario_pide_la_corrida_solo_si_hay_a_quien(cfg, buzon, monkeypatch):
    monkeypatch.setattr(activos, "cargar", lambda: cfg)
    pedida = activos.recordatorio_diario(dg.build_schedule_context())
    assert isinstance(pedida, dg.RunRequest)
    assert pedida.run_key == "recordatorios-2026-11-06"
    otro_dia = dataclasses.replace(cfg, hoy=date(2026, 11, 10))
    monkeypatch.setattr(activos, "cargar", lambda: otro_dia)
    assert isinstance(activos.recordatorio_diario(dg.build_schedule_context()), dg.SkipReason)
    monkeypatch.delenv("MIRADOR_SMTP_SERVIDOR")
    assert recordatorios.SIN_CORREO in str(activos.recordatorio_diario(dg.build_schedule_context()))

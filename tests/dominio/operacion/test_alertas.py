"""La base operativa de las alertas: nada se pierde ni se pisa, en SQLite y en PostgreSQL de verdad."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from pathlib import Path

import pytest

from dominio.operacion import alertas, base
from dominio.operacion.alertas import Evento, EventoInvalido, situacion

HOY = date(2026, 11, 10)
ALERTA = "A1|DESU-01"


@pytest.fixture(params=["sqlite", "postgresql"])
def url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Una base preparada y vacía."""
    if request.param == "sqlite":
        direccion = f"sqlite:///{tmp_path / 'estado' / 'operativa.sqlite'}"
    else:
        direccion = str(request.getfixturevalue("url_postgresql"))
    base.preparar(direccion)
    motor = base.motor(direccion)
    with motor.begin() as conexion:
        conexion.execute(alertas.EVENTOS.delete())
    motor.dispose()
    return direccion


def test_lo_registrado_sigue_ahi_al_volver_a_abrir(url: str) -> None:
    motor = base.motor(url)
    compromiso = alertas.validar(
        {"alerta_clave": ALERTA, "accion": "compromiso", "autor": "Titular de Obras", "texto": "Cuadrilla extra",
         "responsable": "Jefatura de Bacheo", "fecha_limite": "2026-11-30"}, HOY,
    )  # fmt: skip
    alertas.registrar(motor, compromiso)
    motor.dispose()
    base.preparar(url)
    guardado = alertas.leer(base.motor(url), ALERTA)
    assert [(e.accion, e.autor, e.texto, e.responsable, e.fecha_limite) for e in guardado] == [
        ("compromiso", "Titular de Obras", "Cuadrilla extra", "Jefatura de Bacheo", date(2026, 11, 30))
    ]


def test_dos_personas_a_la_vez_no_pierden_nada(url: str) -> None:
    num_personas, por_persona = 8, 5
    salida = threading.Barrier(num_personas)

    def atender(persona: int) -> None:
        motor = base.motor(url)
        salida.wait()
        for vez in range(por_persona):
            alertas.registrar(motor, Evento(ALERTA, "atendida", f"Persona {persona}", f"vez {vez}"))
        motor.dispose()

    with ThreadPoolExecutor(num_personas) as hilos:
        assert list(hilos.map(atender, range(num_personas))) == [None] * num_personas
    guardados = alertas.leer(base.motor(url), ALERTA)
    esperados = {(f"Persona {n}", f"vez {v}") for n in range(num_personas) for v in range(por_persona)}
    assert len(guardados) == num_personas * por_persona
    assert {(e.autor, e.texto) for e in guardados} == esperados
    assert alertas.revision(base.motor(url)) >= num_personas * por_persona


def test_un_doble_clic_es_un_solo_evento(url: str) -> None:
    motor = base.motor(url)
    evento = Evento(ALERTA, "atendida", "Titular", evento_clave="0b0b0b0b-0000-4000-8000-000000000001")
    primero, segundo = alertas.registrar(motor, evento), alertas.registrar(motor, evento)
    assert primero == segundo
    assert len(alertas.leer(motor, ALERTA)) == 1


def test_prepararla_dos_veces_a_la_vez_no_estorba(tmp_path: Path) -> None:
    direccion = f"sqlite:///{tmp_path / 'operativa.sqlite'}"
    with ThreadPoolExecutor(4) as hilos:
        assert list(hilos.map(base.preparar, [direccion] * 4)) == [None] * 4
    assert alertas.leer(base.motor(direccion)) == []


def test_una_base_que_no_abre_lo_dice_sin_contrasenas() -> None:
    with pytest.raises(base.BaseOperativaInaccesible) as caso:
        base.preparar("postgresql://mirador:secreto@127.0.0.1:1/nada")
    assert "secreto" not in str(caso.value)
    assert "MIRADOR_BD" in str(caso.value)


@pytest.mark.parametrize(
    ("cambios", "mensaje"),
    [
        ({"autor": "  "}, "Falta quién"),
        ({"accion": "borrar"}, "No se reconoce"),
        ({"accion": "compromiso", "texto": "x", "fecha_limite": "2026-12-01"}, "quién responde"),
        ({"accion": "compromiso", "texto": "x", "responsable": "y", "fecha_limite": "2026-11-09"}, "ya pasó"),
        ({"accion": "pospuesta", "fecha_limite": "2026-12-01"}, "motivo"),
        ({"accion": "pospuesta", "texto": "x", "fecha_limite": "mañana"}, "no es una fecha"),
        ({"accion": "reabierta"}, "Falta el motivo"),
        ({"texto": "x" * 1001}, "pasa de 1000"),
    ],
)
def test_lo_incompleto_se_rechaza_diciendo_que_falta(cambios: dict[str, str], mensaje: str) -> None:
    datos = {"alerta_clave": ALERTA, "accion": "atendida", "autor": "Titular"} | cambios
    with pytest.raises(EventoInvalido, match=mensaje):
        alertas.validar(datos, HOY)


def _evento(accion: str, limite: str | None = None) -> Evento:
    return Evento(ALERTA, accion, "Titular", "x", "y", date.fromisoformat(limite) if limite else None)


@pytest.mark.parametrize(
    ("eventos", "estado"),
    [
        ([], "sin_atender"),
        ([_evento("atendida")], "atendida"),
        ([_evento("atendida"), _evento("compromiso", "2026-11-10")], "comprometida"),
        ([_evento("compromiso", "2026-11-09")], "compromiso_vencido"),
        ([_evento("compromiso", "2026-11-09"), _evento("atendida")], "compromiso_vencido"),
        ([_evento("compromiso", "2026-11-09"), _evento("compromiso", "2026-11-20")], "comprometida"),
        ([_evento("compromiso", "2026-11-09"), _evento("cumplido")], "compromiso_cumplido"),
        ([_evento("compromiso", "2026-11-09"), _evento("incumplido")], "compromiso_incumplido"),
        ([_evento("pospuesta", "2026-11-10")], "pospuesta"),
        ([_evento("pospuesta", "2026-11-09")], "sin_atender"),
        ([_evento("compromiso", "2026-11-30"), _evento("pospuesta", "2026-11-09")], "comprometida"),
        ([_evento("compromiso", "2026-11-09"), _evento("cumplido"), _evento("verificada")], "verificada"),
        ([_evento("verificada"), _evento("reabierta")], "sin_atender"),
    ],
)
def test_la_situacion_se_deriva_de_los_eventos(eventos: list[Evento], estado: str) -> None:
    assert situacion(eventos, HOY).estado == estado

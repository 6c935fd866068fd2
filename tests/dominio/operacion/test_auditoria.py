"""El rastro encadenado: quien lo edite o lo recorte queda a la vista, en SQLite y en PostgreSQL de verdad."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest
import sqlalchemy as sa

from dominio.configuracion import RAIZ
from dominio.operacion import alertas, auditoria, base
from dominio.operacion.auditoria import ACTOS, CABEZA, Ancla


@pytest.fixture
def motor(url_vacia: str) -> Iterator[sa.Engine]:
    """Una base vacía con cuatro actos."""
    abierto = base.motor(url_vacia)
    for n in range(1, 5):
        auditoria.anotar(abierto, f"Enlace {n}", "captura:entrega", f"CAP-{n:06d}", {"area": "DGO", "n": n})
    yield abierto
    abierto.dispose()


def _hacer(motor: sa.Engine, orden: sa.Executable) -> None:
    with motor.begin() as conexion:
        conexion.execute(orden)


def test_cada_acto_lleva_la_huella_del_anterior(motor: sa.Engine) -> None:
    actos = auditoria.leer(motor)
    assert [a.secuencia for a in actos] == [1, 2, 3, 4]
    assert [a.previa for a in actos] == [auditoria.INICIO, *(a.huella for a in actos[:-1])]
    assert (actos[0].quien, actos[0].accion, actos[0].objeto, actos[0].detalle) == (
        "Enlace 1", "captura:entrega", "CAP-000001", '{"area": "DGO", "n": 1}')  # fmt: skip
    assert auditoria.verificar(motor) is None
    assert auditoria.ancla(motor) == Ancla(4, actos[3].huella)
    assert [a.secuencia for a in auditoria.leer(motor, limite=2)] == [3, 4]


@pytest.mark.parametrize(
    ("orden", "donde", "motivo"),
    [
        (ACTOS.update().where(ACTOS.c.secuencia == 2).values(quien="Otro"), 2, "su contenido cambió"),
        (ACTOS.update().where(ACTOS.c.secuencia == 3).values(momento="2020-01-01T00:00:00"), 3, "su contenido cambió"),
        (ACTOS.delete().where(ACTOS.c.secuencia == 2), 2, "falta el acto 2"),
        (ACTOS.delete().where(ACTOS.c.secuencia == 1), 1, "falta el acto 1"),
        (ACTOS.delete().where(ACTOS.c.secuencia >= 3), 3, "faltan actos al final"),
        (ACTOS.delete(), 1, "faltan actos al final"),
        (CABEZA.delete(), 5, "faltan actos al final"),
        (ACTOS.update().where(ACTOS.c.secuencia == 4).values(previa="f" * 64), 4, "no enlaza"),
        (CABEZA.update().values(huella="f" * 64), 4, "la cabeza no es la de ese acto"),
        (CABEZA.update().values(secuencia=3), 5, "la cabeza dice 3 y el último que hay es 4"),
    ],
    ids=["editar", "fecha", "borrar-en-medio", "borrar-el-primero", "recortar", "vaciar", "sin-cabeza", "enlace",
         "cabeza", "agregar-por-fuera"],
)  # fmt: skip
def test_g13_editar_o_borrar_se_halla_y_se_dice_donde(
    motor: sa.Engine, orden: sa.Executable, donde: int, motivo: str
) -> None:
    _hacer(motor, orden)
    rota = auditoria.verificar(motor)
    assert rota is not None
    assert (rota.secuencia, motivo in rota.motivo) == (donde, True)


def test_rehacer_la_cadena_entera_se_nota_con_el_ancla_de_un_respaldo(motor: sa.Engine) -> None:
    guardada = auditoria.ancla(motor)
    _hacer(motor, ACTOS.delete())
    _hacer(motor, CABEZA.update().values(secuencia=0, huella=auditoria.INICIO))
    for n in range(1, 6):
        auditoria.anotar(motor, "Otro", "captura:entrega", f"CAP-{n:06d}")
    assert auditoria.verificar(motor) is None
    rota = auditoria.verificar(motor, guardada)
    assert rota is not None
    assert (rota.secuencia, "se rehízo" in rota.motivo) == (4, True)
    assert auditoria.verificar(motor, Ancla(99, guardada.huella)) is not None


def test_muchos_a_la_vez_hacen_una_sola_cadena(url_vacia: str) -> None:
    num_hilos, por_hilo = 8, 10
    salida = threading.Barrier(num_hilos)

    def anotar(hilo: int) -> None:
        propio = base.motor(url_vacia)
        salida.wait()
        for vez in range(por_hilo):
            auditoria.anotar(propio, f"Persona {hilo}", "prueba", f"vez {vez}")
        propio.dispose()

    with ThreadPoolExecutor(num_hilos) as hilos:
        assert list(hilos.map(anotar, range(num_hilos))) == [None] * num_hilos
    motor = base.motor(url_vacia)
    assert [a.secuencia for a in auditoria.leer(motor)] == list(range(1, 81))
    assert len({a.previa for a in auditoria.leer(motor)}) == 80
    assert auditoria.verificar(motor) is None
    motor.dispose()


def test_un_acto_sobre_una_alerta_y_su_rastro_van_juntos(motor: sa.Engine, monkeypatch: pytest.MonkeyPatch) -> None:
    evento = alertas.Evento("A1|M-1", "compromiso", "Titular", "Cuadrilla", "Jefatura", date(2026, 11, 30), "clave-1")
    alertas.registrar(motor, evento)
    alertas.registrar(motor, evento)  # un doble clic: ni otro evento ni otro rastro
    ultimo = auditoria.leer(motor)[-1]
    assert (ultimo.secuencia, ultimo.quien, ultimo.accion, ultimo.objeto) == (
        5, "Titular", "alerta:compromiso", "A1|M-1")  # fmt: skip
    assert ultimo.detalle == '{"limite": "2026-11-30", "responsable": "Jefatura", "texto": "Cuadrilla"}'

    def falla(*_: object) -> None:
        raise RuntimeError("sin rastro")

    monkeypatch.setattr(auditoria, "anotar", falla)
    with pytest.raises(RuntimeError, match="sin rastro"):
        alertas.registrar(motor, alertas.Evento("A1|M-1", "atendida", "Titular"))
    assert len(alertas.leer(motor)) == 1


def test_el_texto_se_limpia_y_se_acorta(motor: sa.Engine) -> None:
    acto = auditoria.anotar(motor, "Enlace\x00\u202e\n", "prueba", "o" * 500, "d" * 5000)
    assert (acto.quien, len(acto.objeto), len(acto.detalle)) == ("Enlace", 200, 2000)
    assert auditoria.verificar(motor) is None


def test_la_orden_dice_donde_se_rompe(url_vacia: str) -> None:
    def orden() -> tuple[int, str]:
        hecha = subprocess.run(
            [sys.executable, "-m", "dominio.operacion", "verificar"], cwd=RAIZ, capture_output=True, text=True,
            check=False, env=os.environ | {"MIRADOR_BD": url_vacia}, timeout=60,
        )  # fmt: skip
        return hecha.returncode, hecha.stdout

    motor = base.motor(url_vacia)
    auditoria.anotar(motor, "Enlace", "prueba", "x")
    assert orden() == (0, f"Cadena íntegra: 1 actos; última huella {auditoria.ancla(motor).huella[:16]}.\n")
    _hacer(motor, ACTOS.update().values(objeto="y"))
    assert orden() == (1, "✗ La cadena se rompe en el acto 1: su contenido cambió después de anotarse.\n")
    motor.dispose()

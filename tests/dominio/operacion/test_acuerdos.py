"""Acuerdos de reunión: qué se exige, un doble clic es uno, y cómo va cada uno."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from datetime import date

import pytest

from dominio.operacion import auditoria, base
from dominio.operacion.acuerdos import AcuerdoInvalido, acuerdos, leer, registrar, validar

HOY = date(2026, 11, 10)
ALTA = {"accion": "acuerdo", "reunion": "2026-10", "texto": "Reponer luminarias", "responsable": "Servicios Urbanos",
        "fecha_limite": "2026-11-20", "autor": "Jefatura", "area_clave": "DESU", "evento_clave": "a" * 36}  # fmt: skip
CIERRE = {"accion": "cumplido", "reunion": "2026-10", "acuerdo_clave": "a" * 36, "autor": "Jefatura"}


@pytest.mark.parametrize(
    ("cambios", "mensaje"),
    [
        ({"accion": "otra"}, "No se reconoce"), ({"reunion": "2026-13"}, "No se reconoce"), ({"autor": " "}, "quién"),
        ({"texto": ""}, "Complete los tres"), ({"fecha_limite": ""}, "Complete los tres"),
        ({"fecha_limite": "20/11/2026"}, "no es una fecha"), ({"fecha_limite": "2026-11-09"}, "ya pasó"),
        ({"texto": "x" * 1001}, "pasa de 1000"), ({"accion": "cumplido"}, "cuál acuerdo"),
    ],
)  # fmt: skip
def test_lo_incompleto_se_rechaza(cambios, mensaje):
    with pytest.raises(AcuerdoInvalido, match=mensaje):
        validar(ALTA | cambios, HOY)


def test_se_toma_una_vez_y_se_cierra_una_vez(url_vacia):
    motor = base.motor(url_vacia)
    alta = validar(ALTA, HOY)
    assert [registrar(motor, alta).secuencia for _ in range(2)] == [1, 1]
    otro = registrar(motor, validar(ALTA | {"evento_clave": "b" * 36, "fecha_limite": "2026-11-12"}, HOY))
    cierre = registrar(motor, validar(CIERRE, HOY))
    with pytest.raises(AcuerdoInvalido, match="ya se cerró"):
        registrar(motor, validar(CIERRE | {"accion": "incumplido"}, HOY))
    with pytest.raises(AcuerdoInvalido, match="no existe"):
        registrar(motor, validar(CIERRE | {"acuerdo_clave": "z"}, HOY))
    assert (otro.secuencia, cierre.accion, len(leer(motor))) == (2, "cumplido", 3)
    eventos = leer(motor)
    motor.dispose()
    assert [(a.clave[0], a.estado, a.area_clave) for a in acuerdos(eventos, HOY)] == [
        ("a", "cumplido", "DESU"), ("b", "vigente", "DESU"),
    ]  # fmt: skip
    assert [a.estado for a in acuerdos(eventos, date(2026, 11, 13))] == ["cumplido", "vencido"]


def test_si_varios_lo_cierran_a_la_vez_vale_uno_y_queda_su_rastro(url_vacia):
    motor = base.motor(url_vacia)
    registrar(motor, validar(ALTA, HOY))
    personas = 6
    salida = threading.Barrier(personas)

    def cerrar(n: int) -> str:
        propio = base.motor(url_vacia)
        cierre = validar(CIERRE | {"accion": "incumplido" if n % 2 else "cumplido", "autor": f"Persona {n}"}, HOY)
        salida.wait()
        try:
            return registrar(propio, cierre).autor
        except AcuerdoInvalido:
            return "tarde"
        finally:
            propio.dispose()

    with ThreadPoolExecutor(personas) as hilos:
        hechos = list(hilos.map(cerrar, range(personas)))
    assert hechos.count("tarde") == personas - 1
    [cerrado] = [e for e in leer(motor) if e.accion != "acuerdo"]
    assert cerrado.autor in hechos
    rastro = [(a.quien, a.accion, a.objeto) for a in auditoria.leer(motor)]
    assert rastro == [
        ("Jefatura", "acuerdo:acuerdo", "a" * 36), (cerrado.autor, f"acuerdo:{cerrado.accion}", "a" * 36),
    ]  # fmt: skip
    assert auditoria.verificar(motor) is None
    motor.dispose()

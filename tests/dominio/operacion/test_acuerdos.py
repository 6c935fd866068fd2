"""Acuerdos de reunión: qué se exige, un doble clic es uno, y cómo va cada uno."""

from __future__ import annotations

from datetime import date

import pytest

from dominio.operacion import base
from dominio.operacion.acuerdos import AcuerdoInvalido, acuerdos, leer, registrar, validar
from tests.dominio.operacion.test_alertas import url

__all__ = ["url"]
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


def test_se_toma_una_vez_y_se_cierra_una_vez(url):
    base.preparar(url)
    motor = base.motor(url)
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

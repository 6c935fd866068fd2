"""La pena convencional de REGLAS §10, con valores hechos a mano."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import pytest

from dominio.contratos.pena import Clausula, Evento, calcular, si_se_entrega, tramos_de_atraso

D = Decimal
MONTO = D("1100000")
PARCIALIDAD = D("100000")
TOTAL = Clausula("monto_total", MONTO, D(1))
NO_PRESTADO = Clausula("no_prestado_sin_iva", MONTO, D(1))
VENCE = date(2026, 7, 13)
HOY = date(2026, 11, 10)


def _evento(dia: date, estado: str = "entregado", proporcion: str | None = None) -> Evento:
    return Evento(dia, estado, None if proporcion is None else D(proporcion))


CASOS = {
    "cinco días tarde": (VENCE, [_evento(date(2026, 7, 18))], 5, "55000.00", "5000.00"),
    "un día tarde es un día": (VENCE, [_evento(date(2026, 7, 14))], 1, "11000.00", "1000.00"),
    "el día comprometido no cuenta": (VENCE, [_evento(VENCE)], 0, "0.00", "0.00"),
    "antes de tiempo": (VENCE, [_evento(date(2026, 7, 1))], 0, "0.00", "0.00"),
    "no entregado aún": (date(2026, 11, 7), [], 3, "33000.00", "3000.00"),
    "vence hoy y no llega": (HOY, [], 0, "0.00", "0.00"),
    "todavía no vence": (date(2026, 11, 20), [], 0, "0.00", "0.00"),
    "parcial el día comprometido": (
        VENCE, [_evento(VENCE, "parcial", "0.6"), _evento(date(2026, 7, 16))], 3, "33000.00", "1200.00",
    ),
    "parcial ya con atraso": (
        VENCE, [_evento(date(2026, 7, 15), "parcial", "0.5"), _evento(date(2026, 7, 18))], 5, "55000.00", "3500.00",
    ),
    "parcial que sigue pendiente": (
        date(2026, 11, 7), [_evento(date(2026, 11, 9), "parcial", "0.75")], 3, "33000.00", "2250.00",
    ),
    "con observaciones vale completo": (
        VENCE, [_evento(date(2026, 7, 15), "aceptado_con_observaciones")], 2, "22000.00", "2000.00",
    ),
    "rechazado que regresa a 0.4 y se repone": (
        VENCE,
        [_evento(date(2026, 7, 10)), _evento(date(2026, 7, 15), "rechazado", "0.4"), _evento(date(2026, 7, 20))],
        5, "55000.00", "3000.00",
    ),
    "rechazado antes de vencer y repuesto antes": (
        VENCE,
        [_evento(date(2026, 7, 8)), _evento(date(2026, 7, 10), "rechazado", "0"), _evento(date(2026, 7, 13))],
        0, "0.00", "0.00",
    ),
    "tarde, rechazado y tarde otra vez": (
        VENCE,
        [_evento(date(2026, 7, 15)), _evento(date(2026, 7, 18), "rechazado", "0"), _evento(date(2026, 7, 21))],
        5, "55000.00", "5000.00",
    ),
    "rechazado sin proporción regresa a cero": (
        date(2026, 11, 5), [_evento(date(2026, 11, 5)), _evento(date(2026, 11, 7), "rechazado")], 3,
        "33000.00", "3000.00",
    ),
    "rechazado y repuesto el mismo día": (
        VENCE,
        [_evento(VENCE), _evento(date(2026, 7, 20), "rechazado", "0.2"), _evento(date(2026, 7, 20))],
        0, "0.00", "0.00",
    ),
    "fin de semana también cuenta": (date(2026, 7, 10), [_evento(date(2026, 7, 13))], 3, "33000.00", "3000.00"),
    "bisiesto": (date(2024, 2, 28), [_evento(date(2024, 3, 1))], 2, "22000.00", "2000.00"),
    "un evento futuro aún no cuenta": (date(2026, 11, 9), [_evento(date(2026, 11, 12))], 1, "11000.00", "1000.00"),
}  # fmt: skip


@pytest.mark.parametrize("nombre", CASOS)
def test_dias_e_importe(nombre: str) -> None:
    comprometida, eventos, dias, con_total, con_no_prestado = CASOS[nombre]
    total = calcular(comprometida, PARCIALIDAD, eventos, TOTAL, HOY)
    no_prestado = calcular(comprometida, PARCIALIDAD, eventos, NO_PRESTADO, HOY)
    assert (total.dias, no_prestado.dias) == (dias, dias)
    assert (total.importe, no_prestado.importe) == (D(con_total), D(con_no_prestado))


def test_sin_clausula_cuenta_dias_y_no_importe() -> None:
    pena = calcular(VENCE, PARCIALIDAD, [_evento(date(2026, 7, 18))], Clausula("sin_clausula", MONTO), HOY)
    assert (pena.dias, pena.importe) == (5, None)


def test_tope() -> None:
    clausula = Clausula("monto_total", MONTO, D(1), D(10))
    pena = calcular(date(2026, 10, 1), PARCIALIDAD, [], clausula, HOY)
    assert (pena.dias, pena.sin_tope, pena.importe) == (40, D("440000.00"), D("110000.00"))


def test_se_redondea_una_sola_vez() -> None:
    clausula = Clausula("no_prestado_sin_iva", D("1000"), D(1))
    eventos = [_evento(VENCE, "parcial", "0.55"), _evento(date(2026, 7, 16))]
    assert calcular(VENCE, D("33.33"), eventos, clausula, HOY).importe == D("0.45")


def test_centavo_y_medio_sube() -> None:
    clausula = Clausula("no_prestado_sin_iva", D("1000"), D(1))
    assert calcular(VENCE, D("0.50"), [_evento(date(2026, 7, 14))], clausula, HOY).importe == D("0.01")


def test_si_se_entrega_otro_dia() -> None:
    pena = si_se_entrega(date(2026, 11, 25), date(2026, 11, 20), PARCIALIDAD, [], TOTAL, HOY)
    assert (pena.dias, pena.importe) == (5, D("55000.00"))


def test_si_se_entrega_no_puede_ser_en_el_pasado() -> None:
    pena = si_se_entrega(date(2026, 11, 1), date(2026, 11, 7), PARCIALIDAD, [], NO_PRESTADO, HOY)
    assert (pena.dias, pena.importe) == (3, D("3000.00"))


def test_tramos_seguidos_con_la_misma_proporcion_son_uno() -> None:
    eventos = [_evento(date(2026, 7, 15), "parcial", "0.5"), _evento(date(2026, 7, 17), "parcial", "0.5")]
    tramos = tramos_de_atraso(VENCE, eventos, date(2026, 7, 20))
    assert [(t.num_dias, t.prestada) for t in tramos] == [(2, D(0)), (5, D("0.5"))]

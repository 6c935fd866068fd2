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
    "fin de mes": (date(2026, 4, 30), [_evento(date(2026, 5, 2))], 2, "22000.00", "2000.00"),
    "fin de año": (date(2025, 12, 31), [_evento(date(2026, 1, 3))], 3, "33000.00", "3000.00"),
    "febrero sin bisiesto": (date(2026, 2, 27), [_evento(date(2026, 3, 2))], 3, "33000.00", "3000.00"),
    "el 29 de febrero cuenta": (date(2024, 2, 29), [_evento(date(2024, 3, 2))], 2, "22000.00", "2000.00"),
    "inhábil también cuenta": (date(2026, 9, 15), [_evento(date(2026, 9, 17))], 2, "22000.00", "2000.00"),
    "vence en sábado y se entrega el lunes": (
        date(2026, 7, 11), [_evento(date(2026, 7, 13))], 2, "22000.00", "2000.00",
    ),
    "venció ayer y no llega": (date(2026, 11, 9), [], 1, "11000.00", "1000.00"),
    "se entrega hoy, con atraso": (date(2026, 11, 8), [_evento(HOY)], 2, "22000.00", "2000.00"),
    "se entrega hoy, el día que vence": (HOY, [_evento(HOY)], 0, "0.00", "0.00"),
    "parcial que crece": (
        VENCE,
        [_evento(date(2026, 7, 14), "parcial", "0.3"), _evento(date(2026, 7, 16), "parcial", "0.7"),
         _evento(date(2026, 7, 18))],
        5, "55000.00", "3000.00",
    ),
    "parcial que llega a uno": (
        VENCE, [_evento(VENCE, "parcial", "0.5"), _evento(date(2026, 7, 15), "parcial", "1")], 2, "22000.00", "1000.00",
    ),
    "parcial antes de vencer y nada más": (
        date(2026, 11, 6), [_evento(date(2026, 11, 2), "parcial", "0.9")], 4, "44000.00", "400.00",
    ),
    "aceptar después no agrega días": (
        VENCE, [_evento(date(2026, 7, 14)), _evento(date(2026, 7, 30), "aceptado")], 1, "11000.00", "1000.00",
    ),
    "con observaciones antes de vencer": (
        VENCE, [_evento(date(2026, 7, 9), "aceptado_con_observaciones")], 0, "0.00", "0.00",
    ),
    "rechazado después de aceptado": (
        VENCE,
        [_evento(VENCE), _evento(date(2026, 7, 16), "aceptado"), _evento(date(2026, 7, 20), "rechazado", "0.5"),
         _evento(date(2026, 7, 24))],
        4, "44000.00", "2000.00",
    ),
    "rechazado dos veces": (
        VENCE,
        [_evento(VENCE), _evento(date(2026, 7, 15), "rechazado", "0"), _evento(date(2026, 7, 17)),
         _evento(date(2026, 7, 20), "rechazado", "0.25"), _evento(date(2026, 7, 22))],
        4, "44000.00", "3500.00",
    ),
    "rechazado y sin reponer": (
        date(2026, 11, 3), [_evento(date(2026, 11, 2)), _evento(date(2026, 11, 6), "rechazado", "0.8")],
        4, "44000.00", "800.00",
    ),
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

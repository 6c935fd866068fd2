"""Reloj de servicio: bordes, fines de semana, inhábiles y propiedades."""

from __future__ import annotations

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dominio.difusion.reloj import Horario, segundos_de_servicio, vencimiento

MOMENTOS = st.datetimes(datetime(2026, 1, 1), datetime(2026, 12, 31)).map(lambda m: m.replace(microsecond=0))
INHABIL = Horario(inhabiles=frozenset({date(2026, 9, 16), date(2026, 11, 16)}))


@pytest.mark.parametrize(
    ("pedida", "vence"),
    [
        ("2026-11-20 20:30", "2026-11-23 10:00"),
        ("2026-11-19 20:30", "2026-11-20 10:00"),
        ("2026-11-20 19:30", "2026-11-20 21:00"),
        ("2026-11-20 08:59", "2026-11-20 10:30"),
        ("2026-11-20 09:00", "2026-11-20 10:30"),
        ("2026-11-20 20:59", "2026-11-23 10:29"),
        ("2026-11-20 21:00", "2026-11-23 10:30"),
        ("2026-11-21 12:00", "2026-11-23 10:30"),
        ("2026-11-22 23:59", "2026-11-23 10:30"),
        ("2026-04-05 01:30", "2026-04-06 10:30"),
    ],
)
def test_vencimiento(pedida: str, vence: str) -> None:
    assert vencimiento(datetime.fromisoformat(pedida), 90) == datetime.fromisoformat(vence)


def test_los_inhabiles_solo_descansan_si_se_pide() -> None:
    pedida = datetime(2026, 9, 15, 20, 30)
    assert vencimiento(pedida, 90) == datetime(2026, 9, 16, 10, 0)
    assert vencimiento(pedida, 90, INHABIL) == datetime(2026, 9, 17, 10, 0)


def test_fuera_de_servicio_no_corre() -> None:
    assert segundos_de_servicio(datetime(2026, 11, 20, 21, 0), datetime(2026, 11, 23, 9, 0)) == 0
    assert segundos_de_servicio(datetime(2026, 11, 20, 20, 59), datetime(2026, 11, 23, 9, 1)) == 120
    assert segundos_de_servicio(datetime(2026, 11, 23, 8, 0), datetime(2026, 11, 23, 22, 0)) == 12 * 3600
    assert segundos_de_servicio(datetime(2026, 11, 23, 10, 0), datetime(2026, 11, 23, 9, 0)) == 0


def test_un_plazo_sin_minutos_no_existe() -> None:
    with pytest.raises(ValueError, match="positivos"):
        vencimiento(datetime(2026, 11, 20, 9, 0), 0)


@given(MOMENTOS, st.integers(1, 5000), st.booleans())
def test_hasta_el_vencimiento_corren_justo_los_minutos(pedida: datetime, minutos: int, con_inhabiles: bool) -> None:
    horario = INHABIL if con_inhabiles else Horario()
    vence = vencimiento(pedida, minutos, horario)
    assert segundos_de_servicio(pedida, vence, horario) == minutos * 60
    assert horario.es_de_servicio(vence.date())
    assert horario.abre < vence.time() <= horario.cierra


@given(MOMENTOS, MOMENTOS, MOMENTOS)
def test_el_reloj_se_suma_y_nunca_retrocede(uno: datetime, dos: datetime, tres: datetime) -> None:
    a, b, c = sorted((uno, dos, tres))
    assert segundos_de_servicio(a, b) + segundos_de_servicio(b, c) == segundos_de_servicio(a, c)
    assert 0 <= segundos_de_servicio(a, b) <= int((b - a) / timedelta(seconds=1))

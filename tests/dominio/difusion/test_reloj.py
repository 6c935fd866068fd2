"""Reloj de servicio: bordes, fines de semana, inhábiles y propiedades."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dominio.configuracion import ZONA_HORARIA
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


BORDES = (time(8, 59), time(9), time(20, 59), time(21))
DIAS = st.dates(date(2026, 1, 1), date(2026, 12, 31))


def _siguiente(dia: date, horario: Horario) -> date:
    dia += timedelta(days=1)
    while not horario.es_de_servicio(dia):
        dia += timedelta(days=1)
    return dia


@given(DIAS, st.sampled_from(BORDES), st.booleans())
def test_los_bordes_de_cualquier_dia(dia: date, hora: time, con_inhabiles: bool) -> None:
    """8:59 y 9:00 vencen 10:30 del mismo día; 20:59, 10:29 del siguiente de servicio; 21:00, 10:30 del siguiente."""
    horario = INHABIL if con_inhabiles else Horario()
    vence = vencimiento(datetime.combine(dia, hora), 90, horario)
    if not horario.es_de_servicio(dia) or hora == time(21):
        assert vence == datetime.combine(_siguiente(dia, horario), time(10, 30))
    elif hora == time(20, 59):
        assert vence == datetime.combine(_siguiente(dia, horario), time(10, 29))
    else:
        assert vence == datetime.combine(dia, time(10, 30))


@given(DIAS)
def test_un_dia_de_servicio_tiene_doce_horas_todo_el_anio(dia: date) -> None:
    """La Ciudad de México ya no cambia de horario: ningún domingo de abril o de octubre quita ni pone una hora."""
    medianoche = datetime.combine(dia, time())
    esperadas = 12 * 3600 if Horario().es_de_servicio(dia) else 0
    assert segundos_de_servicio(medianoche, medianoche + timedelta(days=1)) == esperadas
    assert medianoche.replace(tzinfo=ZONA_HORARIA).utcoffset() == timedelta(hours=-6)

"""El formato de la casa: cada renglón es un caso que una persona reconoce."""

from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from portal import formato

DURO = "\u00a0"


@pytest.mark.parametrize(
    ("valor", "decimales", "esperado"),
    [
        (1234567, None, "1,234,567"),
        (1234.5, None, "1,234.5"),
        (1234.50, 2, "1,234.50"),
        (-3.456, 1, "−3.5"),
        (-0.04, 1, "0.0"),
        (0, None, "0"),
        (0.125, 2, "0.13"),
        (Decimal("2.675"), 2, "2.68"),
        (None, None, "sin dato"),
        (float("nan"), None, "sin dato"),
        (float("inf"), 2, "sin dato"),
        (True, None, "sin dato"),
    ],
)
def test_numero(valor: float | None, decimales: int | None, esperado: str) -> None:
    assert formato.numero(valor, decimales) == esperado


def test_porcentajes_y_puntos() -> None:
    assert formato.porcentaje(91.24) == f"91.2{DURO}%"
    assert formato.porcentaje(91.25) == f"91.3{DURO}%"
    assert formato.porcentaje(-5) == f"−5.0{DURO}%"
    assert formato.porcentaje(None) == "sin dato"
    assert formato.proporcion(0.942) == f"94.2{DURO}%"
    assert formato.puntos(-0.9) == f"−0.9{DURO}puntos"
    assert formato.puntos(0.3) == f"+0.3{DURO}puntos"
    assert formato.puntos(0.04) == f"0.0{DURO}puntos"
    assert formato.con_margen(58.4, 4.6) == f"58.4{DURO}%{DURO}±{DURO}4.6"


def test_dinero() -> None:
    assert formato.pesos(2400) == f"2,400{DURO}pesos"
    assert formato.pesos(Decimal("2400.50")) == f"2,400.50{DURO}pesos"
    assert formato.pesos(3_590_000) == f"3.59{DURO}millones de pesos"
    assert formato.pesos(-1_000_000) == f"−1.00{DURO}millón de pesos"
    assert formato.pesos(1) == f"1{DURO}peso"
    assert formato.pesos(None) == "sin dato"
    assert formato.importe(Decimal("1234567.89"), 2) == "1,234,567.89"


def test_intervalos() -> None:
    assert formato.intervalo(128400, 238100) == "128,400 a 238,100"
    assert formato.intervalo(5, 5) == "5"
    assert formato.intervalo(None, 90) == "hasta 90"
    assert formato.intervalo(None, None) == "sin dato"


def test_fechas() -> None:
    assert formato.fecha(date(2026, 10, 31)) == "31 oct 2026"
    assert formato.fecha("2026-10-31") == "31 oct 2026"
    assert formato.fecha_con_dia(date(2026, 11, 20)) == "viernes 20 nov"
    assert formato.periodo("2026-10") == "Octubre 2026"
    assert formato.periodo_clave(date(2026, 1, 1)) == "2026-01"
    assert formato.mes_corto(date(2026, 9, 1)) == "sep"
    assert formato.fecha(None) == "sin dato"
    assert formato.fecha("no es fecha") == "sin dato"


def test_momento_en_hora_de_la_ciudad() -> None:
    assert formato.momento(datetime(2026, 11, 17, 12, 12)) == "17 nov 2026 a las 06:12"
    assert formato.momento(datetime(2026, 7, 1, 3, 0, tzinfo=UTC)) == "30 jun 2026 a las 21:00"
    assert formato.momento("2026-11-17T12:12:00+00:00") == "17 nov 2026 a las 06:12"


def test_palabras() -> None:
    assert formato.cuenta(1, "meta", "metas") == "1 meta"
    assert formato.cuenta(1024, "meta", "metas") == "1,024 metas"
    assert formato.en_palabras(5) == "cinco"
    assert formato.en_palabras(12) == "12"
    assert formato.lista(["a", "b", "c"]) == "a, b y c"
    assert formato.lista(["Obras", "Innovación"]) == "Obras e Innovación"
    assert formato.con_unidad(58.1, "%") == f"58.1{DURO}%"
    assert formato.con_unidad(1200, "luminarias") == f"1,200{DURO}luminarias"
    assert formato.bytes_legibles(4096) == f"4.0{DURO}KB"

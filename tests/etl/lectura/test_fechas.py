from datetime import date, datetime

import pytest

from etl.lectura.fechas import FechaIlegible, a_fecha, a_momento, a_periodo


@pytest.mark.parametrize(
    ("celda", "esperada"),
    [
        (None, None),
        ("", None),
        ("03/04/2026", date(2026, 4, 3)),
        ("2026-04-03", date(2026, 4, 3)),
        ("2026-04-03 10:00:00", date(2026, 4, 3)),
        (datetime(2026, 4, 3, 9), date(2026, 4, 3)),
    ],
)
def test_dia_mes_anio_por_contrato(celda, esperada):
    assert a_fecha(celda) == esperada


@pytest.mark.parametrize("celda", ["31/02/2026", "04/25/2026", 45000, 45000.0, "2206-01-01", "ayer", "3 de abril"])
def test_lo_imposible_o_ambiguo_se_rechaza(celda):
    with pytest.raises(FechaIlegible):
        a_fecha(celda)


@pytest.mark.parametrize("celda", ["2026-02", "2026-2", "2026-02-17", datetime(2026, 2, 9), "09/02/2026"])
def test_periodo_es_el_primer_dia_del_mes(celda):
    assert a_periodo(celda) == date(2026, 2, 1)


def test_mes_trece_no_existe():
    with pytest.raises(FechaIlegible):
        a_periodo("2026-13")


@pytest.mark.parametrize(
    ("celda", "dicho"), [(202606.0, "«202606» no es un mes"), ("junio 2026", "«junio 2026» no es")]
)
def test_el_mensaje_dice_lo_que_se_ve_en_la_celda(celda, dicho):
    with pytest.raises(FechaIlegible, match=dicho):
        a_periodo(celda)


def test_momento_conserva_la_hora():
    assert a_momento("2026-03-02 20:30") == datetime(2026, 3, 2, 20, 30)
    assert a_momento(date(2026, 3, 2)) == datetime(2026, 3, 2)

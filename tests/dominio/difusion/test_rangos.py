"""El alcance de un rango con cifras a mano: exacto, por días, por ventanas y con personas nuevas."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dominio.difusion.rangos import SIN_OBSERVACION, Dias, Intervalo, Ventana, alcance_en, juntar

INICIO, FIN = date(2026, 10, 1), date(2026, 10, 31)
"""Diez personas por día y cien impresiones: la cota por días de n días es 10 n."""


def dia(n: int) -> date:
    return date(2026, 10, n)


def dias(desde: int, hasta: int, mayor: int | None = 10) -> Dias:
    return Dias(10 * (desde - 1), 10 * hasta, mayor, 100 * (hasta - desde + 1))


def ventana(desde: int, hasta: int, personas: int | None, *, origen: str = "ventana", maximo: int | None = None,
            reportada: bool = True) -> Ventana:  # fmt: skip
    impresiones = 100 * (hasta - desde + 1)
    return Ventana(dia(desde), dia(hasta), personas, personas if maximo is None else maximo, reportada, origen,
                   impresiones, impresiones, 10 * (desde - 1), 10 * hasta)  # fmt: skip


def test_lo_que_la_plataforma_reporto_es_exacto() -> None:
    hallado = alcance_en(dia(5), dia(11), dias(5, 11), [ventana(5, 11, 33), ventana(1, 31, 80)])
    assert (hallado.minimo, hallado.maximo, hallado.metodo, hallado.impresiones) == (33, 33, "plataforma", 700)


def test_sin_ventanas_se_acota_por_dias() -> None:
    hallado = alcance_en(dia(5), dia(7), dias(5, 7), [])
    assert (hallado.minimo, hallado.maximo, hallado.metodo) == (10, 30, "intervalo")
    assert hallado.tramos == {"dia": 3}
    assert hallado.frecuencia() == (300 / 30, 300 / 10)


def test_se_encadenan_dias_y_ventanas() -> None:
    # 3 días + una semana de 33 + 2 días = 83 < 120 por días; el mes que lo contiene daba 90
    ventanas = [ventana(5, 11, 33), ventana(1, 31, 90, origen="mes")]
    hallado = alcance_en(dia(2), dia(13), dias(2, 13), ventanas)
    assert (hallado.minimo, hallado.maximo) == (33, 83)
    assert hallado.tramos == {"dia": 5, "ventana": 1}


def test_lo_que_contiene_al_rango_tambien_lo_acota() -> None:
    hallado = alcance_en(dia(2), dia(29), dias(2, 29), [ventana(1, 31, 90, origen="mes")])
    assert (hallado.minimo, hallado.maximo, hallado.tramos) == (10, 90, {"mes": 1})


def test_una_ventana_que_sobresale_cubre_su_parte() -> None:
    hallado = alcance_en(dia(8), dia(20), dias(8, 20), [ventana(1, 15, 40), ventana(16, 31, 45)])
    assert (hallado.maximo, hallado.tramos) == (85, {"ventana": 2})


def test_entre_ventanas_acumuladas_hay_personas_nuevas() -> None:
    # serie real: 123,363 → 222,533 → 244,484 desde un mismo inicio
    serie = [replace(ventana(1, fin, personas), impresiones=10**6) for fin, personas in
             ((10, 123_363), (20, 222_533), (30, 244_484))]  # fmt: skip
    de_mas = Dias(0, 900_000, 10, 900_000)
    segunda = alcance_en(dia(11), dia(20), de_mas, serie)
    assert segunda.minimo == 222_533 - 123_363 == 99_170
    assert segunda.maximo == 222_533
    tercera = alcance_en(dia(21), dia(30), de_mas, serie)
    assert tercera.minimo == 244_484 - 222_533 == 21_951


def test_un_mes_sin_detalle_diario_no_se_parte_por_dias() -> None:
    mes = replace(ventana(1, 31, None, origen="mes", maximo=500, reportada=False), impresiones=9_000,
                  impresiones_diarias=0, cota_antes=0, cota_hasta=0)  # fmt: skip
    hallado = alcance_en(dia(5), dia(9), Dias(), [mes])
    assert (hallado.minimo, hallado.maximo, hallado.metodo, hallado.impresiones) == (
        None,
        None,
        "sin_observacion",
        None,
    )
    medido = alcance_en(dia(5), dia(9), Dias(), [replace(mes, minimo=200)])
    assert (medido.minimo, medido.maximo, medido.metodo) == (None, 500, "solo_tope")
    entero = alcance_en(INICIO, FIN, Dias(), [replace(mes, minimo=200)])
    assert (entero.minimo, entero.maximo, entero.impresiones) == (200, 500, 9_000)


def test_fuera_de_las_fechas_que_corrio_sigue_siendo_exacto() -> None:
    # corrió del 5 al 11: pedir del 1 al 20 es lo mismo
    corrida = ventana(5, 11, 33)
    mes = replace(ventana(1, 31, 33, origen="mes"), impresiones=700, impresiones_diarias=700, cota_antes=0,
                  cota_hasta=70)  # fmt: skip
    hallado = alcance_en(dia(1), dia(20), Dias(0, 70, 10, 700), [corrida, mes])
    assert (hallado.minimo, hallado.maximo, hallado.metodo) == (33, 33, "plataforma")


def test_nadie_alcanza_mas_personas_que_impresiones() -> None:
    hallado = alcance_en(dia(5), dia(6), Dias(0, 500, 40, 90), [])
    assert (hallado.minimo, hallado.maximo, hallado.tramos) == (40, 90, {"impresiones": 1})


def test_archivos_que_se_contradicen_no_cruzan_el_intervalo() -> None:
    hallado = alcance_en(dia(5), dia(7), dias(5, 7, mayor=300), [])
    assert (hallado.minimo, hallado.maximo) == (300, 300)


def test_la_union_va_de_la_mayor_a_la_cota_de_todas() -> None:
    partes = [Intervalo(100, 120, "intervalo", 500), Intervalo(80, 80, "plataforma", 300)]
    assert (juntar(partes).minimo, juntar(partes).maximo, juntar(partes).impresiones) == (100, 200, 800)
    assert juntar(partes, tope=150).maximo == 150
    assert juntar([*partes, SIN_OBSERVACION]).metodo == "solo_piso"
    assert juntar([]) == SIN_OBSERVACION
    assert juntar([partes[1]]).metodo == "plataforma"


@pytest.mark.parametrize("metodo", ["plataforma", "intervalo"])
def test_la_frecuencia_es_nula_sin_alcance(metodo: str) -> None:
    assert Intervalo(None, None, metodo, 10).frecuencia() is None
    assert Intervalo(0, 0, metodo, 10).frecuencia() is None


VENTANAS = st.lists(
    st.tuples(st.integers(1, 31), st.integers(0, 15), st.integers(10, 300)).map(
        lambda v: ventana(v[0], min(31, v[0] + v[1]), v[2], reportada=False)
    ),
    max_size=6,
)


@given(st.integers(1, 31), st.integers(0, 30), VENTANAS, VENTANAS)
def test_el_intervalo_no_se_cruza_y_otra_ventana_no_lo_ensancha(
    desde: int, largo: int, conocidas: list[Ventana], otras: list[Ventana]
) -> None:
    hasta = min(31, desde + largo)
    antes = alcance_en(dia(desde), dia(hasta), dias(desde, hasta), conocidas)
    ahora = alcance_en(dia(desde), dia(hasta), dias(desde, hasta), [*conocidas, *otras])
    for hallado in (antes, ahora):
        assert hallado.minimo is not None and hallado.maximo is not None and hallado.minimo <= hallado.maximo
    assert ahora.minimo is not None and antes.minimo is not None and ahora.minimo >= antes.minimo
    # si las ventanas inventadas se contradicen, manda lo observado: el tope nunca baja de la cota inferior
    assert ahora.maximo is not None and antes.maximo is not None
    assert ahora.maximo <= max(antes.maximo, ahora.minimo)

"""La proyección a diciembre: valores a mano y propiedades."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dominio.seguimiento.proyeccion import Corte, proyectar, ritmo_requerido

TRES = [Corte(100, 80), Corte(200, 190), Corte(300, 270)]


def test_valores_a_mano() -> None:
    """Ritmo 0.9 sobre 1200. Desvíos: 110-80, 95-80, 80-95 por cada 100 programadas → −0.15 a +0.30."""
    p = proyectar(TRES, 1200)
    assert p is not None
    assert (p.cierre, p.num_meses, p.num_pruebas) == (1080, 3, 2)
    assert (p.bajo, p.alto) == pytest.approx((1080 - 900 * 0.15, 1080 + 900 * 0.30))
    # desde enero anunciaba 240, desde febrero 285; fueron 270
    assert p.error_medio == pytest.approx((100 * 30 / 270 + 100 * 15 / 270) / 2)


def test_con_menos_de_tres_meses_o_sin_programa_no_hay_proyeccion() -> None:
    assert proyectar(TRES[:2], 1200) is None
    assert proyectar([], 1200) is None
    assert proyectar([Corte(0, 1), Corte(0, 2), Corte(0, 3)], 10) is None
    assert proyectar([Corte(5, 1), Corte(5, 2), Corte(5, 3)], 10) is None


def test_en_diciembre_no_queda_incertidumbre() -> None:
    p = proyectar(TRES, 300)
    assert p is not None
    assert (p.bajo, p.cierre, p.alto) == (270, 270, 270)


def test_lo_ya_realizado_es_piso_y_el_cero_no_divide() -> None:
    p = proyectar([Corte(10, 10), Corte(20, 10), Corte(30, 10)], 120)
    assert p is not None
    assert (p.bajo, p.cierre, p.alto) == (10, 40, 40)
    ceros = proyectar([Corte(10, 0), Corte(20, 0), Corte(30, 0)], 120)
    assert ceros is not None
    assert (ceros.cierre, ceros.error_medio, ceros.num_pruebas) == (0, None, 0)


@pytest.mark.parametrize(
    ("falta", "meses", "esperado"), [(120, 4, 30), (0, 4, 0), (-5, 0, 0), (120, 0, None), (1, 3, 1 / 3)]
)
def test_ritmo_requerido(falta: float, meses: int, esperado: float | None) -> None:
    assert ritmo_requerido(falta, meses) == esperado


_PASOS = st.lists(st.tuples(st.integers(1, 1000), st.integers(0, 1000)), min_size=3, max_size=12)


def _acumular(pasos: list[tuple[int, int]]) -> list[Corte]:
    return [Corte(sum(p for p, _ in pasos[: i + 1]), sum(r for _, r in pasos[: i + 1])) for i in range(len(pasos))]


@given(_PASOS, st.integers(1, 50_000))
def test_el_intervalo_contiene_al_cierre_y_respeta_el_piso(pasos: list[tuple[int, int]], anual: int) -> None:
    cortes = _acumular(pasos)
    p = proyectar(cortes, anual)
    assert p is not None
    assert p.bajo <= p.cierre <= p.alto
    assert p.bajo >= min(p.cierre, cortes[-1].realizado)


@given(st.integers(3, 12), st.integers(1, 500), st.floats(0.1, 2))
def test_a_ritmo_constante_el_error_es_cero(meses: int, paso: int, ritmo: float) -> None:
    cortes = [Corte(paso * (i + 1), paso * (i + 1) * ritmo) for i in range(meses)]
    p = proyectar(cortes, paso * 12)
    assert p is not None
    assert p.cierre == pytest.approx(paso * 12 * ritmo)
    assert (p.bajo, p.alto) == pytest.approx((p.cierre, p.cierre))
    assert p.error_medio == pytest.approx(0, abs=1e-6)


@given(_PASOS, st.integers(1, 50_000), st.integers(2, 50))
def test_cambiar_de_unidad_solo_cambia_de_unidad(pasos: list[tuple[int, int]], anual: int, veces: int) -> None:
    chica = proyectar(_acumular(pasos), anual)
    grande = proyectar(_acumular([(p * veces, r * veces) for p, r in pasos]), anual * veces)
    assert chica is not None
    assert grande is not None
    assert grande.cierre == pytest.approx(chica.cierre * veces)
    assert grande.alto == pytest.approx(chica.alto * veces)
    assert (grande.error_medio or 0) == pytest.approx(chica.error_medio or 0)

"""Polígonos en grados → trazos: norte arriba, proporciones reales y la cifra adentro."""

from __future__ import annotations

import math

import pytest

from dominio.encuestas.mapa import ANCHO, dibujar

CUADRO = [(-99.20, 19.40), (-99.18, 19.40), (-99.18, 19.42), (-99.20, 19.42), (-99.20, 19.40)]
VECINO = [(-99.18, 19.40), (-99.16, 19.40), (-99.16, 19.42), (-99.18, 19.42), (-99.18, 19.40)]


def test_norte_arriba_oeste_a_la_izquierda_y_misma_escala_en_los_dos_ejes() -> None:
    mapa = dibujar({"a": [[CUADRO]], "b": [[VECINO]]})
    assert mapa.ancho == ANCHO
    assert mapa.alto == pytest.approx(ANCHO / (2 * math.cos(math.radians(19.41))), abs=0.1)
    assert mapa.trazos["a"].x == 250 and mapa.trazos["b"].x == 750
    assert mapa.trazos["a"].y == pytest.approx(mapa.alto / 2, abs=0.1)
    assert mapa.trazos["a"].orden == f"M0 {mapa.alto:.1f}L500 {mapa.alto:.1f}L500 0L0 0Z"


def test_la_cifra_de_una_colonia_en_herradura_cae_adentro() -> None:
    herradura = [(-99.20, 19.40), (-99.10, 19.40), (-99.10, 19.50), (-99.12, 19.50), (-99.12, 19.42),
                 (-99.18, 19.42), (-99.18, 19.50), (-99.20, 19.50), (-99.20, 19.40)]  # fmt: skip
    trazo = dibujar({"a": [[herradura]]}).trazos["a"]
    assert trazo.x < 200 or trazo.x > 800


@pytest.mark.parametrize("colonias", [{}, {"a": [[[(-99.2, 19.4)] * 4]]}])
def test_sin_superficie_no_hay_mapa(colonias: dict) -> None:
    with pytest.raises(ValueError):
        dibujar(colonias)

"""REGLAS §9, frontera por frontera."""

from __future__ import annotations

import pytest

from dominio.encuestas.precision import dictaminar


@pytest.mark.parametrize(
    ("n", "efectiva", "grados", "ancho", "esperada"),
    [
        (400, 300.0, 50, 0.10, "confiable"),
        (100, 90.0, 50, 0.20, "confiable"),
        (99, 90.0, 50, 0.20, "base_pequena"),
        (30, 30.0, 8, 0.2999, "base_pequena"),
        (29, 29.0, 50, 0.20, "suprimido"),
        (400, 29.99, 50, 0.10, "suprimido"),
        (400, 300.0, 7, 0.10, "suprimido"),
        (400, 300.0, 50, 0.30, "suprimido"),
        (0, 0.0, 0, None, "suprimido"),
        (400, None, 50, 0.10, "suprimido"),
    ],
)
def test_dictamen(n: int, efectiva: float | None, grados: int, ancho: float | None, esperada: str) -> None:
    dictamen = dictaminar(num_base=n, n_efectiva=efectiva, grados_libertad=grados, ancho=ancho)
    assert dictamen.precision == esperada
    assert (dictamen.motivo is not None) == (esperada == "suprimido")


def test_no_probabilistica_solo_mira_el_tamano() -> None:
    comun = {"grados_libertad": None, "ancho": None, "es_probabilistica": False}
    assert dictaminar(num_base=200, n_efectiva=150.0, **comun).precision == "sin_margen"  # type: ignore[arg-type]
    assert dictaminar(num_base=40, n_efectiva=20.0, **comun).precision == "suprimido"  # type: ignore[arg-type]

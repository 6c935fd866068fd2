"""Dos áreas lado a lado y el mismo mes del año previo: lo que se dice, con valores."""

from __future__ import annotations

import pytest

from portal.paginas.seguimiento.tableros import celdas
from portal.paginas.seguimiento.tableros.lado_a_lado import titulo

DURO = "\u00a0"


@pytest.mark.parametrize(
    ("una", "otra", "esperado"),
    [
        (91.24, 84.11, "Obras va 7.1 puntos arriba de Parques"),
        (84.11, 91.24, "Parques va 7.1 puntos arriba de Obras"),
        (90.04, 90.01, "Obras y Parques van igual: 90.0 %"),
        (None, 90.0, "Obras no tiene metas evaluadas: no hay con qué comparar"),
        (90.0, None, "Parques no tiene metas evaluadas: no hay con qué comparar"),
    ],
)
def test_el_titulo_dice_quien_va_arriba_y_por_cuanto(una, otra, esperado):
    dicho = titulo({"area_corta": "Obras", "cumplimiento": una}, {"area_corta": "Parques", "cumplimiento": otra})
    assert dicho.replace(DURO, " ") == esperado


def test_contra_el_mismo_mes_del_anio_previo():
    dicho = celdas.contra_anio_previo({"cumplimiento": 91.26, "cumplimiento_anio_previo": 88.0})
    assert "3.3" in str(dicho)
    assert "—" in str(celdas.contra_anio_previo({"cumplimiento": 91.2, "cumplimiento_anio_previo": None}))

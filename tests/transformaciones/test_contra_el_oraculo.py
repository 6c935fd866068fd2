"""El SQL contra una implementación independiente, sobre programas al azar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.oraculo_seguimiento import calcular
from tests.transformaciones.comparacion import avance_publicado, diferencias
from tests.transformaciones.conftest import Constructor
from tests.transformaciones.programa_al_azar import generar

CLASES = {"CUMPLIDA", "BUEN_DESEMPENO", "REGULAR", "DEFICIENTE", "SIN_CAPTURA", "NO_EVALUABLE", "NO_PROGRAMADA"}


@pytest.mark.parametrize("hoy", [date(2026, 10, 20), date(2027, 1, 14)], ids=str)
def test_el_mart_coincide_con_el_oraculo(hoy: date, tmp_path: Path, construir: Constructor) -> None:
    """Dos ejercicios con las mismas claves de meta: ninguno se mete en las cifras del otro."""
    generar(tmp_path, hoy.toordinal(), hoy, num_metas=40, ejercicio=2025)
    generar(tmp_path, hoy.month, hoy, num_metas=140, ejercicio=2026)
    esperado = calcular(tmp_path, hoy)
    hallado = avance_publicado(construir(tmp_path, hoy))
    assert len(esperado) == (40 + 140) * 12
    assert {r["clase"] for r in esperado.values()} >= CLASES
    assert diferencias(esperado, hallado)[:20] == []

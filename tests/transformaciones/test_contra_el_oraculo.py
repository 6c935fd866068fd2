"""El SQL contra una implementación independiente, sobre programas al azar."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from tests.oraculo_seguimiento import calcular
from tests.transformaciones.comparacion import avance_publicado, diferencias
from tests.transformaciones.conftest import Constructor
from tests.transformaciones.programa_al_azar import generar


@pytest.mark.parametrize(("semilla", "hoy"), [(1, date(2026, 10, 20)), (2, date(2027, 1, 14)), (3, date(2026, 4, 7))])
def test_el_mart_coincide_con_el_oraculo(semilla: int, hoy: date, tmp_path: Path, construir: Constructor) -> None:
    generar(tmp_path, semilla, hoy, num_metas=160)
    esperado = calcular(tmp_path, hoy)
    hallado = avance_publicado(construir(tmp_path, hoy))
    assert len(esperado) == 160 * 12
    assert diferencias(esperado, hallado)[:20] == []

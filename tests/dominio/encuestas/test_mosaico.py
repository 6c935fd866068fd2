"""El mosaico es determinista, no encima colonias y es el que lleva el catálogo sembrado."""

from __future__ import annotations

import csv

import pytest

from dominio.configuracion import RAIZ
from dominio.encuestas.mosaico import COLUMNAS, FILAS, acomodar


def _colonias() -> list[dict[str, str]]:
    with (RAIZ / "transformaciones_dbt" / "seeds" / "colonias.csv").open(encoding="utf-8", newline="") as archivo:
        return list(csv.DictReader(archivo))


def test_el_catalogo_lleva_las_casillas_calculadas() -> None:
    colonias = _colonias()
    casillas = acomodar([(float(c["lon"]), float(c["lat"])) for c in colonias])
    assert casillas == [(int(c["mosaico_fila"]), int(c["mosaico_columna"])) for c in colonias]
    assert len(set(casillas)) == len(colonias) == 89
    assert all(1 <= f <= FILAS and 1 <= c <= COLUMNAS for f, c in casillas)


def test_conserva_norte_sur_y_oriente_poniente() -> None:
    assert acomodar([(0, 1), (1, 1), (0, 0), (1, 0)], filas=2, columnas=2) == [(1, 1), (1, 2), (2, 1), (2, 2)]


def test_mas_colonias_que_casillas() -> None:
    with pytest.raises(ValueError, match="más colonias"):
        acomodar([(0, 0), (1, 1)], filas=1, columnas=1)


def test_las_zonas_del_lector_son_las_del_catalogo() -> None:
    from etl.fuentes.encuestas.catalogo import zona_por_colonia

    assert zona_por_colonia() == {c["colonia_clave"]: c["zona"] for c in _colonias()}

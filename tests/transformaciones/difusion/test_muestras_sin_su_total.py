"""A cada muestra real que trae el alcance sin duplicar se le quita ese total: las cotas de lo demás lo contienen."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from portal.paginas.difusion.rango import alcances
from portal.paginas.difusion.rango.consultas import DIAS, VENTANAS
from tests.etl.fuentes.exportaciones import como_libro, leer
from tests.muestras import CARPETA, muestra
from tests.transformaciones.difusion.conftest import Difusion
from tests.transformaciones.difusion.hechos import Entregas

CON_TOTAL = {"compusom": 199_781}
"""Muestra de Meta → alcance que declara su renglón de total."""


def test_estas_son_todas_las_muestras_con_alcance_en_su_total() -> None:
    if not CARPETA.is_dir():
        pytest.skip("no está la carpeta de muestras")
    con_alcance = {}
    for fuente, carpeta in (("meta_ads", "meta"), ("google_ads", "google")):
        for ruta in sorted((CARPETA / carpeta).iterdir()):
            for total in leer(fuente, ruta).renglones["totales"]:
                if total.get("alcance"):
                    con_alcance[ruta.name.split("_")[0]] = total["alcance"]
    assert con_alcance == CON_TOTAL


def _sin_total(origen: Path, destino: Path) -> None:
    """El mismo libro sin su primer renglón de datos, que es el total."""
    encabezado, total, *filas = openpyxl.load_workbook(origen).active.iter_rows(values_only=True)
    assert not total[encabezado.index("Nombre de la campaña")]
    como_libro(destino, [encabezado, *filas])


@pytest.fixture(scope="module")
def sin_total(difusion: Difusion, tmp_path_factory: pytest.TempPathFactory) -> Any:
    entregas = Entregas(tmp_path_factory.mktemp("sin_total"))
    _sin_total(muestra("meta", "compusom"), entregas.carpeta("meta_ads") / "compusom.xlsx")
    entregas.correr()
    modelos = ("fct_alcance_intervalos", "mart_difusion__alcance_dias", "mart_difusion__alcance_ventanas")
    with entregas.montados(difusion, *modelos) as conexion:
        yield conexion


def test_el_intervalo_de_la_plataforma_contiene_el_total_que_se_quito(sin_total: Any) -> None:
    minimo, maximo, metodo = sin_total.execute(
        "select alcance_minimo, alcance_maximo, metodo from fct_alcance_intervalos"
        " where ambito = 'plataforma' and tipo_periodo = 'acumulado' order by periodo desc"
    ).fetchone()
    assert (minimo, maximo, metodo) == (11_195, 651_919, "intervalo")
    assert minimo <= CON_TOTAL["compusom"] <= maximo


def test_el_rango_de_las_fechas_del_informe_tambien_lo_contiene(sin_total: Any) -> None:
    rango = {"desde": date(2025, 5, 13), "hasta": date(2025, 6, 11)}

    def filas(consulta: str) -> list[dict[str, Any]]:
        cursor = sin_total.execute(consulta, rango)
        nombres = [d[0] for d in cursor.description]
        return [dict(zip(nombres, fila, strict=True)) for fila in cursor.fetchall()]

    hallado = alcances.por_ambito(rango["desde"], rango["hasta"], filas(DIAS), filas(VENTANAS))["Facebook", None]
    assert hallado.minimo is not None and hallado.maximo is not None
    assert hallado.minimo <= CON_TOTAL["compusom"] <= hallado.maximo
    assert hallado.impresiones == 727_890

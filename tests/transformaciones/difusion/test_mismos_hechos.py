"""El formato, la repetición y el orden de llegada no cambian los hechos."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from tests.etl.fuentes.exportaciones import Cuadro, como_csv, como_libro, como_utf16
from tests.transformaciones.difusion import escenario
from tests.transformaciones.difusion.conftest import Difusion
from tests.transformaciones.difusion.hechos import Entregas

HECHOS = ("fct_entregas", "fct_entregas_periodo", "fct_alcance_observado", "fct_totales_reportados", "fct_desgloses",
          "fct_entregas_mes", "fct_alcance_intervalos")  # fmt: skip
HECHOS_DE_UN_ARCHIVO = ("fct_entregas", "fct_alcance_observado", "fct_entregas_mes", "fct_alcance_intervalos")
INFORMES: dict[str, tuple[str, Cuadro]] = {
    "meta_campanas_con_total": ("meta_ads", escenario.ENERO_CAMPANAS),
    "meta_anuncios_por_dia": ("meta_ads", escenario.ENERO),
    "meta_edad_y_sexo": ("meta_ads", escenario.MARZO_EDAD),
    "google_con_preambulo_y_total": ("google_ads", escenario.GOOGLE),
}
FORMATOS: dict[str, Callable[[Path, Cuadro], Path]] = {"csv": como_csv, "csv_utf16": como_utf16, "xlsx": como_libro}


def _entregar(entregas: Entregas, formato: str) -> None:
    """Todos los informes en un formato; el CSV lleva los campos que faltan al preámbulo, como los da la plataforma."""
    extension = formato.split("_", maxsplit=1)[0]
    for nombre, (fuente, cuadro) in INFORMES.items():
        FORMATOS[formato](entregas.carpeta(fuente) / f"{nombre}.{extension}", cuadro)


@pytest.fixture(scope="module")
def por_formato(difusion: Difusion, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[Any]]]:
    """formato → hechos de los mismos informes."""
    salida = {}
    for formato in FORMATOS:
        entregas = Entregas(tmp_path_factory.mktemp(formato))
        _entregar(entregas, formato)
        entregas.correr()
        salida[formato] = entregas.hechos(difusion, *HECHOS)
    return salida


@pytest.mark.parametrize("modelo", HECHOS)
@pytest.mark.parametrize("formato", ["csv_utf16", "xlsx"])
def test_el_mismo_informe_en_otro_formato_da_los_mismos_hechos(
    por_formato: dict[str, dict[str, list[Any]]], formato: str, modelo: str
) -> None:
    assert por_formato["csv"][modelo], "el hecho debe tener renglones para que la comparación diga algo"
    assert por_formato[formato][modelo] == por_formato["csv"][modelo]


@pytest.fixture(scope="module")
def por_orden(difusion: Difusion, tmp_path_factory: pytest.TempPathFactory) -> dict[str, dict[str, list[Any]]]:
    """Lo que hay después de cada llegada: primero el nuevo y luego el viejo, y al revés."""
    nuevo, viejo = escenario.MAYO_NUEVO, escenario.MAYO_VIEJO
    entregas = Entregas(tmp_path_factory.mktemp("nuevo_primero"))
    meta, salida = entregas.carpeta("meta_ads"), {}

    def correr(momento: str, propias: Entregas) -> None:
        propias.correr()
        salida[momento] = propias.hechos(difusion, *HECHOS_DE_UN_ARCHIVO, "fct_reexpresiones_difusion")

    original = como_csv(meta / "nuevo.csv", nuevo)
    correr("solo el nuevo", entregas)
    correr("el nuevo otra vez", entregas)
    shutil.copy(original, meta / "el mismo con otro nombre.csv")
    como_utf16(meta / "nuevo_utf16.csv", nuevo)
    como_libro(meta / "nuevo.xlsx", nuevo)
    correr("el nuevo con otros nombres y formatos", entregas)
    como_csv(meta / "viejo.csv", viejo)
    correr("luego el viejo", entregas)
    al_reves = Entregas(tmp_path_factory.mktemp("viejo_primero"))
    como_csv(al_reves.carpeta("meta_ads") / "viejo.csv", viejo)
    al_reves.correr()
    como_csv(al_reves.carpeta("meta_ads") / "nuevo.csv", nuevo)
    correr("el viejo antes que el nuevo", al_reves)
    return salida


@pytest.mark.parametrize("modelo", HECHOS_DE_UN_ARCHIVO)
@pytest.mark.parametrize(
    "momento",
    ["el nuevo otra vez", "el nuevo con otros nombres y formatos", "luego el viejo", "el viejo antes que el nuevo"],
)
def test_cargar_otra_vez_o_un_exporte_mas_viejo_no_cambia_los_hechos(
    por_orden: dict[str, dict[str, list[Any]]], momento: str, modelo: str
) -> None:
    assert por_orden["solo el nuevo"][modelo]
    assert por_orden[momento][modelo] == por_orden["solo el nuevo"][modelo]


def test_lo_unico_que_el_exporte_viejo_deja_es_la_reexpresion(por_orden: dict[str, dict[str, list[Any]]]) -> None:
    antes = [m for m in por_orden if m.startswith(("solo", "el nuevo"))]
    assert [por_orden[m]["fct_reexpresiones_difusion"] for m in antes] == [[], [], []]
    viejo = por_orden["luego el viejo"]["fct_reexpresiones_difusion"]
    assert {fila[4] for fila in viejo} == {date(2026, 5, 3), date(2026, 5, 4)}
    assert por_orden["el viejo antes que el nuevo"]["fct_reexpresiones_difusion"] == viejo

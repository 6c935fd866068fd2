"""De cada página de seguimiento a la celda de Excel (página, ficha, «Explica este color»), y la celda dice lo mismo."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from portal import almacen, direccion
from portal.paginas.seguimiento.alineacion import pagina as alineacion
from portal.paginas.seguimiento.metas import consultas, pagina
from portal.paginas.seguimiento.ranking import pagina as ranking
from portal.paginas.seguimiento.resumen import pagina as resumen
from portal.paginas.seguimiento.tableros import pagina as tableros
from tests.conftest import Instalacion

pytestmark = pytest.mark.flujo
CRUDOS = Path(__file__).resolve().parents[2] / "datos_crudos"


@pytest.fixture(scope="module")
def publicado(instalacion_demo: Instalacion) -> Iterator[None]:
    """El portal mirando la publicación de demostración."""
    almacen.configurar(instalacion_demo.cfg.publicado)
    yield
    almacen.configurar(None)


def _dibujar(disposicion: Any, ruta: str, **parametros: str) -> tuple[str, str]:
    visibles = {k: v for k, v in parametros.items() if k != "clave"}
    with direccion.dibujando(direccion.Direccion(ruta, visibles)):
        pantalla = disposicion(**parametros)
    return str(pantalla.contenido), str(pantalla.cajon)


@pytest.mark.parametrize(
    ("disposicion", "ruta", "parametros"),
    [
        (resumen.disposicion, "/", {}),
        (tableros.disposicion, "/tableros/DESU", {"area": "DESU"}),
        (tableros.disposicion, "/tableros/DESU", {"area": "DESU", "contra": "CSC"}),
        (ranking.disposicion, "/ranking", {}),
        (alineacion.disposicion, "/alineacion", {}),
    ],
)
def test_dos_clics_hasta_la_celda(publicado: None, disposicion: Any, ruta: str, parametros: dict[str, str]) -> None:
    contenido, _ = _dibujar(disposicion, ruta, **parametros)
    claves = re.findall(r"href='/metas/([A-Z0-9-]+)", contenido)
    assert claves
    revisadas = 0
    for clave in dict.fromkeys(claves[:6]):
        ficha, _ = _dibujar(pagina.disposicion, f"/metas/{clave}", clave=clave)
        assert f"href='/metas/{clave}?explica=cumplimiento'" in ficha
        _, cajon = _dibujar(pagina.disposicion, f"/metas/{clave}", clave=clave, explica="cumplimiento")
        capturas = [v for v in consultas.versiones(clave) if v["es_vigente"] and v["celda_realizado"]]
        if not capturas:
            continue
        ultima = capturas[0]
        assert ultima["celda_realizado"] in cajon
        assert ultima["archivo"].split("/", 1)[-1] in cajon
        hoja = openpyxl.load_workbook(CRUDOS / ultima["archivo"], data_only=True)[ultima["hoja"]]
        celda = hoja[ultima["celda_realizado"]]
        assert hoja[f"A{celda.row}"].value == clave
        if ultima["realizado"] is not None and isinstance(celda.value, int | float):
            assert float(celda.value) == ultima["realizado"]
            revisadas += 1
    assert revisadas > 0

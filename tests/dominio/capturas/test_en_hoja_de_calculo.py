"""La plantilla en LibreOffice: abre, calcula y dice la misma clase que después publica el mart."""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from dominio.capturas.plantilla import escribir
from portal import almacen
from portal.componentes.semaforo import CLASES
from portal.paginas.captura import plantillas

MES = date(2026, 9, 1)


@pytest.fixture
def soffice() -> str:
    """LibreOffice Calc; si no está, se omite diciéndolo (en CI, falla)."""
    hallado = shutil.which("soffice")
    if hallado is None:
        if os.environ.get("CI"):
            pytest.fail("Falta libreoffice-calc y en CI nada se omite.")
        pytest.skip("Falta libreoffice-calc: instálelo para probar las plantillas en una hoja de cálculo.")
    return hallado


@pytest.fixture
def publicado(instalacion_demo) -> Iterator[None]:
    almacen.configurar(instalacion_demo.cfg.publicado)
    yield
    almacen.configurar(None)


def test_la_clase_mientras_se_escribe_es_la_que_publica_el_mart(soffice, publicado, instalacion_demo, tmp_path: Path):
    """Cada plantilla de septiembre ya trae lo capturado: abrirla y recalcular debe dar la clase del mart."""
    sql = f"""
        select meta_clave, clase, round(cumplimiento, 2)
        from mart_seguimiento__avance_mensual
        where periodo = date '{MES}' and estado_captura in ('CAPTURADA', 'EXTEMPORANEA')
    """
    esperado = {clave: (CLASES[clase].palabra, c) for clave, clase, c in instalacion_demo.consultar(sql)}
    areas = [a for (a,) in instalacion_demo.consultar("select area_clave from dim_area order by 1")]
    hechas = plantillas.de_las_areas(MES, areas)
    for plantilla in hechas:
        (tmp_path / plantilla.nombre_de_archivo).write_bytes(escribir(plantilla))
    salida = tmp_path / "recalculado"
    subprocess.run(
        [soffice, f"-env:UserInstallation=file://{tmp_path}/perfil", "--headless", "--convert-to", "xlsx",
         "--outdir", str(salida), *[str(tmp_path / p.nombre_de_archivo) for p in hechas]],
        check=True, capture_output=True, timeout=120,
    )  # fmt: skip
    hallado = {}
    for plantilla in hechas:
        hoja = openpyxl.load_workbook(salida / plantilla.nombre_de_archivo, data_only=True)["captura"]
        for fila in range(6, 6 + len(plantilla.renglones)):
            if hoja[f"R{fila}"].value:
                c = hoja[f"Q{fila}"].value
                hallado[hoja[f"A{fila}"].value] = (hoja[f"R{fila}"].value, None if c == "NE" else round(c, 2))
    assert len(esperado) > 60
    assert {clave: hallado.get(clave) for clave in esperado} == esperado

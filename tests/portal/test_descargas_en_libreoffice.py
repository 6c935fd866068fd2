"""Lo que se descarga, abierto por LibreOffice: los números son números y ningún texto se vuelve fórmula."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from portal.descargas import en_csv, en_excel

MALIGNOS = ("=1+1", '=HYPERLINK("http://x.example","ver")', "+1+1", "-2+3", "@SUM(1,1)", "\t=1+1", "|cmd", "  =1+1")
RENGLONES = [
    {
        "clave": f"M-{i}",
        "texto": t,
        "cumplimiento": 87.65,
        "metas": 1234,
        "diferencia": -12.5,
        "dia": date(2026, 10, 31),
    }
    for i, t in enumerate(MALIGNOS)
]


@pytest.fixture(scope="module")
def soffice() -> str:
    """LibreOffice; sin él se omite, salvo en integración continua, donde falla."""
    programa = shutil.which("soffice")
    if programa is None:
        if os.environ.get("CI") == "true":
            pytest.fail("Falta libreoffice-calc: corra tests/preparar_sistema.sh")
        pytest.skip("Falta libreoffice-calc (tests/preparar_sistema.sh lo instala)")
    return programa


@pytest.fixture(scope="module")
def abiertos(soffice: str, tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """Los dos archivos convertidos a .xlsx por LibreOffice, para leerlos como él los leyó."""
    carpeta = tmp_path_factory.mktemp("libreoffice")
    (carpeta / "en_csv.csv").write_bytes(en_csv(RENGLONES))
    (carpeta / "en_excel.xlsx").write_bytes(en_excel(RENGLONES, "Mirador"))
    salida = carpeta / "salida"
    base = [soffice, f"-env:UserInstallation=file://{carpeta}/perfil", "--headless"]
    hacia = ["--convert-to", "xlsx", "--outdir", str(salida)]
    for nombre, filtro in (("en_csv.csv", ["--infilter=CSV:44,34,76,1,,1033,false,true"]), ("en_excel.xlsx", [])):
        orden = [*base, *filtro, *hacia, str(carpeta / nombre)]
        subprocess.run(orden, check=True, capture_output=True, timeout=120)
    return {nombre: salida / f"{nombre}.xlsx" for nombre in ("en_csv", "en_excel")}


@pytest.mark.parametrize("cual", ["en_csv", "en_excel"])
def test_numeros_como_numeros_y_textos_como_textos(abiertos: dict[str, Path], cual: str) -> None:
    hoja = openpyxl.load_workbook(abiertos[cual]).worksheets[0]
    columnas = [c.value for c in hoja[1]]
    assert columnas == ["clave", "texto", "cumplimiento", "metas", "diferencia", "dia"]
    assert hoja.max_row == len(MALIGNOS) + 1
    for maligno, fila in zip(MALIGNOS, hoja.iter_rows(min_row=2), strict=True):
        celdas = dict(zip(columnas, fila, strict=True))
        assert [celdas[c].data_type for c in ("cumplimiento", "metas", "diferencia")] == ["n", "n", "n"]
        assert (celdas["cumplimiento"].value, celdas["metas"].value, celdas["diferencia"].value) == (87.65, 1234, -12.5)
        assert str(celdas["dia"].value)[:10] == "2026-10-31"
        assert celdas["texto"].data_type == "s"
        assert maligno.strip() in str(celdas["texto"].value)
    assert all(c.data_type != "f" for fila in hoja.iter_rows() for c in fila)

"""El conjunto de demostración: los mismos bytes siempre, y el tamaño que se pidió."""

from __future__ import annotations

import hashlib
import subprocess
import sys
from pathlib import Path

import openpyxl

from demostracion.__main__ import generar
from dominio.configuracion import RAIZ

FUENTES = ["programa", "capturas", "contratos"]


def _huellas(carpeta: Path) -> dict[str, str]:
    return {
        str(a.relative_to(carpeta)): hashlib.sha256(a.read_bytes()).hexdigest()
        for fuente in FUENTES
        for a in sorted((carpeta / fuente).rglob("*"))
        if a.is_file()
    }


def test_es_el_que_esta_versionado_byte_a_byte(tmp_path: Path) -> None:
    orden = [sys.executable, "-m", "demostracion", "--destino", str(tmp_path), "--solo", *FUENTES]
    subprocess.run(orden, cwd=RAIZ, check=True, capture_output=True)
    assert _huellas(tmp_path) == _huellas(RAIZ / "datos_crudos")


def test_una_fuente_no_cambia_a_las_demas(tmp_path: Path) -> None:
    generar(tmp_path / "sola", solo=["capturas"])
    generar(tmp_path / "acompanada", solo=FUENTES)
    acompanada = {k: v for k, v in _huellas(tmp_path / "acompanada").items() if k.startswith("capturas/")}
    assert _huellas(tmp_path / "sola") == acompanada


def test_la_escala_multiplica_areas_metas_y_archivos(tmp_path: Path) -> None:
    generar(tmp_path, escala=2, solo=["programa", "capturas"])
    libro = openpyxl.load_workbook(tmp_path / "programa" / "programa_2026.xlsx", read_only=True)
    assert [libro[h].max_row - 1 for h in ("areas", "metas", "calendario")] == [26, 144, 144]
    assert len(list((tmp_path / "capturas").rglob("*.xlsx"))) == 131 + 130


def test_cabe_en_lo_acordado() -> None:
    propias = [a for fuente in FUENTES for a in (RAIZ / "datos_crudos" / fuente).rglob("*") if a.is_file()]
    assert sum(a.stat().st_size for a in propias) < 1_200_000
    todas = [a for a in (RAIZ / "datos_crudos").rglob("*") if a.is_file()]
    assert sum(a.stat().st_size for a in todas) <= 6 * 1024 * 1024

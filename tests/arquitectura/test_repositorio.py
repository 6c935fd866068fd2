"""Lo que el repositorio promete de sí mismo: órdenes, documentos, tamaños y nada de más."""

from __future__ import annotations

import re
import subprocess

import yaml

from tests.arquitectura.reglas import RAIZ

MAXIMO_DEMOSTRACION = 6 * 1024 * 1024


def _versionados() -> list[str]:
    return subprocess.run(["git", "ls-files"], cwd=RAIZ, capture_output=True, text=True, check=True).stdout.split("\n")[
        :-1
    ]


def test_el_candado_lleva_huellas_y_no_dice_direcciones():
    texto = (RAIZ / "requirements.lock").read_text(encoding="utf-8")
    paquetes = re.findall(r"^[a-z0-9][\w.-]*==", texto, re.M)
    assert len(paquetes) > 100
    assert texto.count("--hash=sha256:") >= len(paquetes)
    assert "://" not in texto


def test_el_readme_abre_en_ingles_nombra_las_ordenes_y_cabe_en_150_lineas():
    lineas = (RAIZ / "README.md").read_text(encoding="utf-8").splitlines()
    assert len(lineas) <= 150
    texto = "\n".join(lineas)
    for algo in ("make portal", "make test", "make flujo", "¿Dónde toco para", "MIRADOR_DATOS_CRUDOS", "MIRADOR_HOY"):
        assert algo in texto, algo


def test_las_variables_de_entorno_estan_en_el_readme():
    readme = (RAIZ / "README.md").read_text(encoding="utf-8")
    usadas = set(re.findall(r'"((?:MIRADOR|PUERTO)_[A-Z_]+)"', (RAIZ / "dominio/configuracion.py").read_text("utf-8")))
    assert {v for v in usadas if v not in readme} == set()


def test_la_demostracion_cabe_y_se_dice_sintetica():
    archivos = [RAIZ / a for a in _versionados() if a.startswith("datos_crudos/")]
    assert sum(a.stat().st_size for a in archivos if a.exists()) <= MAXIMO_DEMOSTRACION
    marca = yaml.safe_load((RAIZ / "datos_crudos/demostracion.yml").read_text(encoding="utf-8"))
    assert str(marca["hoy"]) == "2026-11-10"
    assert "sintétic" in (RAIZ / "datos_crudos/demostracion.yml").read_text(encoding="utf-8")


def test_lo_generado_no_se_versiona():
    assert not [a for a in _versionados() if a.startswith(("almacen/", "estado/", ".dagster/", ".venv/"))]


def test_las_decisiones_van_numeradas_y_con_su_forma():
    notas = sorted((RAIZ / "docs/decisiones").glob("*.md"))
    assert notas
    assert [n.name[:4] for n in notas] == [f"{i:04d}" for i in range(1, len(notas) + 1)]
    for nota in notas:
        texto = nota.read_text(encoding="utf-8")
        for parte in ("## Contexto", "## Decisión", "## Consecuencias"):
            assert parte in texto, f"{nota.name}: falta {parte}"

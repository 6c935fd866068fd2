"""``docs/fallas.md`` no promete de más: están todos los casos y cada prueba que cita existe."""

from __future__ import annotations

import ast
import functools
import re

import pytest

from tests.arquitectura.reglas import RAIZ

TEXTO = (RAIZ / "docs" / "fallas.md").read_text(encoding="utf-8")
RENGLONES = {r[0]: r for r in (re.findall(r"[^|]+", linea) for linea in TEXTO.splitlines() if linea.startswith("| "))}
CASOS = [f"{letra}{n}" for letra, hasta in (("A", 25), ("C", 11), ("F", 11), ("G", 14)) for n in range(1, hasta + 1)]
CITAS = sorted(set(re.findall(r"`(tests/[\w/]+\.py)::(\w+)`", TEXTO)))


@functools.cache
def _pruebas(ruta: str) -> frozenset[str]:
    arbol = ast.parse((RAIZ / ruta).read_text(encoding="utf-8"))
    return frozenset(n.name for n in arbol.body if isinstance(n, ast.FunctionDef) and n.name.startswith("test_"))


@pytest.mark.parametrize("caso", CASOS)
def test_cada_caso_dice_que_se_espera_y_con_que_se_prueba(caso):
    partes = RENGLONES.get(f" {caso} ")
    assert partes is not None, f"falta {caso}"
    assert len(partes) == 4
    assert all(len(p.strip()) > 8 for p in partes[1:])
    assert "::test_" in partes[3]


def test_toda_prueba_citada_existe():
    assert len(CITAS) > 70
    assert [f"{ruta}::{prueba}" for ruta, prueba in CITAS if prueba not in _pruebas(ruta)] == []

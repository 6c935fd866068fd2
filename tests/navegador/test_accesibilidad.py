"""axe-core sobre todas las páginas: sin faltas serias ni críticas."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from playwright.sync_api import Page

from tests.navegador.portal_vivo import abrir

pytestmark = pytest.mark.navegador
AXE = (Path(__file__).parent / "axe.min.js").read_text(encoding="utf-8")  # axe-core 4.14 (MPL 2.0)
CORRER = """async () => (await axe.run(document, {resultTypes: ['violations']})).violations
    .filter(falta => ['serious', 'critical'].includes(falta.impact))
    .map(falta => falta.id + ': ' + falta.nodes.slice(0, 3).map(nodo => nodo.target.join(' ')).join(' | '))"""


@pytest.mark.parametrize(("ancho", "tema"), [(1440, "light"), (390, "light"), (1440, "dark"), (390, "dark")])
def test_axe(base: str, rutas: list[str], nueva: Callable[..., Page], ancho: int, tema: str) -> None:
    pagina = nueva(ancho, tema)
    faltas: list[str] = []
    for ruta in rutas:
        abrir(pagina, base + ruta)
        pagina.evaluate(AXE)
        faltas += [f"{ruta} {falta}" for falta in pagina.evaluate(CORRER)]
    assert faltas == []

"""Capturas de todas las páginas a 1440 y 390 px, en claro y oscuro: ``python -m tests.navegador.capturas DESTINO``.

Con ``--base http://127.0.0.1:8050`` retrata un portal que ya sirve; sin él, levanta uno sobre
el almacén de la configuración.
"""

from __future__ import annotations

import argparse
import contextlib
import re
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

from dominio.configuracion import cargar
from tests.navegador import portal_vivo

MODOS = ((1440, "light", "claro"), (1440, "dark", "oscuro"), (390, "light", "claro"), (390, "dark", "oscuro"))


def nombre(ruta: str) -> str:
    """«/datos?seccion=archivos» → «datos_seccion_archivos»."""
    return re.sub(r"[^A-Za-z0-9]+", "_", ruta).strip("_") or "resumen"


@contextlib.contextmanager
def _base(dada: str | None) -> Iterator[str]:
    if dada:
        yield dada
        return
    with tempfile.TemporaryDirectory() as carpeta, portal_vivo.portal(cargar().almacen, Path(carpeta) / "log") as base:
        yield base


def main() -> int:
    """Retrata cada página en los cuatro modos."""
    opciones = argparse.ArgumentParser(description=__doc__)
    opciones.add_argument("destino", type=Path)
    opciones.add_argument("--base")
    opciones.add_argument("--solo", nargs="*", help="rutas en lugar de todas")
    dadas = opciones.parse_args()
    dadas.destino.mkdir(parents=True, exist_ok=True)
    rutas = dadas.solo or portal_vivo.rutas(cargar().enlace_analistas)
    with _base(dadas.base) as base, portal_vivo.chromium() as navegador:
        for ancho, tema, rotulo in MODOS:
            pagina = navegador.new_page(viewport={"width": ancho, "height": 900}, locale="es-MX", color_scheme=tema)
            pagina.add_init_script(portal_vivo.YA_VISTO)
            portal_vivo.entrar_de_un_clic(pagina, base)
            testigo = portal_vivo.Testigo(pagina)
            for ruta in rutas:
                portal_vivo.abrir(pagina, base + ruta)
                pagina.wait_for_timeout(300)
                pagina.screenshot(path=dadas.destino / f"{nombre(ruta)}-{ancho}-{rotulo}.png", full_page=True)
            pagina.close()
            sys.stdout.write(f"{ancho} {rotulo}: {len(rutas)} páginas; consola: {testigo.consola or 'limpia'}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())

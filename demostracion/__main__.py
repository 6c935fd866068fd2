"""``python -m demostracion [--destino datos_crudos] [--escala 1] [--semilla 2026] [--solo fuente]``.

Escala: repite las 13 áreas con sus metas y sus archivos de captura (×10 = 130 áreas, 720 metas y
1,300 archivos) y, en las demás fuentes, los renglones por archivo; cada módulo lo dice en su docstring.
"""

from __future__ import annotations

import argparse
import importlib
import random
import shutil
from pathlib import Path

# Orden de generación; cada fuente tiene su propia semilla, así que agregar una no cambia las demás.
FUENTES = ("programa", "capturas", "meta_ads", "google_ads", "pauta", "encuestas", "contratos", "geografia")
HOY = "2026-11-10"
AVISO = Path(__file__).parent / "textos"


def _escribir_textos(destino: Path, fuentes: list[str]) -> None:
    """``demostracion.yml`` y los LEEME.md, que se conservan aparte para que rehacer los datos no los pierda."""
    destino.mkdir(parents=True, exist_ok=True)
    (destino / "demostracion.yml").write_text(
        "# Conjunto sintético de demostración: ninguna cifra es real. Con este archivo presente, el flujo\n"
        "# usa la fecha de abajo como «hoy» y el portal rotula todo como datos sintéticos.\n"
        f"hoy: {HOY}\nsintetico: true\nejercicio: 2026\n",
        encoding="utf-8",
    )
    shutil.copyfile(AVISO / "LEEME.md", destino / "LEEME.md")
    for fuente in fuentes:
        texto = AVISO / f"{fuente}.md"
        if texto.is_file():
            (destino / fuente).mkdir(exist_ok=True)
            shutil.copyfile(texto, destino / fuente / "LEEME.md")


def generar(destino: Path, escala: int = 1, semilla: int = 2026, solo: list[str] | None = None) -> list[str]:
    """Rehace las fuentes pedidas en ``destino`` y devuelve las que se generaron.

    Args:
        destino: carpeta de datos crudos; la de cada fuente se borra y se vuelve a escribir.
        escala: factor de tamaño (1 = el conjunto que se versiona).
        semilla: la misma semilla da los mismos bytes.
        solo: claves de fuente; todas si es ``None``.
    """
    hechas: list[str] = []
    for fuente in FUENTES:
        if solo and fuente not in solo:
            continue
        if not (Path(__file__).parent / f"{fuente}.py").is_file():
            continue
        modulo = importlib.import_module(f"demostracion.{fuente}")
        shutil.rmtree(destino / fuente, ignore_errors=True)
        modulo.generar(destino, random.Random(f"{semilla}/{fuente}"), escala)  # noqa: S311
        hechas.append(fuente)
    _escribir_textos(destino, hechas)
    return hechas


def main() -> None:
    """Punto de entrada de ``make demostracion``."""
    argumentos = argparse.ArgumentParser(prog="demostracion", description=__doc__)
    argumentos.add_argument("--destino", type=Path, default=Path("datos_crudos"))
    argumentos.add_argument("--escala", type=int, default=1)
    argumentos.add_argument("--semilla", type=int, default=2026)
    argumentos.add_argument("--solo", nargs="*", help="claves de fuente; por omisión, todas")
    opciones = argumentos.parse_args()
    for fuente in generar(opciones.destino, opciones.escala, opciones.semilla, opciones.solo):
        archivos = [a for a in (opciones.destino / fuente).rglob("*") if a.is_file()]
        print(f"· {fuente}: {len(archivos)} archivos, {sum(a.stat().st_size for a in archivos) / 1024:,.0f} KB")


if __name__ == "__main__":
    main()

"""``python -m etl.huellas ALMACEN [OTRO]``: huella de cada tabla publicada, o las que difieren entre dos.

Acepta una carpeta de almacén o un archivo ``.duckdb``. Los momentos de recepción y publicación
no cuentan: dos construcciones de los mismos archivos deben dar huellas idénticas.
"""

from __future__ import annotations

import sys
from pathlib import Path

from etl.errores import ErrorDelFlujo
from etl.publicacion.auditoria import huellas


def _de(argumento: str) -> dict[str, str]:
    ruta = Path(argumento)
    ruta = ruta / "mirador.duckdb" if ruta.is_dir() else ruta
    if not ruta.exists():
        raise ErrorDelFlujo(f"No existe {ruta.name}; indique una carpeta de almacén o un archivo .duckdb.")
    return huellas(ruta.resolve())


def diferencias(una: dict[str, str], otra: dict[str, str]) -> list[str]:
    """Tablas que faltan en alguna o cuya huella no es la misma."""
    return sorted(tabla for tabla in una.keys() | otra.keys() if una.get(tabla) != otra.get(tabla))


def main(argumentos: list[str]) -> int:
    """0 si son idénticas (o si solo se pidió una), 1 si difieren, 2 si no se pudo."""
    if not 1 <= len(argumentos) <= 2:
        sys.stderr.write("Uso: python -m etl.huellas ALMACEN [OTRO]\n")
        return 2
    try:
        calculadas = [_de(a) for a in argumentos]
    except ErrorDelFlujo as error:
        sys.stderr.write(f"{error}\n")
        return 2
    if len(calculadas) == 1:
        sys.stdout.write("".join(f"{huella}  {tabla}\n" for tabla, huella in calculadas[0].items()))
        return 0
    distintas = diferencias(*calculadas)
    sys.stdout.write(
        "".join(f"difiere: {tabla}\n" for tabla in distintas) or f"{len(calculadas[0])} tablas idénticas\n"
    )
    return 1 if distintas else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""``python -m rendimiento.pauta_larga``: las páginas de difusión con años de anuncios por día.

Parte de las exportaciones de demostración a la escala pedida y repite sus meses en los años anteriores con el mismo
nombre de campaña: cada campaña acumula historia diaria de verdad, que es lo que pesa en anomalías y calendario.
"""

from __future__ import annotations

import argparse
import re
import sys
import tempfile
from pathlib import Path

from rendimiento import direcciones, informe, paginas
from rendimiento.instalacion import Instalacion

FUENTES = ("meta_ads", "google_ads", "pauta")
_EJERCICIO = 2026
_FECHA = re.compile(rf"{_EJERCICIO}(?=-\d\d-\d\d)|(?<= de ){_EJERCICIO}\b")


def repetir_en_el_pasado(datos_crudos: Path, anios: int) -> int:
    """Copia cada CSV de las plataformas con sus fechas uno o más años antes; devuelve cuántos escribió."""
    escritos = 0
    for fuente in ("meta_ads", "google_ads"):
        for original in sorted((datos_crudos / fuente).rglob("*.csv")):
            codigo = "utf-16" if original.read_bytes().startswith(b"\xff\xfe") else "utf-8"
            texto = original.read_bytes().decode(codigo)
            for atras in range(1, anios + 1):
                anio = _EJERCICIO - atras
                destino = datos_crudos / fuente / original.parent.name.replace(str(_EJERCICIO), str(anio))
                destino.mkdir(exist_ok=True)
                nombre = original.name.replace(str(_EJERCICIO), str(anio))
                (destino / nombre).write_bytes(_FECHA.sub(str(anio), texto).encode(codigo))
                escritos += 1
    return escritos


def main() -> None:
    """Prepara, corre el flujo en frío y mide las páginas contra sus consultas solas."""
    analizador = argparse.ArgumentParser(prog="python -m rendimiento.pauta_larga", description=__doc__)
    analizador.add_argument("--escala", type=int, default=10, help="anuncios por campaña")
    analizador.add_argument("--anios", type=int, default=2, help="años anteriores al de la demostración")
    analizador.add_argument("--carpeta", type=Path, help="dónde dejar la instalación; sin ella, se borra al terminar")
    analizador.add_argument("--repeticiones", type=int, default=15)
    opciones = analizador.parse_args()
    with tempfile.TemporaryDirectory(prefix="mirador_pauta_larga_") as temporal:
        instalacion = Instalacion(opciones.carpeta or Path(temporal))
        instalacion.base.mkdir(parents=True, exist_ok=True)
        instalacion.orden("demostracion", "--destino", str(instalacion.datos_crudos), "--escala",
                          str(opciones.escala), "--solo", *FUENTES)  # fmt: skip
        archivos = repetir_en_el_pasado(instalacion.datos_crudos, opciones.anios)
        corrida = instalacion.orden("etl")
        sys.stdout.write(
            f"· {archivos} exportaciones más; flujo en frío {corrida.segundos:.1f} s, pico {corrida.pico_mb:.0f} MB\n"
            f"{corrida.salida.splitlines()[-1]}\n"
        )
        medidas = paginas.medir(instalacion, opciones.repeticiones, direcciones.de_difusion(instalacion))
        sys.stdout.write(f"{informe.de_paginas(medidas)}\n")


if __name__ == "__main__":
    main()

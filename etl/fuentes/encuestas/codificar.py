"""Propone códigos para las respuestas abiertas de un estudio, para que una persona los acepte.

``python -m etl.fuentes.encuestas.codificar datos_crudos/encuestas/<estudio>`` escribe ahí ``codificacion.csv``
(o la pone al día sin tocar lo aceptado). Se acepta escribiendo en ``codigo`` y firmando en ``revisado_por`` con el
cargo; el flujo lo lee en la siguiente corrida. Los textos salen sin teléfonos, correos, CURP, RFC ni domicilios.
"""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Sequence
from pathlib import Path

from dominio.encuestas.codificacion import ARCHIVO, COLUMNAS
from dominio.encuestas.ficha import Estudio
from etl.fuentes.encuestas.abiertas import abiertas, aceptadas, leer_renglones, proponer
from etl.fuentes.encuestas.bases import leer_base
from etl.fuentes.encuestas.entrevistas import depurar
from etl.fuentes.encuestas.lectura import cargar
from etl.lectura.resultado import ArchivoRechazado

_EXTENSIONES = (".sav", ".zsav", ".por", ".csv", ".xlsx")


def poner_al_dia(carpeta: Path) -> tuple[int, int, int]:
    """Escribe ``codificacion.csv``; devuelve (textos distintos, con sugerencia, aceptados).

    Raises:
        ArchivoRechazado: falta la base o ``estudio.yml``, no se pueden leer, o no hay preguntas abiertas.
    """
    base_en_disco = next((carpeta / f"base{e}" for e in _EXTENSIONES if (carpeta / f"base{e}").is_file()), None)
    if base_en_disco is None or not (carpeta / "estudio.yml").is_file():
        raise ArchivoRechazado("La carpeta no trae base y estudio.yml.", "Indique la carpeta de un estudio.")
    estudio = cargar(carpeta / "estudio.yml", Estudio, "estudio.yml")
    if not abiertas(estudio):
        raise ArchivoRechazado("El estudio no declara preguntas abiertas.", "Declare una con tipo: abierta.")
    levantamiento = depurar(estudio, leer_base(base_en_disco, base_en_disco.suffix, estudio.archivo))
    levantamiento.codificacion = aceptadas(estudio, carpeta / ARCHIVO)
    renglones = proponer(levantamiento, leer_renglones(carpeta / ARCHIVO))
    _escribir(carpeta / ARCHIVO, renglones)
    con_codigo = sum(bool(r["codigo"].strip() and r["revisado_por"].strip()) for r in renglones)
    return len(renglones), sum(bool(r["sugerencia"]) for r in renglones), con_codigo


def _escribir(ruta: Path, renglones: Sequence[dict[str, str]]) -> None:
    """De una sola vez, y con un apóstrofo donde una hoja de cálculo leería una fórmula."""
    salida = io.StringIO()
    escritor = csv.DictWriter(salida, COLUMNAS, lineterminator="\r\n")
    escritor.writeheader()
    for renglon in renglones:
        texto = renglon["texto"]
        escritor.writerow({**renglon, "texto": f"'{texto}" if texto.startswith(("=", "+", "-", "@")) else texto})
    provisional = ruta.with_name(f".{ruta.name}.{os.getpid()}")
    provisional.write_text(salida.getvalue(), encoding="utf-8-sig", newline="")
    provisional.replace(ruta)


def main(argumentos: list[str]) -> int:
    """Punto de entrada: dice cuántos textos hay, cuántos traen sugerencia y cuántos están aceptados."""
    if len(argumentos) != 1:
        sys.stderr.write("Uso: python -m etl.fuentes.encuestas.codificar <carpeta del estudio>\n")
        return 2
    try:
        textos, sugeridos, listos = poner_al_dia(Path(argumentos[0]))
    except ArchivoRechazado as rechazo:
        sys.stderr.write(f"{rechazo.motivo} {rechazo.remedio}\n")
        return 1
    sys.stdout.write(
        f"{textos} textos distintos; {sugeridos} con sugerencia y {listos} aceptados. "
        f"Acepte en {ARCHIVO}: escriba el código y firme con su cargo.\n"
    )
    return 0


if __name__ == "__main__":
    raise SystemExit(main(sys.argv[1:]))

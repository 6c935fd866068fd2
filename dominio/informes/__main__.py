"""``python -m dominio.informes <tipo> <AAAA-MM> [--area CLAVE] [--version V] [--trabajo ID]``."""

from __future__ import annotations

import argparse
import sys

from dominio import configuracion
from dominio.informes import archivo, registro
from dominio.informes.evaluacion import periodo_de


def main(argumentos: list[str]) -> int:
    """Genera un informe; con ``--trabajo`` deja anotado el avance."""
    analizador = argparse.ArgumentParser(prog="python -m dominio.informes")
    analizador.add_argument("tipo", choices=sorted(archivo.TIPOS))
    analizador.add_argument("periodo")
    analizador.add_argument("--area")
    analizador.add_argument("--version")
    analizador.add_argument("--trabajo")
    pedido = analizador.parse_args(argumentos)
    try:
        cfg = configuracion.cargar()
    except configuracion.ErrorDeConfiguracion as error:
        sys.stderr.write(f"{error}\n")
        return 1

    def avisar(paso: str, porcentaje: int) -> None:
        sys.stdout.write(f"{porcentaje:3d} % {paso}\n")
        if pedido.trabajo and porcentaje < 100:
            registro.anotar_avance(cfg, pedido.trabajo, paso, porcentaje)

    try:
        que = archivo.Pedido(pedido.tipo, periodo_de(pedido.periodo), pedido.area, pedido.version)
        ficha = archivo.generar(cfg, que, avisar)
    except Exception as error:
        if pedido.trabajo:
            motivo = str(error) if isinstance(error, ValueError) else "Algo falló de nuestro lado."
            registro.anotar_avance(cfg, pedido.trabajo, "No se pudo generar", 100, error=motivo)
        if not isinstance(error, ValueError):
            raise
        sys.stderr.write(f"{error}\n")
        return 1
    if pedido.trabajo:
        registro.anotar_avance(cfg, pedido.trabajo, "Listo", 100, clave=str(ficha["clave"]))
    sys.stdout.write(f"{ficha['clave']}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

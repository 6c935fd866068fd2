"""``python -m dominio.operacion``: verificar el rastro de actos, respaldar y restaurar."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError

from dominio.capturas import deposito
from dominio.configuracion import Configuracion, ErrorDeConfiguracion, cargar
from dominio.operacion import auditoria, base, respaldo


def _decir(texto: str) -> None:
    sys.stdout.write(f"{texto}\n")


def _carpeta(texto: str) -> Path:
    """Una carpeta dicha: vacía no es «aquí»."""
    if not texto.strip():
        raise argparse.ArgumentTypeError("falta la carpeta (DESTINO=… u ORIGEN=…)")
    return Path(texto).expanduser()


def _verificar(cfg: Configuracion) -> int:
    base.preparar(cfg.url_bd)
    motor = base.motor(cfg.url_bd)
    try:
        rota, final = auditoria.verificar(motor), auditoria.ancla(motor)
    finally:
        motor.dispose()
    if rota is not None:
        _decir(f"✗ La cadena se rompe en el acto {rota.secuencia}: {rota.motivo}.")
        return 1
    _decir(f"Cadena íntegra: {final.secuencia:,} actos; última huella {final.huella[:16]}.")
    return 0


def _respaldar(cfg: Configuracion, destino: Path) -> int:
    inicio = time.monotonic()
    hecho = respaldo.respaldar(cfg, destino)
    _decir(
        f"Respaldo {hecho.carpeta.name}: {hecho.archivos:,} archivos, {hecho.bytes_ / 1e6:,.1f} MB, "
        f"base en {hecho.motor}, rastro hasta el acto {hecho.ancla.secuencia:,}. {time.monotonic() - inicio:.1f} s."
    )
    return 0


def _restaurar(cfg: Configuracion, origen: Path, *, reemplazar: bool) -> int:
    inicio = time.monotonic()
    hecho = respaldo.restaurar(cfg, origen, reemplazar=reemplazar)
    repuestos = deposito.reponer(cfg)
    _decir(
        f"Restaurado {hecho.carpeta.name}: {hecho.archivos:,} archivos comprobados, rastro íntegro hasta el acto "
        f"{hecho.ancla.secuencia:,}, {repuestos} entregas puestas otra vez en su carpeta. "
        f"{time.monotonic() - inicio:.1f} s. Falta rehacer el almacén: make flujo."
    )
    return 0


def main() -> int:
    """0 si se hizo; 1 si el rastro se rompe; 2 si no se pudo, con el motivo."""
    analizador = argparse.ArgumentParser(prog="python -m dominio.operacion")
    ordenes = analizador.add_subparsers(dest="orden", required=True)
    ordenes.add_parser("verificar", help="recorre el rastro de actos")
    ordenes.add_parser("respaldar", help="copia estado y base").add_argument("destino", type=_carpeta)
    vuelta = ordenes.add_parser("restaurar", help="pone un respaldo en esta instalación")
    vuelta.add_argument("origen", type=_carpeta)
    vuelta.add_argument("--reemplazar", default="", help="«si» para apartar lo que ya hay")
    pedido = analizador.parse_args()
    try:
        cfg = cargar()
        if pedido.orden == "respaldar":
            return _respaldar(cfg, pedido.destino)
        if pedido.orden == "restaurar":
            return _restaurar(cfg, pedido.origen, reemplazar=pedido.reemplazar == "si")
        return _verificar(cfg)
    except (ErrorDeConfiguracion, base.BaseOperativaInaccesible, respaldo.RespaldoInservible) as error:
        sys.stderr.write(f"✗ {error}\n")
    except (OSError, SQLAlchemyError) as error:
        sys.stderr.write(f"✗ No se pudo ({type(error).__name__}): {error}\n")
    return 2


if __name__ == "__main__":
    sys.exit(main())

"""``python -m etl``: corre el flujo una vez. Código 0 solo si publicó o si no había nada nuevo."""

from __future__ import annotations

import argparse
import errno
import sqlite3
import sys
from pathlib import Path

from dominio import configuracion
from etl.corrida import PROYECTO_DBT
from etl.errores import CandadoOcupado, ErrorDelFlujo
from etl.flujo import correr

_OCUPADO = 75
_MOTIVOS = {
    errno.EACCES: "falta permiso de escritura",
    errno.EPERM: "falta permiso de escritura",
    errno.EROFS: "el disco es de solo lectura",
    errno.ENOSPC: "no queda espacio en el disco",
}


def _decir(texto: str) -> None:
    print(texto, flush=True)


def _motivo(error: Exception) -> str:
    """Lo que dijo el sistema, en español y con la ruta, para quien deba arreglarlo."""
    if not isinstance(error, OSError) or error.errno not in _MOTIVOS:
        return str(error)
    return _MOTIVOS[error.errno] + (f" ({error.filename})" if error.filename else "")


def main(argumentos: list[str] | None = None) -> int:
    """Punto de entrada: 0 publicó o nada nuevo; 1 falló; 75 hay otra corrida en curso."""
    analizador = argparse.ArgumentParser(prog="python -m etl", description="Corre el flujo una vez.")
    analizador.add_argument("--proyecto-dbt", type=Path, default=PROYECTO_DBT, help="otra carpeta de proyecto dbt")
    opciones = analizador.parse_args(argumentos)
    try:
        correr(configuracion.cargar(), _decir, opciones.proyecto_dbt.resolve())
    except CandadoOcupado as error:
        print(error, file=sys.stderr)
        return _OCUPADO
    except (ErrorDelFlujo, configuracion.ErrorDeConfiguracion) as error:
        print(error, file=sys.stderr)
        return 1
    except (OSError, sqlite3.Error) as error:
        print(
            f"No se publicó nada: {_motivo(error)}. Revise espacio y permisos de las carpetas almacen y estado.",
            file=sys.stderr,
        )
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())

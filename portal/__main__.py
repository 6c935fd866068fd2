"""``python -m portal``: sirve el portal con gunicorn, solo en 127.0.0.1."""

from __future__ import annotations

import os
import sys
from pathlib import Path
from typing import NoReturn

from dominio import arranque_seguro
from dominio.configuracion import ErrorDeConfiguracion, cargar

HILOS = 4


def orden(puerto: int) -> list[str]:
    """La orden de gunicorn: un trabajador por núcleo, cuatro hilos, sin socket de control."""
    latido = Path("/dev/shm")  # noqa: S108 (memoria: el latido no debe depender del disco)
    return [
        sys.executable, "-m", "gunicorn", "portal.servidor:aplicacion",
        "--worker-class", "gthread",
        "--workers", str(max(1, os.cpu_count() or 1)),
        "--threads", str(HILOS),
        "--bind", f"127.0.0.1:{puerto}",
        "--keep-alive", "75",
        "--timeout", "60",
        "--graceful-timeout", "10",
        "--no-control-socket",
        *(["--worker-tmp-dir", str(latido)] if latido.is_dir() else []),
        "--log-level", "warning",
    ]  # fmt: skip


def main() -> NoReturn:
    """Sustituye este proceso por gunicorn, para que las señales le lleguen directo."""
    try:
        configuracion = cargar()
        arranque_seguro.exigir(configuracion, os.environ)
    except (ErrorDeConfiguracion, arranque_seguro.ArranqueInseguro) as error:
        sys.exit(str(error))
    instruccion = orden(configuracion.puerto_portal)
    os.execv(instruccion[0], instruccion)  # noqa: S606 (orden fija)


if __name__ == "__main__":
    main()

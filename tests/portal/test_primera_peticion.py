"""Un trabajador recién nacido: su primera petición puede ser un callback, no la página."""

from __future__ import annotations

import subprocess
import sys

from dominio.configuracion import RAIZ

_CODIGO = """
from portal.app import crear_app
from tests.cuentas import con_cuenta
from rendimiento.direcciones import RUTA_DE_CALLBACKS, peticion
cliente = con_cuenta(crear_app().server).test_client()
print(cliente.post(RUTA_DE_CALLBACKS, data=peticion("/guia"), content_type="application/json").status_code)
"""


def test_la_primera_peticion_puede_ser_un_callback(tmp_path):
    """Con dos trabajadores, el que no sirvió la página recibe el callback sin haberse armado: negarlo deja la
    pantalla en blanco una de cada dos veces."""
    hecho = subprocess.run(
        [sys.executable, "-c", _CODIGO], cwd=RAIZ, capture_output=True, text=True, check=True,
        env={"PATH": "/usr/bin:/bin", "MIRADOR_ALMACEN": str(tmp_path), "PYTHONPATH": str(RAIZ)},
    )  # fmt: skip
    assert hecho.stdout.split() == ["200"]

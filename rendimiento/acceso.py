"""(e) El acceso: lo que cuesta la puerta en cada petición, y que una cuenta que no existe tarde lo mismo en negarse.

Los intentos se alternan —existe, no existe— por la ruta de verdad, cada uno con otra cuenta y otra dirección para que
no los frene el límite: así lo que pase en la máquina les pasa a los dos.
"""

from __future__ import annotations

import json
import os
import re
import statistics
import sys
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

PARES = 40
PETICIONES = 300


@dataclass(frozen=True)
class MedidaDeAcceso:
    """Medianas en milisegundos."""

    puerta_ms: float
    existe_ms: float
    no_existe_ms: float

    @property
    def diferencia(self) -> float:
        """Cuánto se distinguen, en proporción de lo que tarda la que existe."""
        return abs(self.existe_ms - self.no_existe_ms) / self.existe_ms


def _ms(accion: Any) -> float:
    inicio = time.perf_counter()
    accion()
    return (time.perf_counter() - inicio) * 1000


def _negar(servidor: Any, numero: int, cuenta: str) -> float:
    cliente = servidor.test_client()
    direccion = f"10.{numero // 250}.{numero % 250}.1"
    cliente.environ_base["REMOTE_ADDR"] = direccion
    hallada = re.search(r'name="ficha" value="([0-9a-f]+)"', cliente.get("/entrar").get_data(as_text=True))
    datos = {"ficha": hallada[1] if hallada else "", "cuenta": cuenta, "contrasena": "no es la contraseña"}
    codigos: list[int] = []
    tardanza = _ms(
        lambda: codigos.append(cliente.post("/entrar", data=datos, headers={"Origin": "http://localhost"}).status_code)
    )
    if codigos != [401]:
        raise RuntimeError(f"La entrada contestó {codigos}, no 401.")
    return tardanza


def medir() -> MedidaDeAcceso:
    """Mide en este proceso, sobre la base operativa de la configuración."""
    from dominio.configuracion import cargar_url_bd
    from dominio.operacion import base, sesiones, usuarios
    from portal.acceso import puerta
    from portal.app import crear_app

    base.preparar(cargar_url_bd())
    motor = base.motor(cargar_url_bd())
    cuentas = [
        usuarios.crear(motor, f"medida{n}", "Mediciones", "analista", contrasena="una contraseña larga y buena")
        for n in range(PARES)
    ]
    servidor = crear_app().server
    galleta = {"Cookie": f"mirador_sesion={sesiones.abrir(motor, cuentas[0])}"}

    def pasar() -> None:
        with servidor.test_request_context("/", headers=galleta):
            if puerta.revisar() is not None:
                raise RuntimeError("La puerta negó una sesión buena.")

    def sin_puerta() -> None:
        with servidor.test_request_context("/", headers=galleta):
            pass

    con, sin = ([_ms(f) for _ in range(PETICIONES)] for f in (pasar, sin_puerta))
    existe, no_existe = [], []
    for numero, cuenta in enumerate(cuentas):
        existe.append(_negar(servidor, 2 * numero, cuenta.clave))
        no_existe.append(_negar(servidor, 2 * numero + 1, f"nadie{numero}"))
    return MedidaDeAcceso(
        round(statistics.median(con) - statistics.median(sin), 3), round(statistics.median(existe), 2),
        round(statistics.median(no_existe), 2),
    )  # fmt: skip


def main() -> None:
    """``python -m rendimiento.acceso``: en una carpeta temporal; imprime las tres medianas y la diferencia."""
    with tempfile.TemporaryDirectory(prefix="mirador_acceso_") as temporal:
        os.environ["MIRADOR_ESTADO"] = temporal
        os.environ["MIRADOR_BD"] = f"sqlite:///{Path(temporal) / 'operativa.sqlite'}"
        medida = medir()
    print(json.dumps(asdict(medida) | {"diferencia": round(medida.diferencia, 4)}))  # noqa: T201


if __name__ == "__main__":
    sys.exit(main())

"""Entregar archivos al portal como lo hace la página: con cuenta, ficha y reintento si no hay turno."""

from __future__ import annotations

import http.client
import json
import time
import uuid
from dataclasses import dataclass, field
from typing import Any

_ESPERA_S = 0.5
_INTENTOS = 240


@dataclass
class Entregador:
    """Una persona frente a ``/captura``. ``galleta`` es la cabecera de su sesión."""

    puerto: int
    galleta: str
    _ficha: dict[str, str] = field(default_factory=dict)

    def _pedir(self, metodo: str, ruta: str, cuerpo: bytes | None, cabeceras: dict[str, str]) -> Any:
        conexion = http.client.HTTPConnection("127.0.0.1", self.puerto, timeout=60)
        try:
            conexion.request(metodo, ruta, cuerpo, cabeceras)
            respuesta = conexion.getresponse()
            return respuesta.status, respuesta.headers, respuesta.read()
        finally:
            conexion.close()

    def pedir(self, ruta: str) -> bytes:
        """Lo que contesta una dirección."""
        estado, _, cuerpo = self._pedir("GET", ruta, None, {"Cookie": self.galleta})
        if estado != 200:
            raise RuntimeError(f"{ruta} contestó {estado}.")
        return bytes(cuerpo)

    def _cabeceras(self) -> dict[str, str]:
        if not self._ficha:
            _, cabeceras, cuerpo = self._pedir("GET", "/ficha", None, {"Cookie": self.galleta})
            propia = next(c.split(";")[0] for c in cabeceras.get_all("Set-Cookie") if c.startswith("mirador_ficha="))
            self._ficha = {
                "Origin": f"http://127.0.0.1:{self.puerto}", "X-Mirador-Ficha": json.loads(cuerpo)["ficha"],
                "Cookie": f"{self.galleta}; {propia}",
            }  # fmt: skip
        return self._ficha

    def entregar(self, nombre: str, contenido: bytes) -> tuple[int, dict[str, Any]]:
        """(código, respuesta) de entregar un archivo; con 503 se intenta otra vez, como la página."""
        frontera = uuid.uuid4().hex
        cuerpo = b"".join([
            f"--{frontera}\r\nContent-Disposition: form-data; name=\"archivo\"; filename=\"{nombre}\"\r\n"
            "Content-Type: application/octet-stream\r\n\r\n".encode(), contenido, f"\r\n--{frontera}--\r\n".encode(),
        ])  # fmt: skip
        cabeceras = self._cabeceras() | {"Content-Type": f"multipart/form-data; boundary={frontera}"}
        for _ in range(_INTENTOS):
            estado, _, dicho = self._pedir("POST", "/captura/entregas", cuerpo, cabeceras)
            if estado != 503:
                return estado, json.loads(dicho)
            time.sleep(_ESPERA_S)
        raise RuntimeError("No hubo turno para entregar.")

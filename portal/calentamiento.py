"""Lo que conviene tener listo antes de la primera petición, en un hilo aparte del trabajador recién nacido.

Una página que tarda en su primera vez (por ejemplo, la que arma una muestra) expone ``calentar()`` en su módulo.
Nada de esto es necesario para contestar: si falla, se anota y la primera petición hace el trabajo.
"""

from __future__ import annotations

import importlib
import logging
import threading
import time

from portal import almacen
from portal.paginas import INDICE

registro = logging.getLogger("mirador.portal")
_hilo: threading.Thread | None = None


def calentar() -> list[str]:
    """Llama a ``calentar()`` de cada página que lo tenga; devuelve los módulos que quedaron listos."""
    listos = []
    for modulo in dict.fromkeys(pagina.modulo for pagina in INDICE):
        accion = getattr(importlib.import_module(f"portal.paginas.{modulo}.pagina"), "calentar", None)
        if accion is None:
            continue
        inicio = time.perf_counter()
        try:
            accion()
        except almacen.SinPublicacion:
            registro.info("Sin versión publicada: %s se calienta en su primera petición", modulo)
        except Exception:  # noqa: BLE001 — calentar nunca impide contestar
            registro.exception("No se pudo calentar %s; lo hará su primera petición", modulo)
        else:
            listos.append(modulo)
            registro.info("%s listo en %.0f ms", modulo, (time.perf_counter() - inicio) * 1000)
    return listos


def en_segundo_plano() -> threading.Thread:
    """Calienta sin detener el arranque; siempre devuelve el mismo hilo."""
    global _hilo
    if _hilo is None:
        _hilo = threading.Thread(target=calentar, name="calentamiento", daemon=True)
        _hilo.start()
    return _hilo

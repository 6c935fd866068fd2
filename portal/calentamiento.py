"""Lo que conviene tener listo antes de la primera petición, en un hilo aparte de cada trabajador.

Se hace al nacer el trabajador y otra vez cuando se publica una versión.

Una página que tarda en su primera vez (por ejemplo, la que arma una muestra) expone ``calentar()`` en su módulo.
Nada de esto es necesario para contestar: si falla, se anota y la primera petición hace el trabajo.
"""

from __future__ import annotations

import importlib
import importlib.util
import logging
import threading
import time
from collections.abc import Callable

from portal import almacen
from portal.paginas import INDICE

registro = logging.getLogger("mirador.portal")
SEGUNDOS_ENTRE_MIRADAS = 15.0
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


def vigilar(esperar: Callable[[], bool]) -> None:
    """Calienta cada versión publicada, una vez.

    Args:
        esperar: la pausa entre dos miradas; ``True`` termina.
    """
    lista = None
    while True:
        try:
            vigente: str | None = almacen.version().version
        except almacen.SinPublicacion:
            vigente = None
        if vigente is not None and vigente != lista:
            calentar()
            lista = vigente
        if esperar():
            return


def _cargar_entero(modulo: str) -> None:
    """Lo que un hilo cargaría mientras otro contesta: Plotly lo busca en ``sys.modules`` y a medias le falla."""
    if importlib.util.find_spec(modulo) is not None:
        importlib.import_module(modulo)


def en_segundo_plano() -> threading.Thread:
    """Calienta sin detener el arranque; siempre devuelve el mismo hilo."""
    global _hilo
    if _hilo is None:
        _cargar_entero("pandas")
        nunca = threading.Event()
        _hilo = threading.Thread(
            target=vigilar, args=(lambda: nunca.wait(SEGUNDOS_ENTRE_MIRADAS),), name="calentamiento", daemon=True
        )
        _hilo.start()
    return _hilo

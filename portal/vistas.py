"""Un asunto puede ofrecer ``vista.py``: elegir cómo se miran sus datos en una petición, y decirlo en la pantalla.

Se busca por nombre para que ni el armazón ni las descargas dependan de un asunto en particular.
"""

from __future__ import annotations

import functools
import importlib
import importlib.util
from collections.abc import Mapping
from types import ModuleType
from typing import Any


@functools.cache
def _del_asunto(asunto: str) -> ModuleType | None:
    nombre = f"portal.paginas.{asunto}.vista"
    return importlib.import_module(nombre) if importlib.util.find_spec(nombre) is not None else None


def elegir(modulo: str, parametros: Mapping[str, str]) -> Any:
    """Pone en la petición la vista que pide la dirección y la devuelve; ``None`` si el asunto no tiene vistas.

    Args:
        modulo: el de la página en el ÍNDICE, p. ej. ``seguimiento.ranking``.
    """
    vista = _del_asunto(modulo.split(".")[0])
    return None if vista is None else vista.elegir(modulo, parametros)


def vestir(modulo: str, pantalla: Any, elegida: Any, parametros: Mapping[str, str]) -> Any:
    """La pantalla con el interruptor y los avisos de su vista."""
    vista = _del_asunto(modulo.split(".")[0])
    return pantalla if vista is None else vista.vestir(pantalla, elegida, meta=parametros.get("clave"))


def leyenda(elegida: Any) -> str:
    """Lo que una descarga debe decir de su vista, con coma al frente; vacía en la de todos los días."""
    texto = getattr(elegida, "leyenda", "")
    return f", {texto}" if texto else ""

"""El único lugar por donde pasa lo que hay que recordar del acceso: quién entró, quién no, qué se negó y qué cambió."""

from __future__ import annotations

import logging
from typing import Any

import flask

from portal import operacion
from portal.acceso import cuenta

registro = logging.getLogger("mirador.acceso")
# Lo que cualquiera puede provocar sin cuenta y sin tope va solo al registro: no debe poder llenar la auditoría.
_SOLO_REGISTRO = frozenset({"acceso.ajeno", "entrar.limitado"})


def anotar(accion: str, objeto: str = "", *, quien: str | None = None, **detalle: Any) -> None:
    """Anota un hecho: en el rastro encadenado de la base operativa y en el registro. Sin contraseñas.

    Args:
        accion: qué pasó, p. ej. ``entrar``, ``entrar.negado``, ``cuenta.rol``, ``acceso.negado``.
        objeto: sobre qué, p. ej. la clave de una cuenta o una ruta.
        quien: quién lo hizo; si se omite, la cuenta de la petición.
    """
    actual = cuenta.actual() if quien is None else None
    autor = quien if quien is not None else (actual.clave if actual else "anónimo")
    direccion = flask.request.remote_addr if flask.has_request_context() else None
    registro.info("%s · %s · %s · %s %s", accion, autor, objeto, direccion, detalle or "")
    if accion not in _SOLO_REGISTRO:
        operacion.anotar(autor, accion, objeto, detalle | {"direccion": direccion})

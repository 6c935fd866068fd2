"""La dirección de la petición en curso y los enlaces que conservan sus filtros.

Una página es función de su dirección: todo filtro vive en la cadena de consulta. Aquí se
guarda la dirección mientras se dibuja y se arman enlaces relativos a ella.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from urllib.parse import quote, urlencode

FILTROS_COMUNES = ("periodo", "eje", "area", "criticas")
REPORTADO = "reportado"
LARGO_MAXIMO = 200


@dataclass(frozen=True)
class Direccion:
    """Ruta y parámetros (ya depurados) de la pantalla que se dibuja."""

    ruta: str = "/"
    parametros: Mapping[str, str] = field(default_factory=dict)


_actual: ContextVar[Direccion] = ContextVar("direccion")
_INICIO = Direccion()


def actual() -> Direccion:
    """La dirección que se está dibujando; fuera de una página, la raíz."""
    return _actual.get(_INICIO)


@contextmanager
def dibujando(direccion: Direccion) -> Iterator[None]:
    """Fija la dirección mientras se dibuja una pantalla."""
    ficha = _actual.set(direccion)
    try:
        yield
    finally:
        _actual.reset(ficha)


def depurar(crudos: Mapping[str, object]) -> dict[str, str]:
    """Parámetros de la dirección como texto: el último si se repite, sin vacíos ni excesos."""
    limpios: dict[str, str] = {}
    for nombre, valor in crudos.items():
        ultimo = valor[-1] if isinstance(valor, list) and valor else valor
        if isinstance(ultimo, str) and ultimo.strip() and len(ultimo) <= LARGO_MAXIMO and len(nombre) <= 40:
            limpios[nombre] = ultimo.strip()
    return limpios


def armar(ruta: str, parametros: Mapping[str, str | None]) -> str:
    """Une ruta y parámetros no vacíos."""
    presentes = {nombre: valor for nombre, valor in parametros.items() if valor}
    return f"{ruta}?{urlencode(presentes, quote_via=quote)}" if presentes else ruta


def aqui(**cambios: str | None) -> str:
    """La misma pantalla con esos parámetros cambiados (``None`` quita el parámetro)."""
    direccion = actual()
    return armar(direccion.ruta, {**direccion.parametros, **cambios})


def hacia(ruta: str, conservar: tuple[str, ...] = FILTROS_COMUNES, **cambios: str | None) -> str:
    """Otra pantalla, conservando los filtros comunes de esta.

    Args:
        ruta: ruta del portal, p. ej. ``/metas/DESU-01``.
        conservar: nombres de parámetros que viajan si están presentes.
        cambios: parámetros que se fijan (o se quitan, con ``None``).
    """
    parametros = actual().parametros
    propios = {nombre: valor for nombre, valor in parametros.items() if nombre in conservar}
    if parametros.get("vista") == REPORTADO and "periodo" in conservar and "periodo" not in cambios:
        propios["vista"] = REPORTADO  # «como se reportó» es de un mes: viaja con él
    return armar(ruta, {**propios, **cambios})

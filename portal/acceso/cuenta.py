"""Quién hace la petición en curso. Lo pone la puerta; los demás solo lo leen."""

from __future__ import annotations

import functools
from dataclasses import dataclass

import flask
from flask_login import AnonymousUserMixin, UserMixin, current_user

from portal.acceso import matriz


@dataclass(frozen=True)
class Cuenta(UserMixin):
    """Una persona con cuenta: su rol, y sus áreas (nulas = todas)."""

    usuario: int
    clave: str
    nombre: str
    rol: str
    areas: frozenset[str] | None = None
    huella: str = ""
    debe_cambiar: bool = False
    es_demostracion: bool = False
    es_local: bool = True

    def get_id(self) -> str:
        """Lo que Flask-Login usa por identidad."""
        return str(self.usuario)

    def puede(self, capacidad: str) -> bool:
        """¿Tiene esa capacidad de la matriz?"""
        return matriz.leer().puede(self.rol, capacidad)

    @property
    def modulos(self) -> frozenset[str]:
        """Las páginas que abre."""
        return _modulos(self.rol)

    @property
    def alcance(self) -> str:
        """Lo que distingue lo que ve de lo que ven otros: va en la llave de todo lo guardado."""
        return f"{self.rol} {'*' if self.areas is None else ','.join(sorted(self.areas))}"


@functools.cache
def _modulos(rol: str) -> frozenset[str]:
    return matriz.leer().modulos_de(rol)


@functools.lru_cache(maxsize=4096)
def _abre(rol: str, ruta: str) -> bool:
    pagina = matriz.pagina_de(ruta)
    return pagina is None or pagina.modulo in _modulos(rol)


def abre(destino: str) -> bool:
    """¿Quien mira puede abrir la página a la que lleva ese enlace? Lo que no es página, o sin petición, sí."""
    quien = actual()
    return quien is None or _abre(quien.rol, destino.partition("?")[0].partition("#")[0])


class Anonima(AnonymousUserMixin):
    """Nadie: no puede nada y no ve ningún renglón."""


def actual() -> Cuenta | None:
    """La cuenta de la petición; ``None`` si es anónima o no hay petición."""
    if not flask.has_request_context():
        return None
    quien = flask.g.get("_login_user")  # donde Flask-Login deja a quien ya cargó; cada enlace pregunta
    if quien is None:
        quien = current_user._get_current_object()
    return quien if isinstance(quien, Cuenta) else None


def areas() -> frozenset[str] | None:
    """Las áreas de la petición: nulas = todas. Una petición sin cuenta no ve ninguna; fuera de una, todas."""
    if not flask.has_request_context():
        return None
    quien = actual()
    return frozenset() if quien is None else quien.areas


def alcance() -> str:
    """Rol y áreas de la petición, para las llaves de lo guardado."""
    quien = actual()
    return "" if quien is None else quien.alcance

"""La matriz de roles y capacidades (``matriz.yml``), leída una vez y comprobada contra la aplicación al arrancar."""

from __future__ import annotations

import functools
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import dash
import yaml

from dominio.operacion.usuarios import ROLES
from portal.paginas import INDICE, Pagina

ARCHIVO = Path(__file__).with_name("matriz.yml")
ABIERTA, CUENTA, PAGINA, DESCARGA, CALLBACK, NAVEGADOR = (
    "abierta", "cuenta", "pagina", "descarga", "callback", "navegador",
)  # fmt: skip


class MatrizIncompleta(RuntimeError):
    """A la aplicación le sobra algo que la matriz no dice; el portal no arranca."""


@dataclass(frozen=True)
class Capacidad:
    """Lo que se puede hacer, en palabras, y quién."""

    clave: str
    dice: str
    roles: frozenset[str]


@dataclass(frozen=True)
class Matriz:
    """Lo que dice ``matriz.yml``."""

    capacidades: dict[str, Capacidad]
    paginas: dict[str, str]
    rutas: dict[str, str]
    callbacks: dict[str, str]

    def puede(self, rol: str, capacidad: str) -> bool:
        """¿El rol tiene la capacidad? Lo que no está, no."""
        hallada = self.capacidades.get(capacidad)
        return hallada is not None and rol in hallada.roles

    def abre(self, rol: str, modulo: str) -> bool:
        """¿El rol abre esa página (y sus descargas)?"""
        return self.puede(rol, self.paginas.get(modulo, ""))

    def modulos_de(self, rol: str) -> frozenset[str]:
        """Los módulos que el rol abre."""
        return frozenset(modulo for modulo in self.paginas if self.abre(rol, modulo))


@functools.cache
def leer() -> Matriz:
    """La matriz publicada.

    Raises:
        MatrizIncompleta: un rol o una capacidad no existen.
    """
    crudo: dict[str, Any] = yaml.safe_load(ARCHIVO.read_text(encoding="utf-8"))
    capacidades = {c: Capacidad(c, d["dice"], frozenset(d["roles"])) for c, d in crudo["capacidades"].items()}
    ajenos = {rol for c in capacidades.values() for rol in c.roles} - set(ROLES)
    conocidas = set(capacidades)
    sueltas = {
        *(set(crudo["paginas"].values()) - conocidas),
        *(set(crudo["rutas"].values()) - conocidas - {ABIERTA, CUENTA, PAGINA, DESCARGA, CALLBACK}),
        *(set(crudo["callbacks"].values()) - conocidas - {PAGINA, NAVEGADOR}),
    }
    if ajenos or sueltas:
        raise MatrizIncompleta(f"matriz.yml nombra lo que no existe: {', '.join(sorted(ajenos | sueltas))}.")
    return Matriz(capacidades, crudo["paginas"], crudo["rutas"], crudo["callbacks"])


def _faltan(que: str, hay: Iterable[str], dichos: Iterable[str]) -> list[str]:
    return [f"{que}: {nombre}" for nombre in sorted(set(hay) - set(dichos))]


def comprobar(app: dash.Dash) -> None:
    """Toda página, ruta y callback de la aplicación está en la matriz.

    Raises:
        MatrizIncompleta: dice qué falta y dónde se agrega.
    """
    matriz = leer()
    faltan = [
        *_faltan("páginas", (pagina.modulo for pagina in INDICE), matriz.paginas),
        *_faltan("rutas", (regla.endpoint for regla in app.server.url_map.iter_rules()), matriz.rutas),
        *_faltan("callbacks", app.callback_map, matriz.callbacks),
    ]
    del_servidor = [c for c, datos in app.callback_map.items() if datos.get("callback") is not None]
    faltan += [f"callbacks: {c} corre en el servidor y la matriz dice «{NAVEGADOR}»"
               for c in del_servidor if matriz.callbacks.get(c) == NAVEGADOR]  # fmt: skip
    if faltan:
        raise MatrizIncompleta(
            "El portal no arranca: portal/acceso/matriz.yml no dice quién puede usar lo siguiente. "
            "Agréguelo ahí, bajo su apartado:\n  " + "\n  ".join(faltan)
        )


def pagina_de(ruta: str) -> Pagina | None:
    """La página del ÍNDICE a la que corresponde una dirección."""
    limpia = ruta.rstrip("/") or "/"
    for pagina in INDICE:
        raiz, _, variable = pagina.ruta.partition("/<")
        resto = limpia.removeprefix(f"{raiz}/")
        if limpia == pagina.ruta or (variable and limpia != resto and resto and "/" not in resto):
            return pagina
    return None

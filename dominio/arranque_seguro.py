"""Lo que impide arrancar: secretos débiles o a la vista, depuración encendida, puertas que no deben abrirse.

Se niega con todos los motivos a la vez y cómo corregir cada uno. Nunca dice el valor de un secreto.
"""

from __future__ import annotations

import stat
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError

from dominio.configuracion import ZONA_HORARIA, Configuracion

LARGO_DE_SECRETO = 32
LARGO_DE_CLAVE_DE_BASE = 12
_VARIEDAD = 8
_APAGADO = frozenset({"", "0", "false", "no", "off"})
_DEPURACION = ("FLASK_DEBUG", "DASH_DEBUG", "DASH_HOT_RELOAD", "DASH_UI", "WERKZEUG_DEBUG_PIN", "PYTHONINSPECT")
_CLAVES_CONOCIDAS = frozenset(
    {"mirador", "postgres", "password", "contraseña", "secreto", "secret", "changeme", "admin"}
)


class ArranqueInseguro(RuntimeError):
    """No se arranca; el mensaje trae un renglón por motivo."""


def exigir(cfg: Configuracion, entorno: Mapping[str, str]) -> None:
    """Revisa la instalación antes de servir.

    Args:
        cfg: la instalación.
        entorno: variables con las que se arrancaría.

    Raises:
        ArranqueInseguro: algo no es seguro; dice todo lo que hay que corregir.
    """
    motivos = [*_de_secretos(cfg), *_de_entorno(entorno), *_de_base(cfg), *_de_zona()]
    if motivos:
        raise ArranqueInseguro("No se arranca:\n" + "\n".join(f"  ✗ {motivo}" for motivo in motivos))


def _de_secretos(cfg: Configuracion) -> Iterator[str]:
    carpeta = cfg.estado / "portal"
    if not carpeta.is_dir():
        return
    for ruta in sorted(carpeta.iterdir()):
        nombre = f"{cfg.estado.name}/portal/{ruta.name}"
        if ruta.is_symlink():
            yield f"{nombre} es un enlace; ponga ahí el archivo."
        elif ruta.is_file() and stat.S_IMODE(ruta.stat().st_mode) & 0o077:
            yield f"{nombre} lo puede leer quien no es su dueño. Corrija: chmod 600 {nombre}"
        elif ruta.name == "secreto":
            yield from _de_un_secreto(ruta, nombre)


def _de_un_secreto(ruta: Path, nombre: str) -> Iterator[str]:
    contenido = ruta.read_bytes()
    if len(contenido) < LARGO_DE_SECRETO:
        yield f"{nombre} mide {len(contenido)} bytes; lo menos son {LARGO_DE_SECRETO}. Bórrelo y se creará uno bueno."
    elif len(set(contenido)) < _VARIEDAD:
        yield f"{nombre} no es azaroso (se repiten sus bytes). Bórrelo y se creará uno bueno."


def _encendida(entorno: Mapping[str, str], nombre: str) -> bool:
    return entorno.get(nombre, "").strip().casefold() not in _APAGADO


def _de_entorno(entorno: Mapping[str, str]) -> Iterator[str]:
    for nombre in _DEPURACION:
        if _encendida(entorno, nombre):
            yield f"{nombre} enciende la depuración, que muestra el código a quien entre. Quítela."
    for nombre in sorted(n for n in entorno if n.startswith("DASH_MCP") and _encendida(entorno, n)):
        yield f"{nombre} expone los callbacks como herramientas. Quítela."
    if entorno.get("GUNICORN_CMD_ARGS", "").strip():
        yield "GUNICORN_CMD_ARGS cambia cómo escucha el portal (dirección, socket de control, recarga). Quítela."


def _de_base(cfg: Configuracion) -> Iterator[str]:
    try:
        clave = make_url(cfg.url_bd).password
    except ArgumentError:
        yield "MIRADOR_BD no es una URL de base de datos."
        return
    if clave is None:
        return
    if str(clave).casefold() in _CLAVES_CONOCIDAS:
        yield "La contraseña de MIRADOR_BD es de las conocidas. Cámbiela en la base y en MIRADOR_BD."
    elif len(str(clave)) < LARGO_DE_CLAVE_DE_BASE:
        yield f"La contraseña de MIRADOR_BD tiene menos de {LARGO_DE_CLAVE_DE_BASE} caracteres. Cámbiela."


def _de_zona() -> Iterator[str]:
    """Con datos de zona viejos, julio sale con horario de verano y los plazos se corren una hora."""
    if datetime(2026, 7, 1, tzinfo=UTC).astimezone(ZONA_HORARIA).utcoffset() != timedelta(hours=-6):
        yield "Los datos de zonas horarias son anteriores a octubre de 2022. Actualice el paquete tzdata."

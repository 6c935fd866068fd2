"""Cuentas del portal: rol, áreas y contraseña. La primera se crea aquí, por línea de órdenes; nunca por la web.

``python -m dominio.operacion.usuarios crear CUENTA --nombre "…" --rol administracion`` pide la contraseña.
"""

from __future__ import annotations

import argparse
import getpass
import re
import secrets
import sys
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from dominio.configuracion import cargar
from dominio.operacion import base, contrasenas
from dominio.operacion.base import METADATOS

ROLES: Mapping[str, str] = {
    "ejecutivo": "Ejecutivo",
    "analista": "Analista",
    "captura_area": "Captura de área",
    "datos": "Datos",
    "administracion": "Administración",
}
LOCAL, INSTITUCIONAL = "local", "institucional"
_CLAVE = re.compile(r"[a-z0-9][a-z0-9._@-]{2,79}")
_AREA = re.compile(r"[A-Za-z0-9_-]{1,20}")

USUARIOS = sa.Table(
    "usuarios",
    METADATOS,
    sa.Column("usuario", sa.Integer, primary_key=True, autoincrement=True),
    sa.Column("clave", sa.String(80), nullable=False, unique=True),
    sa.Column("nombre", sa.String(120), nullable=False),
    sa.Column("correo", sa.String(200), nullable=False),
    sa.Column("rol", sa.String(20), nullable=False),
    sa.Column("areas", sa.String(2000), nullable=True),
    sa.Column("origen", sa.String(20), nullable=False),
    sa.Column("sujeto", sa.String(500), nullable=True, unique=True),
    sa.Column("contrasena", sa.String(300), nullable=True),
    sa.Column("debe_cambiar", sa.Boolean, nullable=False),
    sa.Column("esta_activa", sa.Boolean, nullable=False),
    sa.Column("es_demostracion", sa.Boolean, nullable=False),
    sa.Column("sello", sa.Integer, nullable=False),
    sa.Column("creada_en", sa.DateTime, nullable=False),
)


class CuentaInvalida(ValueError):
    """Lo pedido no se puede hacer; el mensaje dice por qué y cómo corregirlo."""


@dataclass(frozen=True)
class Usuario:
    """Una cuenta. ``areas`` nula = todas; ``sello`` cambia cuando sus sesiones dejan de valer. Sin contraseña."""

    usuario: int
    clave: str
    nombre: str
    correo: str
    rol: str
    areas: frozenset[str] | None
    origen: str
    debe_cambiar: bool
    esta_activa: bool
    es_demostracion: bool
    sello: int


def ahora() -> datetime:
    """Momento actual en UTC, sin zona."""
    return datetime.now(UTC).replace(tzinfo=None)


def de_fila(fila: Any) -> Usuario:
    """La cuenta de un renglón de la tabla."""
    areas = None if fila.areas is None else frozenset(a for a in fila.areas.split(",") if a)
    return Usuario(
        fila.usuario, fila.clave, fila.nombre, fila.correo, fila.rol, areas, fila.origen, bool(fila.debe_cambiar),
        bool(fila.esta_activa), bool(fila.es_demostracion), fila.sello,
    )  # fmt: skip


def _areas(rol: str, areas: Collection[str] | None) -> str | None:
    """Las áreas como se guardan. Quien captura por un área la lleva siempre."""
    if areas is None:
        if rol == "captura_area":
            raise CuentaInvalida("Una cuenta de captura lleva al menos un área, por ejemplo DGO.")
        return None
    limpias = sorted({a.strip() for a in areas if a.strip()})
    if not limpias or not all(_AREA.fullmatch(a) for a in limpias):
        raise CuentaInvalida("Las áreas se escriben con su clave, separadas por coma, por ejemplo DGO,DGA.")
    return ",".join(limpias)


def _revisar(rol: str, nombre: str) -> None:
    if rol not in ROLES:
        raise CuentaInvalida(f"El rol {rol!r} no existe. Use uno de: {', '.join(ROLES)}.")
    if not nombre.strip() or len(nombre) > 120:
        raise CuentaInvalida("Falta el nombre o el puesto (hasta 120 caracteres).")


def crear(
    motor: sa.Engine, clave: str, nombre: str, rol: str, areas: Collection[str] | None = None, *,
    contrasena: str | None = None, correo: str = "", origen: str = LOCAL, debe_cambiar: bool = False,
    es_demostracion: bool = False,
) -> Usuario:  # fmt: skip
    """Crea una cuenta; sin contraseña solo se entra por el proveedor institucional o con un clic en demostración.

    Raises:
        CuentaInvalida: ya existe o algo no se entiende.
        contrasenas.ContrasenaInaceptable: la contraseña no cumple.
    """
    clave = clave.strip().lower()
    if not _CLAVE.fullmatch(clave):
        raise CuentaInvalida("La cuenta lleva de 3 a 80 letras, números, punto, guion o arroba, sin acentos.")
    _revisar(rol, nombre)
    if origen == INSTITUCIONAL and (contrasena is not None or "@" not in correo):
        raise CuentaInvalida("Una cuenta institucional lleva correo y no lleva contraseña.")
    if contrasena is not None:
        contrasenas.revisar(contrasena, clave)
    valores = {
        "clave": clave, "nombre": nombre.strip(), "correo": correo.strip().lower(), "rol": rol,
        "areas": _areas(rol, areas), "origen": origen, "sujeto": None,
        "contrasena": None if contrasena is None else contrasenas.picar(contrasena), "debe_cambiar": debe_cambiar,
        "esta_activa": True, "es_demostracion": es_demostracion, "sello": 1, "creada_en": ahora(),
    }  # fmt: skip
    try:
        with motor.begin() as conexion:
            numero = conexion.execute(USUARIOS.insert().values(valores)).inserted_primary_key
    except IntegrityError as error:
        raise CuentaInvalida(f"La cuenta {clave} ya existe.") from error
    return _exigir(motor, int(numero[0]) if numero else 0)


def _una(motor: sa.Engine, condicion: Any) -> Any:
    with motor.connect() as conexion:
        return conexion.execute(sa.select(USUARIOS).where(condicion)).first()


def _exigir(motor: sa.Engine, usuario: int) -> Usuario:
    fila = _una(motor, USUARIOS.c.usuario == usuario)
    if fila is None:
        raise CuentaInvalida("Esa cuenta no existe.")
    return de_fila(fila)


def buscar(motor: sa.Engine, clave: str) -> Usuario | None:
    """La cuenta con esa clave, o ``None``."""
    fila = _una(motor, USUARIOS.c.clave == clave.strip().lower())
    return None if fila is None else de_fila(fila)


def listar(motor: sa.Engine) -> list[Usuario]:
    """Todas las cuentas, por clave."""
    with motor.connect() as conexion:
        return [de_fila(fila) for fila in conexion.execute(sa.select(USUARIOS).order_by(USUARIOS.c.clave))]


def hay_reales(motor: sa.Engine) -> bool:
    """¿Hay alguna cuenta que no sea de demostración?"""
    return _una(motor, ~USUARIOS.c.es_demostracion) is not None


def tiene_contrasena(motor: sa.Engine, usuario: int) -> bool:
    """¿La cuenta entra con contraseña? Las de un clic y las institucionales, no."""
    fila = _una(motor, USUARIOS.c.usuario == usuario)
    return fila is not None and fila.contrasena is not None


def autenticar(motor: sa.Engine, clave: str, contrasena: str) -> Usuario | None:
    """La cuenta, si la contraseña es la suya y está activa. Ausente o presente, se calcula lo mismo."""
    fila = _una(motor, USUARIOS.c.clave == clave.strip().lower()[:80])
    sirve = fila is not None and fila.esta_activa and fila.origen == LOCAL
    acierta = contrasenas.coincide(fila.contrasena if sirve else None, contrasena)
    return de_fila(fila) if acierta else None


def _cambiar(motor: sa.Engine, usuario: int, **valores: Any) -> Usuario:
    """Cambia y adelanta el sello: desde ese momento ninguna sesión abierta antes vale."""
    with motor.begin() as conexion:
        conexion.execute(
            USUARIOS.update().where(USUARIOS.c.usuario == usuario).values(**valores, sello=USUARIOS.c.sello + 1)
        )
    return _exigir(motor, usuario)


def _exigir_local(motor: sa.Engine, usuario: int) -> Usuario:
    cuenta = _exigir(motor, usuario)
    if cuenta.origen != LOCAL:
        raise CuentaInvalida("Una cuenta institucional no tiene contraseña en este portal.")
    return cuenta


def cambiar_contrasena(motor: sa.Engine, usuario: int, actual: str, nueva: str) -> Usuario:
    """La propia contraseña, diciendo la actual; cierra las sesiones abiertas.

    Raises:
        CuentaInvalida: la actual no es, o la cuenta es institucional.
        contrasenas.ContrasenaInaceptable: la nueva no cumple.
    """
    cuenta = _exigir_local(motor, usuario)
    contrasenas.revisar(nueva, cuenta.clave)
    if autenticar(motor, cuenta.clave, actual) is None:
        raise CuentaInvalida("La contraseña actual no es esa.")
    if nueva == actual:
        raise CuentaInvalida("La contraseña nueva es igual a la actual.")
    return _cambiar(motor, usuario, contrasena=contrasenas.picar(nueva), debe_cambiar=False)


def restablecer(motor: sa.Engine, usuario: int) -> str:
    """Una contraseña provisional, que se dice una sola vez y se cambia al entrar; cierra las sesiones abiertas."""
    _exigir_local(motor, usuario)
    provisional = secrets.token_urlsafe(15)
    _cambiar(motor, usuario, contrasena=contrasenas.picar(provisional), debe_cambiar=True)
    return provisional


def cambiar_rol(motor: sa.Engine, usuario: int, rol: str, areas: Collection[str] | None) -> Usuario:
    """Otro rol u otras áreas; cierra las sesiones abiertas."""
    cuenta = _exigir(motor, usuario)
    _revisar(rol, cuenta.nombre)
    if rol != "administracion":
        _que_quede_quien_administre(motor, cuenta)
    return _cambiar(motor, usuario, rol=rol, areas=_areas(rol, areas))


def activar(motor: sa.Engine, usuario: int, *, activa: bool) -> Usuario:
    """Apaga o vuelve a encender una cuenta; cierra las sesiones abiertas."""
    cuenta = _exigir(motor, usuario)
    if not activa:
        _que_quede_quien_administre(motor, cuenta)
    return _cambiar(motor, usuario, esta_activa=activa)


def _que_quede_quien_administre(motor: sa.Engine, cuenta: Usuario) -> None:
    otras = [
        u for u in listar(motor)
        if u.usuario != cuenta.usuario and u.rol == "administracion" and u.esta_activa
        and u.es_demostracion == cuenta.es_demostracion
    ]  # fmt: skip
    if cuenta.rol == "administracion" and cuenta.esta_activa and not otras:
        raise CuentaInvalida("Es la única cuenta de administración: cree otra antes.")


def institucional(motor: sa.Engine, sujeto: str, correo: str, *, correo_verificado: bool) -> Usuario | None:
    """La cuenta institucional de esa persona. Nadie entra sin que administración le haya creado la suya.

    La primera vez se liga por correo verificado; después, solo por el sujeto que da el proveedor.
    """
    fila = _una(motor, USUARIOS.c.sujeto == sujeto)
    if fila is None and correo_verificado and correo:
        libre = sa.and_(
            USUARIOS.c.correo == correo.strip().lower(), USUARIOS.c.origen == INSTITUCIONAL, USUARIOS.c.sujeto.is_(None)
        )
        with motor.begin() as conexion:
            conexion.execute(USUARIOS.update().where(libre).values(sujeto=sujeto))
        fila = _una(motor, USUARIOS.c.sujeto == sujeto)
    return de_fila(fila) if fila is not None and fila.esta_activa and fila.origen == INSTITUCIONAL else None


# ── línea de órdenes ─────────────────────────────────────────────────────────
def _pedir_contrasena() -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\n")
    una, otra = getpass.getpass("Contraseña: "), getpass.getpass("Otra vez: ")
    if una != otra:
        raise CuentaInvalida("Las dos contraseñas no son iguales.")
    return una


def _opciones(argumentos: list[str] | None) -> argparse.Namespace:
    lector = argparse.ArgumentParser(prog="python -m dominio.operacion.usuarios", description="Cuentas del portal.")
    ordenes = lector.add_subparsers(dest="orden", required=True)
    nueva = ordenes.add_parser("crear", help="crea una cuenta; pide la contraseña (o la lee de la entrada)")
    nueva.add_argument("cuenta")
    nueva.add_argument("--nombre", default="Administración del portal", help="nombre o puesto")
    nueva.add_argument("--rol", default="administracion", choices=list(ROLES))
    nueva.add_argument("--areas", help="claves separadas por coma; sin ellas, todas")
    nueva.add_argument("--correo", default="")
    nueva.add_argument("--institucional", action="store_true", help="entra por el proveedor institucional")
    ordenes.add_parser("listar", help="las cuentas y su rol")
    for orden, ayuda in (("apagar", "ya no entra"), ("encender", "vuelve a entrar"), ("restablecer", "da otra clave")):
        ordenes.add_parser(orden, help=ayuda).add_argument("cuenta")
    return lector.parse_args(argumentos)


def _obedecer(motor: sa.Engine, o: argparse.Namespace) -> list[str]:
    if o.orden == "crear":
        hecha = crear(
            motor, o.cuenta, o.nombre, o.rol, o.areas.split(",") if o.areas else None, correo=o.correo,
            contrasena=None if o.institucional else _pedir_contrasena(),
            origen=INSTITUCIONAL if o.institucional else LOCAL,
        )  # fmt: skip
        return [f"Cuenta {hecha.clave} creada con el rol {ROLES[hecha.rol]}."]
    if o.orden == "listar":
        return [
            f"{u.clave}\t{ROLES[u.rol]}\t{','.join(sorted(u.areas)) if u.areas else 'todas las áreas'}"
            f"{'' if u.esta_activa else chr(9) + 'apagada'}{chr(9) + 'demostración' if u.es_demostracion else ''}"
            for u in listar(motor)
        ]
    cuenta = buscar(motor, o.cuenta)
    if cuenta is None:
        raise CuentaInvalida(f"La cuenta {o.cuenta} no existe.")
    if o.orden == "restablecer":
        return [f"Contraseña provisional de {cuenta.clave} (se cambia al entrar): {restablecer(motor, cuenta.usuario)}"]
    activar(motor, cuenta.usuario, activa=o.orden == "encender")
    return [f"Cuenta {cuenta.clave} {'encendida' if o.orden == 'encender' else 'apagada'}."]


def main(argumentos: list[str] | None = None) -> int:
    """Crea, lista, apaga, enciende o restablece cuentas de la base operativa de la configuración."""
    opciones = _opciones(argumentos)
    url = cargar().url_bd
    try:
        base.preparar(url)
        lineas = _obedecer(base.motor(url), opciones)
    except (CuentaInvalida, contrasenas.ContrasenaInaceptable, base.BaseOperativaInaccesible) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    sys.stdout.write("".join(f"{linea}\n" for linea in lineas))
    return 0


if __name__ == "__main__":
    sys.exit(main())

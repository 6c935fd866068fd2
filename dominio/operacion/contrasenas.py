"""Contraseñas: argon2id con los parámetros mínimos de OWASP, y cuántas se calculan a la vez."""

from __future__ import annotations

import contextlib
import threading
from collections.abc import Iterator

from argon2 import PasswordHasher, Type
from argon2.exceptions import InvalidHashError, VerificationError

MINIMO, MAXIMO = 12, 256
A_LA_VEZ = 2
ESPERA_S = 8.0
_picadora = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1, hash_len=32, salt_len=16, type=Type.ID)
_turnos = threading.BoundedSemaphore(A_LA_VEZ)
# La de nadie: se compara cuando la cuenta no existe, para que cueste lo mismo que cuando sí.
_DE_NADIE = _picadora.hash("no hay cuenta con esta contraseña")


class ContrasenaInaceptable(ValueError):
    """La contraseña no cumple; el mensaje dice por qué."""


class SinTurno(RuntimeError):
    """Hay demasiadas personas entrando en este momento."""


@contextlib.contextmanager
def _turno() -> Iterator[None]:
    """Cada cálculo usa 19 MiB: más de unos cuantos a la vez se comerían la memoria."""
    if not _turnos.acquire(timeout=ESPERA_S):
        raise SinTurno("Hay muchas personas entrando. Intente en un momento.")
    try:
        yield
    finally:
        _turnos.release()


def revisar(contrasena: str, nombre: str = "") -> None:
    """Acepta de 12 a 256 caracteres que no sean el nombre de la cuenta ni uno repetido.

    Raises:
        ContrasenaInaceptable: no cumple.
    """
    if len(contrasena) < MINIMO:
        raise ContrasenaInaceptable(f"La contraseña debe tener al menos {MINIMO} caracteres.")
    if len(contrasena) > MAXIMO:
        raise ContrasenaInaceptable(f"La contraseña no puede pasar de {MAXIMO} caracteres.")
    if len(set(contrasena)) < 4 or (nombre and nombre.casefold() in contrasena.casefold()):
        raise ContrasenaInaceptable("La contraseña es fácil de adivinar: no use su cuenta ni repita un carácter.")


def picar(contrasena: str) -> str:
    """La huella argon2id que se guarda."""
    with _turno():
        return _picadora.hash(contrasena)


def coincide(guardada: str | None, contrasena: str) -> bool:
    """Compara; sin contraseña guardada (cuenta ausente, apagada o institucional) trabaja igual y dice que no."""
    with _turno():
        try:
            hallada = _picadora.verify(guardada or _DE_NADIE, contrasena[:MAXIMO])
        except (VerificationError, InvalidHashError):
            return False
    return hallada and guardada is not None

"""Abrir la base operativa: SQLite en ``estado/`` por omisión, PostgreSQL por URL (``MIRADOR_BD``).

Los esquemas cambian con Alembic (``migraciones/``). Los momentos se guardan en UTC.
"""

from __future__ import annotations

import contextlib
import fcntl
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from alembic import command
from alembic.config import Config
from sqlalchemy import Connection, Engine, MetaData, create_engine, event, text
from sqlalchemy.engine import make_url

METADATOS = MetaData()
MIGRACIONES = Path(__file__).resolve().parent / "migraciones"
ESPERA_S = 10
_CANDADO_PG = 7_203_411


class BaseOperativaInaccesible(RuntimeError):
    """La base operativa no abre; el mensaje dice cuál y qué revisar, sin contraseñas."""


def archivo_sqlite(url: str) -> Path | None:
    """El archivo de una base SQLite; ``None`` si la base es otra."""
    partes = make_url(url)
    es_archivo = partes.get_backend_name() == "sqlite" and partes.database not in (None, "", ":memory:")
    return Path(str(partes.database)) if es_archivo else None


def motor(url: str) -> Engine:
    """El motor para esa URL; ábrase uno por proceso, después de bifurcar."""
    partes = make_url(url)
    if partes.get_backend_name() == "sqlite":
        hecho = create_engine(partes, connect_args={"timeout": ESPERA_S})
        event.listen(hecho, "connect", _ajustar_sqlite)
        return hecho
    if partes.drivername == "postgresql":
        partes = partes.set(drivername="postgresql+psycopg")
    return create_engine(partes, pool_pre_ping=True, pool_size=4, max_overflow=4)


def preparar(url: str) -> None:
    """Crea la base o la pone al día; dos procesos a la vez no se estorban.

    Raises:
        BaseOperativaInaccesible: no abre o no se puede migrar.
    """
    abierto = motor(url)
    try:
        with _turno(url), abierto.connect() as conexion:
            if abierto.dialect.name == "postgresql":
                conexion.execute(text("select pg_advisory_lock(:llave)"), {"llave": _CANDADO_PG})
                conexion.commit()
            _migrar(conexion)
            conexion.commit()
        _solo_del_dueno(url)
    except Exception as error:
        raise BaseOperativaInaccesible(
            f"La base operativa {make_url(url).render_as_string(hide_password=True)} no abre "
            f"({type(error).__name__}). Revise MIRADOR_BD, el disco y los permisos."
        ) from error
    finally:
        abierto.dispose()


def _solo_del_dueno(url: str) -> None:
    """El archivo guarda cuentas y sesiones: nadie más de la máquina lo lee."""
    archivo = archivo_sqlite(url)
    if archivo is not None and archivo.stat().st_mode & 0o077:
        archivo.chmod(0o600)


def _migrar(conexion: Connection) -> None:
    configuracion = Config()
    configuracion.set_main_option("script_location", str(MIGRACIONES))
    configuracion.attributes["conexion"] = conexion
    command.upgrade(configuracion, "heads")


@contextlib.contextmanager
def _turno(url: str) -> Iterator[None]:
    archivo = archivo_sqlite(url)
    if archivo is None:
        yield
        return
    archivo.parent.mkdir(parents=True, exist_ok=True)
    with archivo.with_name(f"{archivo.name}.turno").open("w") as turno:
        fcntl.flock(turno, fcntl.LOCK_EX)
        yield


def _ajustar_sqlite(conexion: Any, _registro: Any) -> None:
    cursor = conexion.cursor()
    for ajuste in ("journal_mode = wal", "synchronous = full", "foreign_keys = on"):
        cursor.execute(f"pragma {ajuste}")
    cursor.close()

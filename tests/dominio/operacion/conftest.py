"""La base operativa en los dos motores: SQLite y un PostgreSQL de verdad, uno por módulo."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa

from dominio.operacion import base
from tests import postgresql


@pytest.fixture(scope="session")
def url_postgresql() -> Iterator[str]:
    """Un PostgreSQL propio."""
    with postgresql.servidor() as url:
        yield url


@pytest.fixture(params=["sqlite", "postgresql"])
def url_vacia(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """Una base preparada y sin nada, ni siquiera rastro."""
    if request.param == "sqlite":
        direccion = f"sqlite:///{tmp_path / 'estado' / 'operativa.sqlite'}"
    else:
        direccion = str(request.getfixturevalue("url_postgresql"))
        motor = base.motor(direccion)
        with motor.begin() as conexion:
            conexion.execute(sa.text("drop schema public cascade"))
            conexion.execute(sa.text("create schema public"))
        motor.dispose()
    base.preparar(direccion)
    return direccion

"""El portal sobre una carpeta de publicaciones propia, en proceso."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import flask
import pytest

from portal import almacen
from portal.app import crear_app
from tests.cuentas import con_cuenta
from tests.portal.publicador import publicar


@pytest.fixture
def publicado(tmp_path: Path) -> Iterator[Path]:
    """Carpeta de publicaciones vacía, a la que apunta el portal."""
    carpeta = tmp_path / "publicado"
    carpeta.mkdir()
    almacen.configurar(carpeta)
    yield carpeta
    almacen.configurar(None)


@pytest.fixture
def con_version(publicado: Path) -> Path:
    """La misma carpeta con una versión publicada y vacía de asuntos."""
    publicar(publicado, "2026-11-10.1", {"mart_prueba__valores": "select 1 as n, 'a' as letra union all select 2, 'b'"})
    return publicado


@pytest.fixture(scope="session")
def servidor() -> flask.Flask:
    """La aplicación WSGI, una vez por sesión."""
    aplicacion: flask.Flask = crear_app().server
    return con_cuenta(aplicacion)

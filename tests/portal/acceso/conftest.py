"""El portal con su puerta de verdad: base operativa propia, publicación de demostración y navegadores sin cuenta."""

from __future__ import annotations

import re
import shutil
from collections.abc import Callable, Iterator
from pathlib import Path

import flask
import pytest
import sqlalchemy as sa
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from dominio.operacion import base, contrasenas, usuarios
from portal.app import crear_app
from tests.portal.publicador import publicar

ORIGEN = {"Origin": "http://localhost"}
BUENA, OTRA = "una frase larga 1", "otra frase larga 2"
_FICHA = re.compile(r'name="ficha" value="([0-9a-f]{64})"')


@pytest.fixture(scope="session")
def con_puerta() -> flask.Flask:
    """La aplicación, sin cuenta de prueba: cada quien entra o no entra."""
    hecha: flask.Flask = crear_app().server
    return hecha


@pytest.fixture(scope="session")
def base_vacia(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Una base operativa al día y sin nada, para copiarla."""
    ruta = tmp_path_factory.mktemp("base") / "operativa.sqlite"
    base.preparar(f"sqlite:///{ruta}")
    return ruta


@pytest.fixture
def portal(
    con_puerta: flask.Flask, publicado: Path, base_vacia: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> flask.Flask:
    """El portal con una publicación de demostración y sin ninguna cuenta."""
    shutil.copyfile(base_vacia, tmp_path / "operativa.sqlite")
    monkeypatch.setenv("MIRADOR_BD", f"sqlite:///{tmp_path / 'operativa.sqlite'}")
    monkeypatch.setenv("MIRADOR_ESTADO", str(tmp_path / "estado"))
    areas = "(values ('DGO', 'Obras', 'Obras'), ('CSC', 'Seguridad', 'Seguridad'))"
    publicar(publicado, "2026-11-10.1", {"dim_area": f"from {areas} as a (area_clave, area_corta, area_nombre)"})
    return con_puerta


@pytest.fixture
def motor(portal: flask.Flask, tmp_path: Path) -> Iterator[sa.Engine]:
    url = f"sqlite:///{tmp_path / 'operativa.sqlite'}"
    hecho = base.motor(url)
    yield hecho
    hecho.dispose()


@pytest.fixture
def rapida(monkeypatch: pytest.MonkeyPatch) -> None:
    """argon2 con lo mínimo: lo que cuesta se prueba aparte."""
    ligera = contrasenas.PasswordHasher(time_cost=1, memory_cost=8, parallelism=1)
    monkeypatch.setattr(contrasenas, "_picadora", ligera)
    monkeypatch.setattr(contrasenas, "_DE_NADIE", ligera.hash("nadie"))


@pytest.fixture
def crear(motor: sa.Engine, rapida: None) -> Callable[..., usuarios.Usuario]:
    """Crea cuentas de verdad con la contraseña ``BUENA``."""

    def hacer(clave: str = "ana.perez", rol: str = "administracion", areas: list[str] | None = None, **mas: object):
        return usuarios.crear(motor, clave, f"Puesto {clave}", rol, areas, **({"contrasena": BUENA} | mas))

    return hacer


def ficha_de(respuesta: TestResponse) -> str:
    """La ficha de los formularios de una página."""
    hallada = _FICHA.search(respuesta.get_data(as_text=True))
    assert hallada is not None
    return hallada[1]


def enviar(cliente: FlaskClient, ruta: str, desde: str = "/entrar", **campos: str) -> TestResponse:
    """Un formulario de la página ``desde``, como lo manda el navegador."""
    ficha = ficha_de(cliente.get(desde))
    return cliente.post(ruta, data={"ficha": ficha} | campos, headers=ORIGEN)


def entrar(cliente: FlaskClient, cuenta: str = "ana.perez", contrasena: str = BUENA, **campos: str) -> TestResponse:
    return enviar(cliente, "/entrar", cuenta=cuenta, contrasena=contrasena, **campos)


def sesion_de(cliente: FlaskClient) -> str | None:
    galleta = cliente.get_cookie("mirador_sesion")
    return None if galleta is None else galleta.value

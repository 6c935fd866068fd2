"""Se niega a arrancar con un secreto débil o a la vista, con depuración, o con puertas abiertas (G7, G17, H9)."""

from __future__ import annotations

import dataclasses
import os
import secrets
import subprocess
import sys
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

import arranque
from dominio import arranque_seguro
from dominio.arranque_seguro import ArranqueInseguro, exigir
from dominio.configuracion import RAIZ, Configuracion, cargar
from portal.__main__ import orden


@pytest.fixture
def cfg(tmp_path: Path) -> Configuracion:
    """Una instalación con un secreto bueno."""
    carpeta = tmp_path / "estado" / "portal"
    carpeta.mkdir(parents=True)
    (carpeta / "secreto").write_bytes(secrets.token_bytes(32))
    (carpeta / "secreto").chmod(0o600)
    return dataclasses.replace(cargar(), estado=tmp_path / "estado", url_bd=f"sqlite:///{tmp_path / 'o.sqlite'}")


def test_lo_bueno_arranca(cfg: Configuracion, tmp_path: Path) -> None:
    apagadas = {"FLASK_DEBUG": "0", "DASH_DEBUG": "False", "DASH_MCP_ENABLED": "false", "PATH": "/usr/bin"}
    exigir(cfg, apagadas)
    exigir(dataclasses.replace(cfg, estado=tmp_path / "nada"), {})
    exigir(dataclasses.replace(cfg, url_bd="postgresql://mirador@127.0.0.1/mirador"), {})
    exigir(dataclasses.replace(cfg, url_bd=f"postgresql://mirador:{secrets.token_hex(16)}@127.0.0.1/mirador"), {})


@pytest.mark.parametrize(
    ("contenido", "modo", "motivo"),
    [
        (secrets.token_bytes(32), 0o644, "lo puede leer quien no es su dueño"),
        (secrets.token_bytes(32), 0o640, "lo puede leer quien no es su dueño"),
        (b"corto", 0o600, "mide 5 bytes"),
        (b"", 0o600, "mide 0 bytes"),
        (b"a" * 64, 0o600, "no es azaroso"),
    ],
    ids=["todos-lo-leen", "el-grupo-lo-lee", "corto", "vacio", "repetido"],
)
def test_g7_un_secreto_debil_se_niega(cfg: Configuracion, contenido: bytes, modo: int, motivo: str) -> None:
    ruta = cfg.estado / "portal" / "secreto"
    ruta.write_bytes(contenido)
    ruta.chmod(modo)
    with pytest.raises(ArranqueInseguro, match=motivo) as dicho:
        exigir(cfg, {})
    assert "estado/portal/secreto" in str(dicho.value)


def test_g7_un_secreto_que_es_enlace_se_niega(cfg: Configuracion, tmp_path: Path) -> None:
    (cfg.estado / "portal" / "otro").symlink_to(tmp_path / "fuera")
    with pytest.raises(ArranqueInseguro, match="es un enlace"):
        exigir(cfg, {})


@pytest.mark.parametrize(
    ("variable", "valor", "motivo"),
    [
        ("DASH_MCP_ENABLED", "true", "expone los callbacks"),
        ("DASH_MCP_PATH", "_mcp", "expone los callbacks"),
        ("FLASK_DEBUG", "1", "enciende la depuración"),
        ("DASH_DEBUG", "True", "enciende la depuración"),
        ("DASH_HOT_RELOAD", "yes", "enciende la depuración"),
        ("GUNICORN_CMD_ARGS", "--bind 0.0.0.0:80", "cambia cómo escucha"),
    ],
)
def test_g7_depuracion_y_puertas_se_niegan(cfg: Configuracion, variable: str, valor: str, motivo: str) -> None:
    with pytest.raises(ArranqueInseguro, match=motivo) as dicho:
        exigir(cfg, {variable: valor})
    assert variable in str(dicho.value)


@pytest.mark.parametrize("clave", ["mirador", "Postgres", "corta"])
def test_una_contrasena_de_base_debil_se_niega_sin_decirla(cfg: Configuracion, clave: str) -> None:
    with pytest.raises(ArranqueInseguro, match="contraseña de MIRADOR_BD") as dicho:
        exigir(dataclasses.replace(cfg, url_bd=f"postgresql://u:{clave}@127.0.0.1/x"), {})
    assert clave not in str(dicho.value).replace("MIRADOR_BD", "")


def test_se_dicen_todos_los_motivos_a_la_vez(cfg: Configuracion) -> None:
    (cfg.estado / "portal" / "secreto").chmod(0o644)
    with pytest.raises(ArranqueInseguro) as dicho:
        exigir(cfg, {"FLASK_DEBUG": "1", "DASH_MCP_ENABLED": "1"})
    assert str(dicho.value).count("✗") == 3


def test_h9_con_zonas_horarias_viejas_no_arranca(cfg: Configuracion, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(arranque_seguro, "ZONA_HORARIA", ZoneInfo("America/Chicago"))  # en julio, −05:00
    with pytest.raises(ArranqueInseguro, match="tzdata"):
        exigir(cfg, {})


@pytest.mark.parametrize("modulo", ["-m portal", "-c import portal.servidor"])
def test_el_portal_de_verdad_no_arranca(tmp_path: Path, modulo: str) -> None:
    entorno = os.environ | {"DASH_MCP_ENABLED": "1", "MIRADOR_ALMACEN": str(tmp_path), "MIRADOR_ESTADO": str(tmp_path)}
    hecho = subprocess.run(
        [sys.executable, *modulo.split(" ", 1)], cwd=RAIZ, env=entorno, capture_output=True, text=True, check=False,
        timeout=60,
    )  # fmt: skip
    assert hecho.returncode == 1
    assert "DASH_MCP_ENABLED expone los callbacks" in hecho.stderr


def test_g17_nada_escucha_fuera_de_esta_maquina_ni_abre_socket_de_control() -> None:
    del_portal = orden(8050)
    assert del_portal[del_portal.index("--bind") + 1] == "127.0.0.1:8050"
    assert "--no-control-socket" in del_portal
    de_dagster = arranque.orden_de_dagster(3000)
    assert de_dagster[de_dagster.index("-h") + 1] == "127.0.0.1"
    for texto in (RAIZ / "arranque.py", RAIZ / "portal/__main__.py", RAIZ / "dagster.yaml"):
        assert "0.0.0.0" not in texto.read_text(encoding="utf-8")

"""Simulacro de respaldo y restauración, en SQLite y en PostgreSQL de verdad."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import os
import shutil
import sqlite3
import stat
import subprocess
import sys
import threading
from datetime import date
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import make_url

from dominio.capturas import deposito, recibos
from dominio.capturas.recibos import Recibo
from dominio.configuracion import RAIZ, Configuracion
from dominio.operacion import alertas, auditoria, base, respaldo
from dominio.operacion.respaldo import RespaldoInservible

HOY = date(2026, 11, 10)


def _instalacion(carpeta: Path, url: str) -> Configuracion:
    return Configuracion(
        datos_crudos=carpeta / "datos_crudos", almacen=carpeta / "almacen", estado=carpeta / "estado", hoy=HOY,
        es_demostracion=False, url_bd=url, puerto_portal=8050, puerto_dagster=3000,
    )  # fmt: skip


def _poblar(cfg: Configuracion) -> Recibo:
    """Un original, un secreto, un recibo depositado, y actos en la base operativa."""
    original = cfg.originales / "ab" / ("ab" * 32)
    original.parent.mkdir(parents=True)
    original.write_bytes(b"lo recibido")
    original.chmod(0o444)
    (secreto := cfg.estado / "portal" / "secreto").parent.mkdir()
    secreto.write_bytes(b"s" * 32)
    secreto.chmod(0o600)
    sha256, tamano = deposito.guardar(cfg, io.BytesIO(b"PK captura"), 1 << 20)
    recibo = recibos.registrar(cfg, Recibo(
        sha256, recibos.ahora_utc(), HOY, "octubre.xlsx", tamano, "Enlace", "aceptado", "DGO", date(2026, 10, 1),
        destino=deposito.destino_de("DGO", date(2026, 10, 1), sha256), num_entraron=3))  # fmt: skip
    deposito.depositar(cfg, recibo)
    motor = base.motor(cfg.url_bd)
    for n in range(3):
        alertas.registrar(motor, alertas.Evento(f"A1|M-{n}", "atendida", "Titular", f"vez {n}"))
    motor.dispose()
    return recibo


@pytest.fixture
def cfg(url_vacia: str, tmp_path: Path) -> Configuracion:
    """Una instalación poblada."""
    hecha = _instalacion(tmp_path, url_vacia)
    hecha.estado.mkdir(exist_ok=True)
    _poblar(hecha)
    return hecha


def _maquina_vacia(cfg: Configuracion, tmp_path: Path) -> Configuracion:
    """Otra máquina: carpetas nuevas y una base sin nada."""
    otra = _instalacion(tmp_path / "otra", cfg.url_bd)
    if cfg.url_bd.startswith("sqlite"):
        return dataclasses.replace(otra, url_bd=f"sqlite:///{tmp_path / 'otra' / 'estado' / 'operativa.sqlite'}")
    motor = base.motor(cfg.url_bd)
    with motor.connect().execution_options(isolation_level="AUTOCOMMIT") as conexion:
        conexion.execute(sa.text("drop database if exists otra"))
        conexion.execute(sa.text("create database otra"))
    motor.dispose()
    nueva = make_url(cfg.url_bd).set(database="otra").render_as_string(hide_password=False)
    return dataclasses.replace(otra, url_bd=nueva)


def _contenido(cfg: Configuracion) -> dict[str, bytes]:
    return {
        p.relative_to(cfg.estado).as_posix(): p.read_bytes() for p in sorted(cfg.estado.rglob("*"))
        if p.is_file() and ".sqlite" not in p.name and ".anterior_" not in str(p)
    }  # fmt: skip


def _eventos(cfg: Configuracion) -> list[alertas.Evento]:
    motor = base.motor(cfg.url_bd)
    try:
        return alertas.leer(motor)
    finally:
        motor.dispose()


def test_simulacro_en_una_maquina_vacia_todo_vuelve_igual(cfg: Configuracion, tmp_path: Path) -> None:
    hecho = respaldo.respaldar(cfg, tmp_path / "respaldos")
    assert (hecho.ancla.secuencia, hecho.motor) == (3, make_url(cfg.url_bd).get_backend_name())
    otra = _maquina_vacia(cfg, tmp_path)
    vuelto = respaldo.restaurar(otra, hecho.carpeta)
    assert vuelto.ancla == hecho.ancla
    assert _contenido(otra) == _contenido(cfg)
    assert _eventos(otra) == _eventos(cfg)
    assert len(_eventos(otra)) == 3
    recibo = recibos.buscar(otra, "CAP-000001")
    assert recibo is not None
    assert (recibo.area, recibo.num_entraron, recibo.destino) == ("DGO", 3, recibos.buscar(cfg, "CAP-000001").destino)
    motor = base.motor(otra.url_bd)
    assert auditoria.verificar(motor, hecho.ancla) is None
    # La base restaurada sigue sirviendo: la cadena continúa donde iba.
    alertas.registrar(motor, alertas.Evento("A1|M-9", "atendida", "Titular"))
    assert auditoria.ancla(motor).secuencia == 4
    motor.dispose()


def test_lo_entregado_y_no_publicado_vuelve_a_su_carpeta(cfg: Configuracion, tmp_path: Path) -> None:
    hecho = respaldo.respaldar(cfg, tmp_path / "respaldos")
    otra = _maquina_vacia(cfg, tmp_path)
    respaldo.restaurar(otra, hecho.carpeta)
    assert deposito.reponer(otra) == 1
    assert [p.read_bytes() for p in otra.datos_crudos.rglob("*.xlsx")] == [b"PK captura"]
    assert deposito.reponer(otra) == 0


def test_g18_solo_su_dueno_lo_lee_y_los_modos_vuelven(cfg: Configuracion, tmp_path: Path) -> None:
    hecho = respaldo.respaldar(cfg, tmp_path / "respaldos")
    for ruta in [hecho.carpeta, *hecho.carpeta.rglob("*")]:
        assert stat.S_IMODE(ruta.stat().st_mode) & 0o077 == 0, ruta.name
    otra = _maquina_vacia(cfg, tmp_path)
    respaldo.restaurar(otra, hecho.carpeta)
    assert stat.S_IMODE((otra.estado / "portal/secreto").stat().st_mode) == 0o600
    assert stat.S_IMODE(next((otra.originales / "ab").iterdir()).stat().st_mode) == 0o444


def test_mientras_se_escribe_la_copia_es_de_un_instante(cfg: Configuracion, tmp_path: Path) -> None:
    alto = threading.Event()

    def escribir() -> None:
        motor, n = base.motor(cfg.url_bd), 0
        while not alto.is_set():
            alertas.registrar(motor, alertas.Evento("A1|VIVA", "atendida", "Titular", f"{(n := n + 1)}"))
        motor.dispose()

    hilo = threading.Thread(target=escribir)
    hilo.start()
    try:
        hecho = respaldo.respaldar(cfg, tmp_path / "respaldos")
    finally:
        alto.set()
        hilo.join()
    otra = _maquina_vacia(cfg, tmp_path)
    respaldo.restaurar(otra, hecho.carpeta)
    motor = base.motor(otra.url_bd)
    assert auditoria.verificar(motor, hecho.ancla) is None
    assert len(alertas.leer(motor)) == auditoria.ancla(motor).secuencia >= hecho.ancla.secuencia
    motor.dispose()


def _danar(carpeta: Path, como: str) -> None:
    ruta = next((carpeta / "estado/originales").rglob("*" * 1 + "ab" * 32))
    if como == "un-byte":
        ruta.chmod(0o600)
        contenido = bytearray(ruta.read_bytes())
        contenido[3] ^= 1
        ruta.write_bytes(contenido)
    elif como == "falta":
        ruta.unlink()
    elif como == "sin-ficha":
        (carpeta / "ficha.json").unlink()
    else:
        (carpeta / "ficha.json").write_text("{", encoding="utf-8")


@pytest.mark.parametrize(
    ("como", "motivo"),
    [("un-byte", "cambió después"), ("falta", "falta estado/originales"), ("sin-ficha", "no tiene ficha"),
     ("ficha-rota", "no se entiende")],
)  # fmt: skip
def test_h12_un_respaldo_danado_se_niega_y_ofrece_el_anterior(tmp_path: Path, como: str, motivo: str) -> None:
    cfg = _instalacion(tmp_path, f"sqlite:///{tmp_path / 'operativa.sqlite'}")
    base.preparar(cfg.url_bd)
    _poblar(cfg)
    primero = respaldo.respaldar(cfg, tmp_path / "respaldos").carpeta
    segundo = respaldo.respaldar(cfg, tmp_path / "respaldos").carpeta
    _danar(segundo, como)
    otra = _maquina_vacia(cfg, tmp_path)
    with pytest.raises(RespaldoInservible, match=motivo) as dicho:
        respaldo.restaurar(otra, segundo)
    assert f"El íntegro más reciente es {primero.name}" in str(dicho.value)
    assert not otra.estado.exists()
    assert respaldo.restaurar(otra, primero).ancla.secuencia == 3


def test_no_pisa_lo_que_hay_y_si_se_pide_lo_aparta(cfg: Configuracion, tmp_path: Path) -> None:
    hecho = respaldo.respaldar(cfg, tmp_path / "respaldos")
    motor = base.motor(cfg.url_bd)
    alertas.registrar(motor, alertas.Evento("A1|DESPUES", "atendida", "Titular"))
    motor.dispose()
    (cfg.estado / "nuevo.txt").write_text("después del respaldo", encoding="utf-8")
    with pytest.raises(RespaldoInservible, match="REEMPLAZAR=si"):
        respaldo.restaurar(cfg, hecho.carpeta)
    assert len(_eventos(cfg)) == 4
    respaldo.restaurar(cfg, hecho.carpeta, reemplazar=True)
    assert len(_eventos(cfg)) == 3
    assert not (cfg.estado / "nuevo.txt").exists()
    apartado = next(cfg.estado.glob(".anterior_*"))
    assert (apartado / "nuevo.txt").read_text(encoding="utf-8") == "después del respaldo"
    otra_vez = respaldo.respaldar(cfg, tmp_path / "respaldos")  # lo apartado no se respalda otra vez
    assert not list(otra_vez.carpeta.rglob("nuevo.txt"))


def test_un_respaldo_de_otro_motor_se_niega(cfg: Configuracion, tmp_path: Path) -> None:
    hecho = respaldo.respaldar(cfg, tmp_path / "respaldos")
    ajeno = "postgresql://mirador@127.0.0.1:1/x" if cfg.url_bd.startswith("sqlite") else "sqlite:////tmp/x.sqlite"
    with pytest.raises(RespaldoInservible, match="Ajuste MIRADOR_BD"):
        respaldo.restaurar(_instalacion(tmp_path / "otra", ajeno), hecho.carpeta)


@pytest.fixture
def sencilla(tmp_path: Path) -> Configuracion:
    """Una instalación en SQLite, sin poblar."""
    hecha = _instalacion(tmp_path, f"sqlite:///{tmp_path / 'operativa.sqlite'}")
    base.preparar(hecha.url_bd)
    return hecha


def test_lo_que_no_se_puede_respaldar_se_dice(sencilla: Configuracion, tmp_path: Path, monkeypatch) -> None:
    with pytest.raises(RespaldoInservible, match="No hay nada que respaldar"):
        respaldo.respaldar(sencilla, tmp_path / "respaldos")
    sencilla.estado.mkdir()
    with pytest.raises(RespaldoInservible, match="dentro del estado"):
        respaldo.respaldar(sencilla, sencilla.estado / "respaldos")
    uso = shutil.disk_usage(tmp_path)
    monkeypatch.setattr(shutil, "disk_usage", lambda _: uso._replace(free=1 << 20))
    with pytest.raises(RespaldoInservible, match="No cabe: hacen falta 16 MB y en el destino hay 1 MB"):
        respaldo.respaldar(sencilla, tmp_path / "respaldos")
    assert list((tmp_path / "respaldos").iterdir()) == []


def test_con_el_rastro_roto_no_se_respalda_como_si_nada(sencilla: Configuracion, tmp_path: Path) -> None:
    _poblar(sencilla)
    with contextlib.closing(sqlite3.connect(tmp_path / "operativa.sqlite")) as conexion, conexion:
        conexion.execute("update auditoria set quien = 'Otro' where secuencia = 2")
    with pytest.raises(RespaldoInservible, match="se rompe en el 2"):
        respaldo.respaldar(sencilla, tmp_path / "respaldos")


def test_las_ordenes_respaldan_y_restauran(sencilla: Configuracion, tmp_path: Path) -> None:
    _poblar(sencilla)

    def orden(cfg: Configuracion, *argumentos: str) -> subprocess.CompletedProcess[str]:
        propias = {"MIRADOR_BD": cfg.url_bd, "MIRADOR_ESTADO": str(cfg.estado), "MIRADOR_ALMACEN": str(cfg.almacen),
                   "MIRADOR_DATOS_CRUDOS": str(cfg.datos_crudos), "MIRADOR_HOY": "2026-11-10"}  # fmt: skip
        return subprocess.run(
            [sys.executable, "-m", "dominio.operacion", *argumentos], cwd=RAIZ, env=os.environ | propias,
            capture_output=True, text=True, check=False, timeout=60,
        )  # fmt: skip

    vacia = orden(sencilla, "respaldar", "")
    assert (vacia.returncode, "falta la carpeta" in vacia.stderr) == (2, True)
    ida = orden(sencilla, "respaldar", str(tmp_path / "respaldos"))
    assert ida.returncode == 0, ida.stderr
    assert "rastro hasta el acto 3" in ida.stdout
    (carpeta,) = respaldo.existentes(tmp_path / "respaldos")
    otra = _maquina_vacia(sencilla, tmp_path)
    vuelta = orden(otra, "restaurar", str(carpeta))
    assert vuelta.returncode == 0, vuelta.stderr
    assert "rastro íntegro hasta el acto 3, 1 entregas puestas otra vez en su carpeta" in vuelta.stdout
    segunda = orden(otra, "restaurar", str(carpeta))
    assert (segunda.returncode, "REEMPLAZAR=si" in segunda.stderr) == (2, True)
    assert orden(otra, "verificar").returncode == 0

"""Respaldar y restaurar lo que no se puede rehacer: ``estado/`` y la base operativa.

Un respaldo es una carpeta ``mirador_<momento>`` con copias y ``ficha.json``, que se escribe al final: sin ficha, el
respaldo no terminó. SQLite se copia con su API en línea (nunca como archivo) y PostgreSQL con ``pg_dump``. Primero van
las bases y después los archivos: todo lo que una base nombra ya estaba en disco cuando se copió.

Restaurar comprueba cada huella antes de tocar nada, y al final la cadena de auditoría contra el ancla de la ficha.
"""

from __future__ import annotations

import contextlib
import hashlib
import json
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy.engine import make_url

from dominio.configuracion import Configuracion
from dominio.operacion import auditoria, base
from dominio.operacion.auditoria import Ancla

FICHA = "ficha.json"
PREFIJO = "mirador_"
_OPERATIVA = "operativa"
_ANTERIOR = ".anterior_"
_ETAPA = ".restaurando"
_SOBRAN = ("-wal", "-shm", "-journal", ".turno", ".tmp")
_BINARIOS_PG = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda p: p.parent.name, reverse=True)
_BLOQUE = 1 << 20
_PLAZO_PG_S = 3600


class RespaldoInservible(RuntimeError):
    """No se pudo respaldar o restaurar; el mensaje dice qué y qué hacer. No se tocó nada."""


@dataclass(frozen=True)
class Resumen:
    """Lo que se copió."""

    carpeta: Path
    archivos: int
    bytes_: int
    motor: str
    ancla: Ancla


def respaldar(cfg: Configuracion, destino: Path) -> Resumen:
    """Deja un respaldo completo y comprobado en una carpeta nueva dentro de ``destino``.

    Raises:
        RespaldoInservible: no hay qué respaldar, no cabe, o una copia no salió íntegra.
    """
    if not cfg.estado.is_dir():
        raise RespaldoInservible(f"No hay nada que respaldar: la carpeta de estado {cfg.estado.name}/ no existe.")
    if destino.resolve().is_relative_to(cfg.estado.resolve()):
        raise RespaldoInservible("El destino está dentro del estado. Elija otra carpeta, de preferencia en otro disco.")
    base.preparar(cfg.url_bd)
    momento = datetime.now(UTC).strftime("%Y%m%d_%H%M%S_%f")
    final = destino / f"{PREFIJO}{momento}"
    carpeta = destino / f".{final.name}.parcial"
    carpeta.mkdir(parents=True, mode=0o700)
    try:
        _exigir_espacio(cfg, destino)
        ancla = _ancla(cfg.url_bd)
        motor = _copiar_operativa(cfg.url_bd, carpeta)
        modos = _copiar_estado(cfg, carpeta)
        for subcarpeta in (p for p in carpeta.rglob("*") if p.is_dir()):
            subcarpeta.chmod(0o700)
        archivos = {ruta: _anotado(carpeta / ruta, modos.get(ruta)) for ruta in sorted(_relativos(carpeta))}
        ficha = {
            "creado_en": datetime.now(UTC).isoformat(timespec="seconds"), "motor": motor,
            "auditoria": {"secuencia": ancla.secuencia, "huella": ancla.huella}, "archivos": archivos,
        }  # fmt: skip
        _escribir(carpeta / FICHA, json.dumps(ficha, ensure_ascii=False, indent=1).encode())
        carpeta.rename(final)
    except BaseException:
        shutil.rmtree(carpeta, ignore_errors=True)
        raise
    return Resumen(final, len(archivos), sum(int(a["bytes"]) for a in archivos.values()), motor, ancla)


def comprobar(origen: Path) -> dict[str, Any]:
    """La ficha de un respaldo, si está completo y cada archivo es el que se copió.

    Raises:
        RespaldoInservible: le falta algo o algo cambió; dice qué y cuál es el respaldo íntegro anterior.
    """
    motivo, ficha = _revisar(origen)
    if motivo is None and ficha is not None:
        return ficha
    anteriores = [r for r in existentes(origen.parent) if r.name < origen.name]
    bueno = next((r for r in reversed(anteriores) if _revisar(r)[0] is None), None)
    consejo = f" El íntegro más reciente es {bueno.name}." if bueno else " No hay otro respaldo íntegro en esa carpeta."
    raise RespaldoInservible(f"El respaldo {origen.name} no sirve: {motivo}.{consejo}")


def existentes(carpeta: Path) -> list[Path]:
    """Los respaldos de una carpeta, del más antiguo al más reciente."""
    return sorted(r for r in carpeta.glob(f"{PREFIJO}*") if r.is_dir()) if carpeta.is_dir() else []


def restaurar(cfg: Configuracion, origen: Path, *, reemplazar: bool = False) -> Resumen:
    """Pone el respaldo en esta instalación; lo que hubiera se aparta en ``estado/.anterior_<momento>/``.

    Args:
        cfg: la instalación; su base operativa debe ser del mismo motor que la respaldada.
        origen: carpeta del respaldo.
        reemplazar: permite restaurar sobre un estado que no está vacío.

    Raises:
        RespaldoInservible: el respaldo no está íntegro, o aquí ya hay algo y no se pidió reemplazar.
    """
    ficha = comprobar(origen)
    motor = make_url(cfg.url_bd).get_backend_name()
    if ficha["motor"] != motor:
        raise RespaldoInservible(
            f"El respaldo es de {ficha['motor']} y MIRADOR_BD apunta a {motor}. Ajuste MIRADOR_BD."
        )
    if not reemplazar and (_hay_algo(cfg.estado) or _hay_base(cfg.url_bd)):
        raise RespaldoInservible("Aquí ya hay un estado. Para apartarlo y restaurar encima: REEMPLAZAR=si.")
    etapa = cfg.estado / _ETAPA
    shutil.rmtree(etapa, ignore_errors=True)
    for ruta, datos in ficha["archivos"].items():
        if ruta.startswith("estado/"):
            _copiar(origen / ruta, etapa / ruta.removeprefix("estado/"), int(datos["modo"], 8))
    etapa.mkdir(parents=True, exist_ok=True)
    _apartar(cfg.estado)
    for entrada in sorted(etapa.iterdir()):
        entrada.rename(cfg.estado / entrada.name)
    etapa.rmdir()
    _restaurar_operativa(cfg.url_bd, origen)
    anotada = Ancla(int(ficha["auditoria"]["secuencia"]), str(ficha["auditoria"]["huella"]))
    base.preparar(cfg.url_bd)
    with _abierto(cfg.url_bd) as abierto:
        rota = auditoria.verificar(abierto, anotada)
    if rota is not None:
        raise RespaldoInservible(f"Se restauró, pero el rastro se rompe en el acto {rota.secuencia}: {rota.motivo}.")
    total = sum(int(a["bytes"]) for a in ficha["archivos"].values())
    return Resumen(origen, len(ficha["archivos"]), total, motor, anotada)


# ── el estado ────────────────────────────────────────────────────────────────
def _del_estado(cfg: Configuracion) -> Iterator[Path]:
    """Archivos regulares del estado que se respaldan; lo temporal y lo apartado, no."""
    propia = base.archivo_sqlite(cfg.url_bd)
    for carpeta, subcarpetas, nombres in os.walk(cfg.estado):
        subcarpetas[:] = sorted(c for c in subcarpetas if not c.startswith((_ANTERIOR, _ETAPA)))
        for nombre in sorted(nombres):
            ruta = Path(carpeta) / nombre
            es_propia = propia is not None and ruta.resolve() == propia.resolve()
            if not ruta.is_symlink() and ruta.is_file() and not nombre.endswith(_SOBRAN) and not es_propia:
                yield ruta


def _copiar_estado(cfg: Configuracion, carpeta: Path) -> dict[str, int]:
    """Copia el estado, las bases primero; devuelve el modo original de cada archivo."""
    modos: dict[str, int] = {}
    rutas = list(_del_estado(cfg))
    for ruta in sorted(rutas, key=lambda r: r.suffix != ".sqlite"):
        relativa = f"estado/{ruta.relative_to(cfg.estado).as_posix()}"
        modos[relativa] = ruta.stat().st_mode & 0o777
        if ruta.suffix == ".sqlite":
            _copiar_sqlite(ruta, carpeta / relativa)
        else:
            _copiar(ruta, carpeta / relativa, 0o600)
    for ruta in _del_estado(cfg):  # lo que llegó mientras se copiaban las bases
        relativa = f"estado/{ruta.relative_to(cfg.estado).as_posix()}"
        if not (carpeta / relativa).exists() and ruta.suffix != ".sqlite":
            modos[relativa] = ruta.stat().st_mode & 0o777
            _copiar(ruta, carpeta / relativa, 0o600)
    return modos


def _hay_algo(estado: Path) -> bool:
    return estado.is_dir() and any(not e.name.startswith((_ANTERIOR, _ETAPA)) for e in estado.iterdir())


def _apartar(estado: Path) -> None:
    presentes = [e for e in estado.iterdir() if not e.name.startswith((_ANTERIOR, _ETAPA))]
    if not presentes:
        return
    apartado = estado / f"{_ANTERIOR}{datetime.now(UTC):%Y%m%d_%H%M%S_%f}"
    apartado.mkdir(mode=0o700)
    for entrada in presentes:
        entrada.rename(apartado / entrada.name)


# ── la base operativa ────────────────────────────────────────────────────────
@contextlib.contextmanager
def _abierto(url: str) -> Iterator[sa.Engine]:
    motor = base.motor(url)
    try:
        yield motor
    finally:
        motor.dispose()


def _ancla(url: str) -> Ancla:
    with _abierto(url) as motor:
        rota = auditoria.verificar(motor)
        if rota is not None:
            raise RespaldoInservible(
                f"El rastro de actos se rompe en el {rota.secuencia} ({rota.motivo}). "
                "Averigüe qué pasó antes de respaldar."
            )
        return auditoria.ancla(motor)


def _hay_base(url: str) -> bool:
    """¿La base ya tiene actos? Una recién creada no estorba."""
    archivo = base.archivo_sqlite(url)
    if archivo is not None and not archivo.is_file():
        return False
    with _abierto(url) as motor, motor.connect() as conexion:
        if not sa.inspect(conexion).has_table("auditoria_cabeza"):
            return bool(sa.inspect(conexion).get_table_names())
        return bool(conexion.execute(sa.select(sa.func.max(auditoria.CABEZA.c.secuencia))).scalar())


def _copiar_operativa(url: str, carpeta: Path) -> str:
    archivo = base.archivo_sqlite(url)
    if archivo is not None:
        _copiar_sqlite(archivo, carpeta / f"{_OPERATIVA}.sqlite")
        return "sqlite"
    volcado = carpeta / f"{_OPERATIVA}.dump"
    _pg("pg_dump", url, "--format=custom", "--no-owner", "--no-privileges", f"--file={volcado}")
    volcado.chmod(0o600)
    _pg("pg_restore", None, "--list", str(volcado))
    return "postgresql"


def _restaurar_operativa(url: str, origen: Path) -> None:
    archivo = base.archivo_sqlite(url)
    if archivo is not None:
        archivo.parent.mkdir(parents=True, exist_ok=True)
        for sobra in ("-wal", "-shm"):
            archivo.with_name(f"{archivo.name}{sobra}").unlink(missing_ok=True)
        _copiar(origen / f"{_OPERATIVA}.sqlite", archivo, 0o600)
        return
    _pg("pg_restore", url, "--clean", "--if-exists", "--no-owner", "--no-privileges", "--single-transaction",
        "--exit-on-error", str(origen / f"{_OPERATIVA}.dump"))  # fmt: skip


def _copiar_sqlite(ruta: Path, destino: Path) -> None:
    """Copia en línea: quien escribe no se detiene y la copia es de un solo instante."""
    destino.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    destino.touch(mode=0o600)
    with (
        contextlib.closing(sqlite3.connect(f"{ruta.resolve().as_uri()}?mode=ro", uri=True, timeout=30)) as viva,
        contextlib.closing(sqlite3.connect(destino)) as copia,
    ):
        viva.backup(copia)
        copia.execute("pragma journal_mode = delete")
        (dicho,) = copia.execute("pragma integrity_check").fetchone()
    if dicho != "ok":
        raise RespaldoInservible(f"La base {ruta.name} no está íntegra ({dicho}). Restaure un respaldo anterior.")
    _sincronizar(destino)


def _pg(nombre: str, url: str | None, *argumentos: str) -> None:
    """Una orden de PostgreSQL; la contraseña va en el entorno, nunca en la línea de órdenes."""
    propio = next((c / nombre for c in _BINARIOS_PG if (c / nombre).is_file()), None)
    orden = str(propio) if propio else shutil.which(nombre)
    if orden is None:
        raise RespaldoInservible(f"Falta {nombre}: instale el cliente de PostgreSQL en esta máquina.")
    entorno, conexion = dict(os.environ), []
    if url is not None:
        partes = make_url(url).set(drivername="postgresql")
        if partes.password:
            entorno["PGPASSWORD"] = str(partes.password)
        conexion = [f"--dbname={partes.set(password=None).render_as_string(hide_password=False)}"]
    hecho = subprocess.run(
        [orden, *conexion, *argumentos], env=entorno, stdin=subprocess.DEVNULL, capture_output=True, text=True,
        check=False, timeout=_PLAZO_PG_S,
    )  # fmt: skip
    if hecho.returncode:
        raise RespaldoInservible(f"{nombre} falló: {hecho.stderr.strip()[-400:]}")


# ── archivos ─────────────────────────────────────────────────────────────────
def _copiar(origen: Path, destino: Path, modo: int) -> None:
    destino.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with origen.open("rb") as desde, destino.open("wb") as hacia:
        shutil.copyfileobj(desde, hacia, _BLOQUE)
        hacia.flush()
        os.fsync(hacia.fileno())
    destino.chmod(modo)


def _escribir(ruta: Path, contenido: bytes) -> None:
    ruta.touch(mode=0o600)
    ruta.write_bytes(contenido)
    _sincronizar(ruta)


def _sincronizar(ruta: Path) -> None:
    descriptor = os.open(ruta, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def _relativos(carpeta: Path) -> list[str]:
    return [p.relative_to(carpeta).as_posix() for p in carpeta.rglob("*") if p.is_file()]


def _anotado(ruta: Path, modo: int | None) -> dict[str, Any]:
    return {"sha256": _sha256(ruta), "bytes": ruta.stat().st_size, "modo": f"{modo or 0o600:04o}"}


def _sha256(ruta: Path) -> str:
    with ruta.open("rb") as archivo:
        return hashlib.file_digest(archivo, "sha256").hexdigest()


def _revisar(origen: Path) -> tuple[str | None, dict[str, Any] | None]:
    """(por qué no sirve, ficha)."""
    try:
        ficha = json.loads((origen / FICHA).read_text(encoding="utf-8"))
        archivos = dict(ficha["archivos"])
    except FileNotFoundError:
        return "no tiene ficha, o no terminó", None
    except (OSError, ValueError, KeyError, TypeError):
        return "su ficha no se entiende", None
    for ruta, datos in archivos.items():
        if ".." in Path(ruta).parts or Path(ruta).is_absolute():
            return f"{ruta} se sale del respaldo", None
        if not (origen / ruta).is_file():
            return f"falta {ruta}", None
        if _sha256(origen / ruta) != datos["sha256"]:
            return f"{ruta} cambió después de respaldarse", None
    return None, ficha


def _exigir_espacio(cfg: Configuracion, destino: Path) -> None:
    hace_falta = int(sum(r.stat().st_size for r in _del_estado(cfg)) * 1.2) + (16 << 20)
    libre = shutil.disk_usage(destino).free
    if libre < hace_falta:
        raise RespaldoInservible(
            f"No cabe: hacen falta {hace_falta >> 20} MB y en el destino hay {libre >> 20} MB. Libere espacio."
        )

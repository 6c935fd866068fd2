"""Versiones publicadas: apuntador, enlace para analistas, conservación y reversión.

El nombre de un archivo publicado nunca se reutiliza: DuckDB, dentro de un mismo proceso,
seguiría leyendo el viejo. ``actual.json`` dice cuál es la vigente.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import sys
from pathlib import Path
from typing import Any

from dominio import configuracion
from dominio.configuracion import Configuracion
from etl.bitacora import Bitacora
from etl.errores import ErrorDelFlujo
from etl.recepcion import sincronizar_carpeta

CONSERVADAS = 8
_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}\.\d+")
_ARCHIVO = re.compile(r"^mirador_(\d{4}-\d{2}-\d{2}\.\d+)\.duckdb$")


class ReversionImposible(ErrorDelFlujo):
    """No hay a qué versión regresar, o la pedida no está en buen estado."""


def nombre_de_archivo(version: str) -> str:
    """``2026-11-23.1`` → ``mirador_2026-11-23.1.duckdb``."""
    return f"mirador_{version}.duckdb"


def _orden(version: str) -> tuple[str, int]:
    fecha, _, numero = version.partition(".")
    return fecha, int(numero)


def existentes(cfg: Configuracion) -> list[str]:
    """Versiones con archivo en disco, de la más antigua a la más reciente."""
    if not cfg.publicado.is_dir():
        return []
    halladas = [m.group(1) for e in os.scandir(cfg.publicado) if (m := _ARCHIVO.match(e.name))]
    return sorted(halladas, key=_orden)


def siguiente_version(cfg: Configuracion, bitacora: Bitacora, fecha: str) -> str:
    """Primera versión del día que nadie ha usado, ni en disco ni en la bitácora."""
    usadas = bitacora.versiones_usadas() | set(existentes(cfg))
    numeros = [_orden(v)[1] for v in usadas if _orden(v)[0] == fecha]
    return f"{fecha}.{max(numeros, default=0) + 1}"


def escribir_durable(ruta: Path, contenido: dict[str, Any]) -> None:
    """Escribe un JSON de una sola vez: temporal, fsync, reemplazo, fsync de la carpeta."""
    temporal = ruta.with_name(f".{ruta.name}.{os.getpid()}.tmp")
    with temporal.open("w", encoding="utf-8") as archivo:
        json.dump(contenido, archivo, ensure_ascii=False, indent=2)
        archivo.flush()
        os.fsync(archivo.fileno())
    temporal.replace(ruta)
    sincronizar_carpeta(ruta.parent)


def sha256_de(ruta: Path) -> str:
    """Huella de los bytes de un archivo."""
    with ruta.open("rb") as archivo:
        return hashlib.file_digest(archivo, "sha256").hexdigest()


def leer_apuntador(cfg: Configuracion) -> dict[str, Any] | None:
    """Contenido de ``actual.json``; ``None`` si falta o no se entiende."""
    try:
        contenido = json.loads(cfg.apuntador.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return contenido if isinstance(contenido, dict) and {"version", "archivo", "sha256"} <= contenido.keys() else None


def ficha_de(cfg: Configuracion, version: str) -> dict[str, Any] | None:
    """Lo que se sabe de una versión: los datos del apuntador y la huella de cada tabla (``tablas``)."""
    try:
        contenido = json.loads((cfg.publicado / f"mirador_{version}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return contenido if isinstance(contenido, dict) else None


def esta_sana(cfg: Configuracion, ficha: dict[str, Any] | None) -> bool:
    """¿El archivo existe, sin ``.wal`` al lado, y sus bytes son los que se publicaron?"""
    if ficha is None:
        return False
    ruta = cfg.publicado / Path(str(ficha["archivo"])).name
    return ruta.is_file() and not Path(f"{ruta}.wal").exists() and sha256_de(ruta) == ficha["sha256"]


def apuntar(cfg: Configuracion, ficha: dict[str, Any]) -> None:
    """Hace vigente una versión: copia para analistas, apuntador y, al final, su enlace."""
    archivo = str(ficha["archivo"])
    copiar_para_analistas(cfg, archivo)
    escribir_durable(cfg.apuntador, {clave: valor for clave, valor in ficha.items() if clave != "tablas"})
    enlazar(cfg, archivo)


def copiar_para_analistas(cfg: Configuracion, archivo: str) -> None:
    """Deja una copia de la versión en ``analistas/``, con su propio inodo.

    DuckDB abre para escribir si no se le dice otra cosa, y su candado va por inodo: sobre el archivo
    que sirve el portal, un ``duckdb mirador.duckdb`` fallaría o dejaría fuera a un proceso del portal.
    """
    destino = cfg.analistas / archivo
    if destino.is_file():
        return
    cfg.analistas.mkdir(parents=True, exist_ok=True)
    temporal = destino.with_name(f".{archivo}.{os.getpid()}")
    shutil.copyfile(cfg.publicado / archivo, temporal)
    temporal.chmod(0o644)
    temporal.replace(destino)


def enlazar(cfg: Configuracion, archivo: str) -> None:
    """Mueve el enlace ``mirador.duckdb`` de una sola vez y borra las copias anteriores."""
    destino = f"{cfg.analistas.name}/{archivo}"
    if not (cfg.enlace_analistas.is_symlink() and str(cfg.enlace_analistas.readlink()) == destino):
        temporal = cfg.enlace_analistas.with_name(f".{cfg.enlace_analistas.name}.{os.getpid()}")
        temporal.unlink(missing_ok=True)
        temporal.symlink_to(destino)
        temporal.replace(cfg.enlace_analistas)
    for vieja in cfg.analistas.iterdir():  # quien la tenga abierta la conserva completa
        if vieja.name != archivo and vieja.name != f"{archivo}.wal":
            vieja.unlink(missing_ok=True)


def citadas(cfg: Configuracion) -> set[str]:
    """Versiones que cita un cierre o un informe guardado en el estado; no se purgan."""
    halladas: set[str] = set()
    for carpeta in (cfg.estado / "cierres", cfg.estado / "informes"):
        for ruta in carpeta.rglob("*") if carpeta.is_dir() else ():
            halladas |= set(_VERSION.findall(ruta.name))
            if ruta.suffix in {".json", ".yml", ".yaml"} and ruta.is_file():
                halladas |= set(_VERSION.findall(ruta.read_text(encoding="utf-8", errors="replace")))
    return halladas


def purgar(cfg: Configuracion, bitacora: Bitacora) -> list[str]:
    """Borra versiones viejas y restos sin publicar; conserva las últimas 8, la vigente y las citadas.

    Devuelve las versiones borradas.
    """
    vigente = leer_apuntador(cfg)
    publicadas = {p.version for p in bitacora.publicaciones(str(cfg.almacen.resolve()))}
    en_disco = existentes(cfg)
    buenas = [v for v in en_disco if v in publicadas]
    conservar = set(buenas[-CONSERVADAS:]) | citadas(cfg) | ({str(vigente["version"])} if vigente else set())
    sobran = [v for v in en_disco if v not in conservar] if publicadas else []
    for version in sobran:
        (cfg.publicado / nombre_de_archivo(version)).unlink(missing_ok=True)
        (cfg.publicado / f"mirador_{version}.json").unlink(missing_ok=True)
    return sobran


def revertir(cfg: Configuracion, version: str | None = None) -> tuple[str | None, str]:
    """Regresa a una versión anterior (o a la que se pida). Devuelve (de, a).

    El flujo respeta la reversión: no vuelve a publicar hasta que haya algo nuevo.

    Raises:
        ReversionImposible: no existe, o sus bytes ya no son los publicados.
    """
    vigente = leer_apuntador(cfg)
    actual = str(vigente["version"]) if vigente else None
    if version is None:
        anteriores = [v for v in existentes(cfg) if actual is None or _orden(v) < _orden(actual)]
        anteriores = [v for v in anteriores if ficha_de(cfg, v) is not None]
        if not anteriores:
            raise ReversionImposible("No hay una versión anterior a la cual regresar.")
        version = anteriores[-1]
    ficha = ficha_de(cfg, version)
    if not esta_sana(cfg, ficha) or ficha is None:
        disponibles = ", ".join(existentes(cfg)) or "ninguna"
        raise ReversionImposible(
            f"La versión {version} no existe o su archivo está dañado. Disponibles: {disponibles}."
        )
    bitacora = Bitacora(cfg.bitacora)
    try:
        with bitacora.transaccion():
            apuntar(cfg, ficha)
            bitacora.registrar_reversion(str(cfg.almacen.resolve()), actual, version)
    finally:
        bitacora.cerrar()
    return actual, version


def _listar(cfg: Configuracion) -> str:
    vigente = (leer_apuntador(cfg) or {}).get("version")
    renglones = []
    for version in existentes(cfg):
        datos = ficha_de(cfg, version) or {}
        marca = "→" if version == vigente else " "
        renglones.append(f"{marca} {version}  corte {datos.get('corte')}  publicada {datos.get('publicado_en')}")
    return "\n".join(renglones) or "No hay versiones publicadas."


def main(argumentos: list[str]) -> int:
    """``revertir [version]`` o ``listar``."""
    try:
        cfg = configuracion.cargar()
        if argumentos[:1] == ["revertir"] and len(argumentos) <= 2:
            de_version, a_version = revertir(cfg, *argumentos[1:])
            sys.stdout.write(f"Versión vigente: {a_version} (antes {de_version or 'ninguna'}).\n")
        elif argumentos == ["listar"]:
            sys.stdout.write(_listar(cfg) + "\n")
        else:
            sys.stderr.write("Uso: python -m etl.publicacion.versiones revertir [AAAA-MM-DD.n] | listar\n")
            return 2
    except (ErrorDelFlujo, configuracion.ErrorDeConfiguracion) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

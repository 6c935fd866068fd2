"""Recibir: barre ``datos_crudos/<fuente>/``, guarda el original por su huella y anota qué llegó.

El original se copia antes de leerlo (temporal, fsync, cambio de nombre, solo lectura): desde
ese momento lo recibido no se pierde aunque se borre de la carpeta.
"""

from __future__ import annotations

import hashlib
import os
import stat
import time
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from pathlib import Path, PurePosixPath

from dominio.capturas import recibos
from dominio.capturas.recibos import Recibo
from dominio.configuracion import RAIZ, Configuracion
from etl.bitacora import Bitacora, Recepcion, ahora_utc
from etl.lectura.esquema import Fuente, cargar_fuente

_BLOQUE = 1 << 20
_SEGUNDOS_PARA_CREER = 1.0
_SIEMPRE_IGNORADOS = frozenset({"leeme.md", "thumbs.db", "desktop.ini"})


@dataclass(frozen=True)
class ArchivoEnDisco:
    """Un archivo visto en un barrido; ``ruta`` es relativa a la carpeta de su fuente."""

    fuente: str
    ruta: str
    camino: Path
    tamano: int
    firma: str
    cambiado_en: float


@dataclass
class Barrido:
    """Lo que pasó en un barrido."""

    recibido_en: datetime
    num_vistos: int = 0
    nuevos: list[Recepcion] = field(default_factory=list)
    avisos: list[str] = field(default_factory=list)


def fuentes() -> dict[str, Fuente]:
    """Fuentes que ya tienen ``fuente.yml``, por clave, en orden alfabético."""
    carpeta = RAIZ / "etl" / "fuentes"
    return {yml.parent.name: cargar_fuente(yml) for yml in sorted(carpeta.glob("*/fuente.yml"))}


def coincide(ruta: str, patrones: tuple[str, ...]) -> bool:
    """¿La ruta cumple algún patrón de la fuente? Sin distinguir mayúsculas (``.XLSX``)."""
    camino = PurePosixPath(ruta.casefold())
    return any(camino.match(patron.casefold()) for patron in patrones)


def ruta_del_original(cfg: Configuracion, sha256: str) -> Path:
    """Dónde queda guardado un original: ``originales/ab/<sha256>``."""
    return cfg.originales / sha256[:2] / sha256


def _firma(datos: os.stat_result) -> str:
    return f"{datos.st_size}:{datos.st_mtime_ns}:{datos.st_ctime_ns}:{datos.st_ino}"


def _se_ignora(nombre: str) -> bool:
    return nombre.startswith((".", "~$")) or nombre.casefold() in _SIEMPRE_IGNORADOS or nombre.endswith((".tmp", "~"))


def _recorrer(fuente: str, base: Path, avisos: list[str], interior: str = "") -> Iterator[ArchivoEnDisco]:
    """Archivos regulares bajo una carpeta, en orden; enlaces y tuberías se saltan con aviso."""
    try:
        entradas = sorted(os.scandir(base), key=lambda e: e.name)
    except OSError as error:
        avisos.append(f"No se pudo abrir la carpeta {fuente}/{interior} ({error.strerror}). Revise sus permisos.")
        return
    for entrada in entradas:
        ruta = f"{interior}{entrada.name}"
        if _se_ignora(entrada.name):
            continue
        if entrada.is_symlink():
            avisos.append(f"{fuente}/{ruta} es un enlace y no se sigue. Copie el archivo a la carpeta.")
        elif entrada.is_dir(follow_symlinks=False):
            yield from _recorrer(fuente, Path(entrada.path), avisos, f"{ruta}/")
        elif not stat.S_ISREG((datos := entrada.stat(follow_symlinks=False)).st_mode):
            avisos.append(f"{fuente}/{ruta} no es un archivo y se saltó.")
        else:
            # Un nombre con bytes que no son UTF-8 se conserva como etiqueta legible; manda la huella.
            etiqueta = os.fsencode(ruta).decode("utf-8", "replace")
            yield ArchivoEnDisco(fuente, etiqueta, Path(entrada.path), datos.st_size, _firma(datos), datos.st_ctime)


def guardar_original(cfg: Configuracion, archivo: ArchivoEnDisco) -> str | None:
    """Copia el archivo a ``originales/`` y devuelve su huella; ``None`` si cambió mientras se copiaba.

    Raises:
        OSError: no se puede leer, o no hay espacio (la copia parcial se borra).
    """
    cfg.originales.mkdir(parents=True, exist_ok=True)
    temporal = cfg.originales / f".recibiendo_{os.getpid()}"
    suma = hashlib.sha256()
    descriptor = os.open(archivo.camino, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK)
    try:
        with os.fdopen(descriptor, "rb") as origen, temporal.open("wb") as destino:
            while bloque := origen.read(_BLOQUE):
                suma.update(bloque)
                destino.write(bloque)
            firma_final = _firma(os.fstat(origen.fileno()))
            destino.flush()
            os.fsync(destino.fileno())
        if firma_final != archivo.firma:
            return None
        return _archivar(cfg, temporal, suma.hexdigest())
    finally:
        temporal.unlink(missing_ok=True)


def _archivar(cfg: Configuracion, temporal: Path, sha256: str) -> str:
    destino = ruta_del_original(cfg, sha256)
    if not destino.exists():
        destino.parent.mkdir(parents=True, exist_ok=True)
        temporal.chmod(0o444)
        temporal.rename(destino)
        sincronizar_carpeta(destino.parent)
    return sha256


def sincronizar_carpeta(carpeta: Path) -> None:
    """Obliga a que un cambio de nombre en la carpeta llegue al disco."""
    descriptor = os.open(carpeta, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


class _Historia:
    """Qué ha llegado a cada ruta bajo la raíz actual, para clasificar lo que llega ahora."""

    def __init__(self, recepciones: list[Recepcion]):
        self.actual: dict[tuple[str, str], Recepcion] = {}
        self._familias: dict[tuple[str, str], str] = {}
        for evento in recepciones:
            self.anotar(evento)

    def anotar(self, evento: Recepcion) -> None:
        self.actual[evento.fuente, evento.ruta] = evento
        if evento.clase == "alta":
            self._familias[evento.fuente, evento.sha256] = evento.familia

    def clasificar(self, fuente: str, ruta: str, sha256: str, presentes: set[tuple[str, str]]) -> tuple[str, str]:
        """Devuelve (clase, familia) de un contenido que no estaba en esa ruta."""
        previo = self.actual.get((fuente, ruta))
        familia = previo.familia if previo else ruta
        duena = self._familias.get((fuente, sha256))
        if duena is None:
            return "alta", familia
        if duena == familia:
            return "regreso", familia
        mudada = [r for (f, r), e in self.actual.items() if f == fuente and e.sha256 == sha256 and e.familia == duena]
        if previo is None and mudada and not any((fuente, r) in presentes for r in mudada):
            return "renombre", duena
        return "copia", familia


def _huella(cfg: Configuracion, archivo: ArchivoEnDisco, conocidas: dict[tuple[str, str], tuple[str, str]],
            avisos: list[str]) -> tuple[str | None, bool]:  # fmt: skip
    """Huella del archivo y si hubo que leerlo; con aviso y ``None`` si no se pudo o está cambiando."""
    firma, sha256 = conocidas.get((archivo.fuente, archivo.ruta), ("", ""))
    if firma == archivo.firma:
        return sha256, False
    try:
        leida = guardar_original(cfg, archivo)
    except PermissionError:
        avisos.append(f"{archivo.fuente}/{archivo.ruta}: sin permiso de lectura. Dé permiso al usuario del flujo.")
        return None, True
    except FileNotFoundError:
        return None, True
    if leida is None:
        avisos.append(f"{archivo.fuente}/{archivo.ruta} está cambiando; se recibirá en el siguiente barrido.")
    return leida, True


def _fuentes_sin_esquema(cfg: Configuracion, conocidas: dict[str, Fuente]) -> list[str]:
    if not cfg.datos_crudos.is_dir():
        return [f"La carpeta de recepción {cfg.datos_crudos.name}/ no existe; lo ya recibido sigue contando."]
    avisos = []
    for entrada in sorted(cfg.datos_crudos.iterdir()):
        if _se_ignora(entrada.name) or entrada.name in conocidas or entrada.name == "demostracion.yml":
            continue
        if entrada.is_dir():
            avisos.append(f"La carpeta {entrada.name}/ no corresponde a ninguna fuente y no se lee.")
        else:
            avisos.append(f"{entrada.name} está suelto y no se lee. Póngalo en la carpeta de su fuente.")
    return avisos


def archivos_en_disco(cfg: Configuracion, avisos: list[str] | None = None) -> list[ArchivoEnDisco]:
    """Lo que hay ahora en las carpetas de recepción, sin abrir ni registrar nada.

    Args:
        avisos: recibe lo que se saltó y por qué.
    """
    saltados = [] if avisos is None else avisos
    return [
        archivo
        for clave in fuentes()
        if (base := cfg.datos_crudos / clave).is_dir() and not base.is_symlink()
        for archivo in _recorrer(clave, base, saltados)
    ]


def barrer(cfg: Configuracion, bitacora: Bitacora, avisar: Callable[[str], None] = lambda _: None) -> Barrido:
    """Recorre las carpetas de recepción y registra lo que llegó.

    Args:
        cfg: instalación.
        bitacora: donde queda cada recepción.
        avisar: recibe los mensajes de avance.

    Raises:
        OSError: no hay espacio para guardar un original; lo ya recibido queda registrado.
    """
    esquemas = fuentes()
    barrido = Barrido(recibido_en=ahora_utc())
    barrido.avisos += _fuentes_sin_esquema(cfg, esquemas)
    raiz = str(cfg.datos_crudos.resolve())
    vistos = archivos_en_disco(cfg, barrido.avisos)
    barrido.num_vistos = len(vistos)
    _registrar(cfg, bitacora, barrido, raiz, vistos, avisar)
    return barrido


def _registrar(cfg: Configuracion, bitacora: Bitacora, barrido: Barrido, raiz: str, vistos: list[ArchivoEnDisco],
               avisar: Callable[[str], None]) -> None:  # fmt: skip
    historia = _Historia(bitacora.recepciones(raiz))
    conocidas = bitacora.huellas_de_ruta(raiz)
    presentes = {(a.fuente, a.ruta) for a in vistos}
    pendientes: list[tuple[ArchivoEnDisco, str]] = []
    for numero, archivo in enumerate(vistos, start=1):
        sha256, se_leyo = _huella(cfg, archivo, conocidas, barrido.avisos)
        if sha256 is not None and (se_leyo or (archivo.fuente, archivo.ruta) not in historia.actual):
            pendientes.append((archivo, sha256))
        if len(pendientes) and numero % 1000 == 0:
            avisar(f"  recibiendo… {numero:,} de {len(vistos):,}")
    if not pendientes:
        return
    del_portal = recibos.recibidos_por_el_portal(cfg)
    with bitacora.transaccion():
        for archivo, sha256 in pendientes:
            _registrar_uno(bitacora, barrido, raiz, archivo, sha256, historia, presentes, cfg.hoy, del_portal)


def _registrar_uno(bitacora: Bitacora, barrido: Barrido, raiz: str, archivo: ArchivoEnDisco, sha256: str,
                   historia: _Historia, presentes: set[tuple[str, str]], hoy: date,
                   del_portal: dict[str, Recibo]) -> None:  # fmt: skip
    # Si el archivo se acaba de tocar, otra escritura en el mismo instante dejaría la misma firma.
    es_estable = time.time() - archivo.cambiado_en > _SEGUNDOS_PARA_CREER
    bitacora.guardar_huella_de_ruta(raiz, archivo.fuente, archivo.ruta, archivo.firma, sha256, es_estable=es_estable)
    previo = historia.actual.get((archivo.fuente, archivo.ruta))
    if previo is not None and previo.sha256 == sha256:
        return
    clase, familia = historia.clasificar(archivo.fuente, archivo.ruta, sha256, presentes)
    evento = Recepcion(0, archivo.fuente, archivo.ruta, sha256, clase, familia,
                       barrido.recibido_en, hoy.isoformat())  # fmt: skip
    recibo = del_portal.get(sha256) if archivo.fuente == "capturas" else None
    if recibo is not None and recibo.destino == archivo.ruta:
        # El área lo entregó cuando el portal le dio su recibo, aunque el flujo lo vea después.
        evento = replace(evento, origen="portal", recibido_en=recibo.recibido_en,
                         fecha_recepcion=recibo.fecha_recepcion.isoformat())  # fmt: skip
    bitacora.registrar_recepcion(raiz, evento, archivo.tamano)
    historia.anotar(evento)
    barrido.nuevos.append(evento)

"""Una corrida: el candado, la ficha de turno, la carpeta privada y lo que cada estación va dejando."""

from __future__ import annotations

import fcntl
import os
import shutil
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from dominio.configuracion import RAIZ, Configuracion
from etl.bitacora import Bitacora, Lectura
from etl.calidad.resultado import ResultadoCalidad
from etl.calidad.validacion import Validacion
from etl.errores import CandadoOcupado, ErrorDelFlujo
from etl.lectura.esquema import Fuente
from etl.publicacion import versiones
from etl.publicacion.pruebas import Prueba
from etl.recepcion import Barrido, fuentes
from etl.vigencia import ArchivoRecibido, Pendiente

PROYECTO_DBT = RAIZ / "transformaciones_dbt"
SEGUNDOS_DE_ESPERA = 60
_MINIMO_LIBRE = 200 << 20
_DE_RED = frozenset({"nfs", "nfs4", "cifs", "smb3", "smbfs", "fuse.sshfs", "afs", "glusterfs"})


@dataclass
class Corrida:
    """Estado de una corrida; cada estación lo lee y lo completa."""

    cfg: Configuracion
    bitacora: Bitacora
    avisar: Callable[[str], None]
    proyecto_dbt: Path
    esquemas: dict[str, Fuente]
    ficha: int = 0
    barrido: Barrido | None = None
    pendientes: list[Pendiente] = field(default_factory=list)
    leidos: list[Lectura] = field(default_factory=list)
    archivos: list[ArchivoRecibido] = field(default_factory=list)
    huella_insumos: str = ""
    validacion: Validacion | None = None
    calidad: ResultadoCalidad | None = None
    pruebas: list[Prueba] = field(default_factory=list)
    version: str | None = None
    segundos: dict[str, float] = field(default_factory=dict)

    @property
    def almacen(self) -> str:
        """Ruta absoluta del almacén, como la guarda la bitácora."""
        return str(self.cfg.almacen.resolve())

    @property
    def carpeta(self) -> Path:
        """Carpeta privada de esta corrida."""
        return self.cfg.trabajo / f"corrida_{self.ficha}"

    @property
    def insumos(self) -> Path:
        """Lo que lee dbt."""
        return self.carpeta / "insumos"

    @property
    def construccion(self) -> Path:
        """DuckDB que se construye; nadie más lo abre."""
        return self.carpeta / "construccion.duckdb"


def _sistema_de_archivos(carpeta: Path, montajes: str) -> str:
    """Tipo del montaje que contiene la carpeta, según el texto de ``/proc/mounts``."""
    ruta, mejor, tipo = str(carpeta.resolve()), -1, ""
    for renglon in montajes.splitlines():
        punto, clase = renglon.split(" ")[1:3]
        if len(punto) > mejor and (ruta == punto or ruta.startswith(f"{punto.rstrip('/')}/")):
            mejor, tipo = len(punto), clase
    return tipo


def exigir_disco_local(cfg: Configuracion, montajes: str | None = None) -> None:
    """Los candados y SQLite no son confiables en una carpeta de red.

    Raises:
        ErrorDelFlujo: el almacén o el estado están en NFS, SMB o similar.
    """
    proc = Path("/proc/mounts")
    texto = montajes if montajes is not None else proc.read_text(encoding="utf-8") if proc.exists() else ""
    for nombre, carpeta in (("almacen", cfg.almacen), ("estado", cfg.estado)):
        if (tipo := _sistema_de_archivos(carpeta, texto)) in _DE_RED:
            raise ErrorDelFlujo(
                f"La carpeta {nombre} está en un disco de red ({tipo}), donde los candados no son confiables. "
                f"Apunte MIRADOR_{nombre.upper()} a un disco local."
            )


def _quien(descriptor: int) -> str:
    texto = os.pread(descriptor, 64, 0).decode(errors="replace").strip()
    return f"el proceso {texto}" if texto.isdigit() else "otro proceso"


@contextmanager
def candado(cfg: Configuracion, avisar: Callable[[str], None], segundos: float = SEGUNDOS_DE_ESPERA) -> Iterator[None]:
    """Candado del sistema: se suelta solo si el proceso muere.

    Raises:
        CandadoOcupado: otra corrida lo tiene y no lo soltó a tiempo; dice qué proceso.
    """
    cfg.estado.mkdir(parents=True, exist_ok=True)
    descriptor = os.open(cfg.estado / "flujo.candado", os.O_RDWR | os.O_CREAT, 0o644)
    try:
        limite, avisado = time.monotonic() + segundos, False
        while True:
            try:
                fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
                break
            except BlockingIOError:
                if time.monotonic() > limite:
                    raise CandadoOcupado(
                        f"Hay otra corrida en curso ({_quien(descriptor)}). Espere a que termine y vuelva a intentar."
                    ) from None
                if not avisado:
                    avisar(f"Esperando a que termine otra corrida ({_quien(descriptor)})…")
                    avisado = True
                time.sleep(0.2)
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, str(os.getpid()).encode(), 0)
        yield
    finally:
        os.close(descriptor)


def _revisar_espacio(cfg: Configuracion) -> None:
    vigente = versiones.leer_apuntador(cfg)
    archivo = cfg.publicado / str(vigente["archivo"]) if vigente else None
    tamano = archivo.stat().st_size if archivo and archivo.is_file() else 0
    necesario = max(_MINIMO_LIBRE, 3 * tamano)
    libre = shutil.disk_usage(cfg.almacen).free
    if libre < necesario:
        raise ErrorDelFlujo(
            f"No hay espacio para construir: quedan {libre >> 20:,} MB y hacen falta {necesario >> 20:,} MB. "
            "Libere espacio en el disco del almacén."
        )


def _limpiar_restos(corrida: Corrida) -> None:
    """Borra lo que dejaron corridas muertas. Con el candado tomado, nadie más trabaja aquí."""
    cfg = corrida.cfg
    for resto in cfg.trabajo.glob("corrida_*"):
        shutil.rmtree(resto, ignore_errors=True)
    for resto in cfg.publicado.glob(".tmp_*"):
        resto.unlink(missing_ok=True)
    if corrida.bitacora.hubo_interrupciones(corrida.almacen):
        corrida.avisar("La corrida anterior se interrumpió; esta la completa.")
        shutil.rmtree(cfg.trabajo / "dbt" / "target", ignore_errors=True)


def empezar(corrida: Corrida) -> None:
    """Pide turno y prepara la carpeta privada.

    Raises:
        ErrorDelFlujo: no hay espacio en disco.
    """
    cfg = corrida.cfg
    cfg.trabajo.mkdir(parents=True, exist_ok=True)
    _revisar_espacio(cfg)
    apuntador = versiones.leer_apuntador(cfg) or {}
    corrida.ficha = corrida.bitacora.iniciar_corrida(corrida.almacen, os.getpid(), int(apuntador.get("ficha") or 0))
    _limpiar_restos(corrida)
    corrida.carpeta.mkdir()


def terminar(corrida: Corrida, estado: str, detalle: str | None = None) -> None:
    """Cierra el turno y borra la carpeta privada (si falló, se conserva hasta la corrida siguiente)."""
    if not corrida.ficha:
        return
    corrida.bitacora.terminar_corrida(corrida.ficha, estado, corrida.huella_insumos or None, detalle)
    if estado != "fallida":
        shutil.rmtree(corrida.carpeta, ignore_errors=True)


@contextmanager
def abrir_corrida(
    cfg: Configuracion, avisar: Callable[[str], None] = lambda _: None, proyecto_dbt: Path = PROYECTO_DBT
) -> Iterator[Corrida]:
    """Toma el candado y entrega una corrida; al salir con error la anota como fallida.

    Raises:
        CandadoOcupado: otra corrida está en curso.
    """
    exigir_disco_local(cfg)
    with candado(cfg, avisar):
        bitacora = Bitacora(cfg.bitacora)
        corrida = Corrida(cfg, bitacora, avisar, proyecto_dbt, fuentes())
        try:
            yield corrida
        except BaseException as error:
            terminar(corrida, "fallida", str(error)[:2000])
            raise
        finally:
            if corrida.validacion is not None:
                corrida.validacion.cancelar()
            bitacora.cerrar()

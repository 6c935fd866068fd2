"""Bitácora: qué se recibió, qué se leyó, qué corrió y qué se publicó.

SQLite en el estado de la instalación, durable (WAL y ``synchronous=FULL``). Aquí viven
los recibos, no los datos: los originales están por huella en ``originales/`` y todo lo
demás se regenera. Momentos en UTC con formato ISO; fechas ``AAAA-MM-DD``.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

_ESQUEMA = """
create table if not exists archivos (
    sha256 text primary key, tamano_bytes integer not null, primero_en text not null
);
create table if not exists recepciones (
    recepcion integer primary key autoincrement, raiz text not null, fuente text not null, ruta text not null,
    sha256 text not null references archivos (sha256), clase text not null,
    familia text not null, recibido_en text not null, fecha_recepcion text not null,
    origen text not null default 'carpeta'
);
create index if not exists recepciones_por_raiz on recepciones (raiz, fuente, ruta);
create table if not exists huellas_de_ruta (
    raiz text not null, fuente text not null, ruta text not null, firma text not null, sha256 text not null,
    es_estable integer not null, primary key (raiz, fuente, ruta)
);
create table if not exists lecturas (
    fuente text not null, sha256 text not null, nombre text not null, acompanante text not null,
    huella_lector text not null, estado text not null, num_renglones integer not null,
    num_aceptados integer not null, num_rechazados integer not null, num_observaciones integer not null,
    motivo text, remedio text, leido_en text not null, primary key (fuente, sha256)
);
create table if not exists corridas (
    ficha integer primary key autoincrement, huella_insumos text, estado text not null, pid integer not null,
    almacen text not null, inicio text not null, fin text, detalle text
);
create table if not exists publicaciones (
    version text not null, archivo text not null, sha256 text not null, ficha integer not null,
    huella_insumos text not null, almacen text not null, publicado_en text not null,
    primary key (version, almacen)
);
create table if not exists reversiones (
    almacen text not null, de_version text, a_version text not null, revertido_en text not null
);
"""


def ahora_utc() -> datetime:
    """Momento actual en UTC, sin zona, al microsegundo (así se guarda en el almacén)."""
    return datetime.now(UTC).replace(tzinfo=None)


@dataclass(frozen=True)
class Recepcion:
    """Un evento: estos bytes llegaron a esta ruta.

    ``clase``: ``alta`` (bytes nuevos), ``copia`` (los mismos bytes con otro nombre: no cuenta),
    ``renombre`` (los mismos bytes se mudaron de ruta) o ``regreso`` (volvió un contenido anterior).
    ``familia`` es la ruta con la que empezó la historia de este archivo. ``origen``: ``carpeta``, o ``portal`` si lo
    entregó un área con recibo; entonces ``recibido_en`` y ``fecha_recepcion`` son los del recibo.
    """

    recepcion: int
    fuente: str
    ruta: str
    sha256: str
    clase: str
    familia: str
    recibido_en: datetime
    fecha_recepcion: str
    origen: str = "carpeta"


@dataclass(frozen=True)
class Lectura:
    """Resultado de leer unos bytes con un nombre, un acompañante y un lector dados."""

    fuente: str
    sha256: str
    nombre: str
    acompanante: str
    huella_lector: str
    estado: str
    num_renglones: int = 0
    num_aceptados: int = 0
    num_rechazados: int = 0
    num_observaciones: int = 0
    motivo: str | None = None
    remedio: str | None = None


@dataclass(frozen=True)
class Publicacion:
    """Una versión que llegó a estar vigente."""

    version: str
    archivo: str
    sha256: str
    ficha: int
    huella_insumos: str


class Bitacora:
    """Acceso a la bitácora. Se abre con ``Bitacora(ruta)`` y se cierra con ``cerrar()``.

    Raises:
        sqlite3.OperationalError: la base está bloqueada más de 15 s o el disco no responde.
    """

    def __init__(self, ruta: Path):
        ruta.parent.mkdir(parents=True, exist_ok=True)
        self._base = sqlite3.connect(ruta, timeout=15, isolation_level=None)
        self._base.row_factory = sqlite3.Row
        self._base.execute("pragma journal_mode = wal")
        self._base.execute("pragma synchronous = full")
        self._base.executescript(_ESQUEMA)
        self._poner_al_dia()

    def cerrar(self) -> None:
        """Cierra la conexión; lo registrado ya está en disco."""
        self._base.close()

    def _poner_al_dia(self) -> None:
        """Una bitácora anterior al portal no dice el origen: todo lo suyo llegó por carpeta."""
        columnas = {f["name"] for f in self._filas("pragma table_info(recepciones)")}
        if "origen" not in columnas:
            self._base.execute("alter table recepciones add column origen text not null default 'carpeta'")

    @contextmanager
    def transaccion(self) -> Iterator[None]:
        """Todo o nada, con el turno de escritura tomado desde el principio."""
        self._base.execute("begin immediate")
        try:
            yield
        except BaseException:
            self._base.execute("rollback")
            raise
        self._base.execute("commit")

    def _filas(self, sql: str, *valores: Any) -> list[sqlite3.Row]:
        return self._base.execute(sql, valores).fetchall()

    # -- recepción -----------------------------------------------------------------------------

    def recepciones(self, raiz: str) -> list[Recepcion]:
        """Eventos recibidos bajo una carpeta raíz, en orden."""
        filas = self._filas(
            "select recepcion, fuente, ruta, sha256, clase, familia, recibido_en, fecha_recepcion, origen"
            " from recepciones where raiz = ? order by recepcion",
            raiz,
        )
        return [Recepcion(**{**dict(f), "recibido_en": datetime.fromisoformat(f["recibido_en"])}) for f in filas]

    def registrar_recepcion(self, raiz: str, evento: Recepcion, tamano_bytes: int) -> None:
        """Agrega un evento; el número de recepción lo pone la bitácora."""
        momento = evento.recibido_en.isoformat(timespec="microseconds")
        self._base.execute("insert or ignore into archivos values (?, ?, ?)", (evento.sha256, tamano_bytes, momento))
        self._base.execute(
            "insert into recepciones (raiz, fuente, ruta, sha256, clase, familia, recibido_en, fecha_recepcion, origen)"
            " values (?, ?, ?, ?, ?, ?, ?, ?, ?)",
            (raiz, evento.fuente, evento.ruta, evento.sha256, evento.clase, evento.familia, momento,
             evento.fecha_recepcion, evento.origen),
        )  # fmt: skip

    def tamanos(self) -> dict[str, int]:
        """Tamaño en bytes de cada huella recibida."""
        return {f["sha256"]: f["tamano_bytes"] for f in self._filas("select sha256, tamano_bytes from archivos")}

    def huellas_de_ruta(self, raiz: str) -> dict[tuple[str, str], tuple[str, str]]:
        """(fuente, ruta) → (firma del archivo en disco, sha256), solo de las que se pueden creer sin releer."""
        filas = self._filas(
            "select fuente, ruta, firma, sha256 from huellas_de_ruta where raiz = ? and es_estable = 1", raiz
        )
        return {(f["fuente"], f["ruta"]): (f["firma"], f["sha256"]) for f in filas}

    def guardar_huella_de_ruta(
        self, raiz: str, fuente: str, ruta: str, firma: str, sha256: str, *, es_estable: bool
    ) -> None:
        """Recuerda la huella de un archivo en disco para no releerlo en el siguiente barrido."""
        self._base.execute(
            "insert or replace into huellas_de_ruta values (?, ?, ?, ?, ?, ?)",
            (raiz, fuente, ruta, firma, sha256, int(es_estable)),
        )

    # -- lectura -------------------------------------------------------------------------------

    def lecturas(self) -> dict[tuple[str, str], Lectura]:
        """(fuente, sha256) → última lectura registrada."""
        columnas = ", ".join(Lectura.__dataclass_fields__)
        filas = self._filas(f"select {columnas} from lecturas")  # noqa: S608
        return {(f["fuente"], f["sha256"]): Lectura(**dict(f)) for f in filas}

    def registrar_lectura(self, lectura: Lectura) -> None:
        """Guarda (o sustituye) el resultado de una lectura."""
        valores = [getattr(lectura, campo) for campo in Lectura.__dataclass_fields__]
        columnas = ", ".join(Lectura.__dataclass_fields__)
        marcas = ", ".join("?" * (len(valores) + 1))
        self._base.execute(
            f"insert or replace into lecturas ({columnas}, leido_en) values ({marcas})",  # noqa: S608
            (*valores, ahora_utc().isoformat()),
        )

    # -- corridas ------------------------------------------------------------------------------

    def iniciar_corrida(self, almacen: str, pid: int, ficha_minima: int) -> int:
        """Da la ficha de turno (creciente, nunca repetida) y marca como interrumpidas las corridas muertas.

        Se llama con el candado del flujo tomado: nadie más puede estar en curso.
        """
        with self.transaccion():
            ahora = ahora_utc().isoformat()
            self._base.execute(
                "update corridas set estado = 'interrumpida', fin = ? where estado = 'en_curso' and almacen = ?",
                (ahora, almacen),
            )
            ultima = self._filas("select coalesce(max(ficha), 0) as ficha from corridas")[0]["ficha"]
            ficha = max(ultima, ficha_minima) + 1
            self._base.execute(
                "insert into corridas (ficha, estado, pid, almacen, inicio) values (?, 'en_curso', ?, ?, ?)",
                (ficha, pid, almacen, ahora),
            )
        return int(ficha)

    def terminar_corrida(self, ficha: int, estado: str, huella_insumos: str | None, detalle: str | None) -> None:
        """Cierra una corrida: ``publicada``, ``sin_cambios`` o ``fallida``."""
        self._base.execute(
            "update corridas set estado = ?, huella_insumos = ?, fin = ?, detalle = ? where ficha = ?",
            (estado, huella_insumos, ahora_utc().isoformat(), detalle, ficha),
        )

    def hubo_interrupciones(self, almacen: str) -> bool:
        """¿La corrida anterior a la que está en curso se cortó a la mitad?"""
        filas = self._filas(
            "select estado from corridas where almacen = ? and estado <> 'en_curso' order by ficha desc limit 1",
            almacen,
        )
        return bool(filas) and filas[0]["estado"] == "interrumpida"

    def ultima_corrida(self, almacen: str) -> tuple[int, str, int] | None:
        """(ficha, estado, pid) de la corrida más reciente; ``None`` si no ha habido ninguna."""
        filas = self._filas(
            "select ficha, estado, pid from corridas where almacen = ? order by ficha desc limit 1", almacen
        )
        return (filas[0]["ficha"], filas[0]["estado"], filas[0]["pid"]) if filas else None

    # -- publicación ---------------------------------------------------------------------------

    def publicaciones(self, almacen: str) -> list[Publicacion]:
        """Versiones publicadas en un almacén, de la más antigua a la más reciente."""
        filas = self._filas(
            "select version, archivo, sha256, ficha, huella_insumos from publicaciones"
            " where almacen = ? order by ficha",
            almacen,
        )
        return [Publicacion(**dict(f)) for f in filas]

    def versiones_usadas(self) -> set[str]:
        """Nombres de versión que ya se dieron; ninguno se vuelve a usar."""
        return {f["version"] for f in self._filas("select version from publicaciones")}

    def registrar_publicacion(self, publicacion: Publicacion, almacen: str) -> None:
        """Anota que una versión quedó vigente."""
        self._base.execute(
            "insert into publicaciones values (?, ?, ?, ?, ?, ?, ?)",
            (publicacion.version, publicacion.archivo, publicacion.sha256, publicacion.ficha,
             publicacion.huella_insumos, almacen, ahora_utc().isoformat()),
        )  # fmt: skip

    def registrar_reversion(self, almacen: str, de_version: str | None, a_version: str) -> None:
        """Anota que se regresó a una versión anterior."""
        self._base.execute(
            "insert into reversiones values (?, ?, ?, ?)", (almacen, de_version, a_version, ahora_utc().isoformat())
        )

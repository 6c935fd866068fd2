"""Recibos de lo que un área entrega por el portal: folio, huella, momento y qué pasó.

SQLite en ``estado/recibos/`` (durable, WAL). Solo se agrega: un recibo nunca se borra ni se cambia, salvo para anotar
que su archivo ya quedó en la carpeta de recepción. El portal escribe; el flujo consulta aquí, por huella, qué entró por
el portal, porque de eso la fecha de captura es siempre la de recepción (REGLAS §1).
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterator, Sequence
from contextlib import closing, contextmanager
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

from dominio.configuracion import Configuracion

_ESQUEMA = """
create table if not exists recibos (
    recibo integer primary key autoincrement, sha256 text not null, recibido_en text not null,
    fecha_recepcion text not null, nombre text not null, tamano_bytes integer not null, quien text not null,
    estado text not null, area text, periodo text, destino text, esta_depositado integer not null default 0,
    es_extemporaneo integer not null default 0, num_entraron integer not null default 0,
    num_no_entraron integer not null default 0, num_avisos integer not null default 0, motivo text, remedio text,
    detalle text not null default '{}'
);
create index if not exists recibos_por_huella on recibos (sha256);
create index if not exists recibos_por_area on recibos (area, periodo);
"""
_CAMPOS = (
    "sha256", "recibido_en", "fecha_recepcion", "nombre", "tamano_bytes", "quien", "estado", "area", "periodo",
    "destino", "es_extemporaneo", "num_entraron", "num_no_entraron", "num_avisos", "motivo", "remedio", "detalle",
)  # fmt: skip


@dataclass(frozen=True)
class Recibo:
    """Lo que el área se lleva: constancia de qué entregó, cuándo, y qué entró.

    ``estado``: ``aceptado`` (todo entró), ``parcial``, ``rechazado`` (nada entró) o ``repetido`` (los mismos bytes ya
    se habían recibido). ``destino`` es la ruta dentro de ``capturas/``, o nulo si no se depositó.
    """

    sha256: str
    recibido_en: datetime
    fecha_recepcion: date
    nombre: str
    tamano_bytes: int
    quien: str
    estado: str
    area: str | None = None
    periodo: date | None = None
    destino: str | None = None
    es_extemporaneo: bool = False
    num_entraron: int = 0
    num_no_entraron: int = 0
    num_avisos: int = 0
    motivo: str | None = None
    remedio: str | None = None
    detalle: str = "{}"
    numero: int = 0

    @property
    def folio(self) -> str:
        """``CAP-000123``: corto, creciente y nunca repetido."""
        return f"CAP-{self.numero:06d}"

    @property
    def contenido(self) -> dict[str, Any]:
        """El detalle (qué entró, qué no y por qué) como diccionario."""
        hallado: dict[str, Any] = json.loads(self.detalle)
        return hallado


def carpeta(cfg: Configuracion) -> Path:
    """Donde viven los recibos, los archivos recibidos por el portal y sus copias anotadas."""
    return cfg.estado / "recibos"


def _ruta(cfg: Configuracion) -> Path:
    return carpeta(cfg) / "recibos.sqlite"


@contextmanager
def _abierta(cfg: Configuracion) -> Iterator[sqlite3.Connection]:
    ruta = _ruta(cfg)
    ruta.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    with closing(sqlite3.connect(ruta, timeout=15, isolation_level=None)) as base:
        base.row_factory = sqlite3.Row
        base.execute("pragma journal_mode = wal")
        base.execute("pragma synchronous = full")
        base.executescript(_ESQUEMA)
        yield base


def _filas(cfg: Configuracion, sql: str, valores: Sequence[Any] = ()) -> list[sqlite3.Row]:
    if not _ruta(cfg).is_file():
        return []
    with _abierta(cfg) as base:
        return base.execute(sql, valores).fetchall()


def _de_fila(fila: sqlite3.Row) -> Recibo:
    datos = {campo: fila[campo] for campo in _CAMPOS}
    datos["recibido_en"] = datetime.fromisoformat(datos["recibido_en"])
    datos["fecha_recepcion"] = date.fromisoformat(datos["fecha_recepcion"])
    datos["periodo"] = date.fromisoformat(datos["periodo"]) if datos["periodo"] else None
    datos["es_extemporaneo"] = bool(datos["es_extemporaneo"])
    return Recibo(**datos, numero=fila["recibo"])


def ahora_utc() -> datetime:
    """Momento actual en UTC, sin zona, al microsegundo: como lo guarda la bitácora."""
    return datetime.now(UTC).replace(tzinfo=None)


def registrar(cfg: Configuracion, recibo: Recibo) -> Recibo:
    """Agrega un recibo y lo devuelve con su número; al volver, ya está en disco."""
    valores = [getattr(recibo, campo) for campo in _CAMPOS]
    textos = [v.isoformat() if isinstance(v, date) else int(v) if isinstance(v, bool) else v for v in valores]
    marcas = ", ".join("?" * len(_CAMPOS))
    with _abierta(cfg) as base:
        cursor = base.execute(f"insert into recibos ({', '.join(_CAMPOS)}) values ({marcas})", textos)  # noqa: S608
        numero = int(cursor.lastrowid or 0)
    return Recibo(**{campo: getattr(recibo, campo) for campo in _CAMPOS}, numero=numero)


def marcar_depositado(cfg: Configuracion, recibo: Recibo) -> None:
    """El archivo del recibo ya está en la carpeta de recepción."""
    with _abierta(cfg) as base:
        base.execute("update recibos set esta_depositado = 1 where recibo = ?", (recibo.numero,))


def por_depositar(cfg: Configuracion) -> list[Recibo]:
    """Recibos con destino cuyo archivo aún no se confirmó en la carpeta (se cortó a la mitad)."""
    sql = "select * from recibos where destino is not null and esta_depositado = 0 order by recibo"
    return [_de_fila(fila) for fila in _filas(cfg, sql)]


def buscar(cfg: Configuracion, folio: str) -> Recibo | None:
    """El recibo de un folio, o ``None``."""
    digitos = folio.removeprefix("CAP-")
    if not (digitos.isascii() and digitos.isdigit()) or len(digitos) > 12:
        return None
    filas = _filas(cfg, "select * from recibos where recibo = ?", (int(digitos),))
    return _de_fila(filas[0]) if filas else None


def depositado(cfg: Configuracion, sha256: str) -> Recibo | None:
    """El primer recibo con el que estos bytes entraron, o ``None``."""
    sql = "select * from recibos where sha256 = ? and destino is not null order by recibo limit 1"
    filas = _filas(cfg, sql, (sha256,))
    return _de_fila(filas[0]) if filas else None


def del_area(cfg: Configuracion, area: str, periodo: date, limite: int = 20) -> list[Recibo]:
    """Recibos de un área y un mes, del más reciente al más antiguo."""
    sql = "select * from recibos where area = ? and periodo = ? order by recibo desc limit ?"
    return [_de_fila(fila) for fila in _filas(cfg, sql, (area, periodo.isoformat(), limite))]


def recibidos_por_el_portal(cfg: Configuracion) -> dict[str, Recibo]:
    """Huella → recibo con el que entró; lo consulta la recepción del flujo para fijar origen y fecha."""
    sql = "select * from recibos where destino is not null order by recibo desc"
    return {fila["sha256"]: _de_fila(fila) for fila in _filas(cfg, sql)}

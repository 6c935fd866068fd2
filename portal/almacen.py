"""La única puerta del portal a los datos publicados, en solo lectura.

Cada petición fija una versión y un cursor: todo lo que consulta sale del mismo archivo,
aunque a media petición se publique otro. El apuntador ``actual.json`` se revisa con un
``stat`` por petición; si cambió, se abre el archivo nuevo por su nombre real y se
intercambia bajo candado. Si el nuevo no abre o no es el que dice ser, se conserva el
anterior y se avisa.
"""

from __future__ import annotations

import json
import logging
import re
import threading
import time
from collections import OrderedDict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import flask

from dominio.configuracion import cargar
from portal.acceso import acotado, cuenta

registro = logging.getLogger("mirador.almacen")

Renglon = dict[str, Any]
Parametros = Sequence[Any] | dict[str, Any] | None

PLAZO_S = 5.0
REVISION_S = 0.1
REINTENTO_S = 2.0
CONSULTAS_GUARDADAS = 512
RENGLONES_GUARDABLES = 2_000
OTRAS_GUARDADAS = 4
_VERSION = re.compile(r"\d{4}-\d{2}-\d{2}\.\d{1,6}")
AJUSTES: dict[str, str | int | float | list[str]] = {
    "threads": 2,
    "memory_limit": "512MB",
    "enable_external_access": False,
    "autoinstall_known_extensions": False,
    "autoload_known_extensions": False,
    "allow_community_extensions": False,
}


class SinPublicacion(RuntimeError):
    """Todavía no hay una versión publicada que se pueda abrir."""


class ConsultaLenta(RuntimeError):
    """La consulta pasó del plazo y se detuvo."""


class VersionDudosa(RuntimeError):
    """El archivo publicado no abre o no es la versión que dice el apuntador."""


@dataclass(frozen=True)
class Version:
    """La publicación que se está sirviendo."""

    version: str
    archivo: Path
    corte: date | None
    hoy: date | None
    publicado_en: str | None
    es_demostracion: bool
    huella_insumos: str | None = None


class _Abierta:
    """Una versión abierta: su conexión, sus tablas y sus respuestas guardadas."""

    def __init__(self, version: Version, conexion: duckdb.DuckDBPyConnection) -> None:
        self.version = version
        self._conexion = conexion
        self._candado = threading.Lock()
        self._guardadas: OrderedDict[tuple[str, ...], list[Renglon]] = OrderedDict()
        self.base, self.columnas = acotado.catalogo(conexion)
        self.tablas = frozenset(self.columnas)

    def cursor(self) -> duckdb.DuckDBPyConnection:
        return self._conexion.cursor()

    def guardada(self, llave: tuple[str, ...]) -> list[Renglon] | None:
        with self._candado:
            if llave not in self._guardadas:
                return None
            self._guardadas.move_to_end(llave)
            return self._guardadas[llave]

    def guardar(self, llave: tuple[str, ...], renglones: list[Renglon]) -> None:
        if len(renglones) > RENGLONES_GUARDABLES:
            return
        with self._candado:
            self._guardadas[llave] = renglones
            while len(self._guardadas) > CONSULTAS_GUARDADAS:
                self._guardadas.popitem(last=False)


class _Vigia:
    """Interrumpe consultas que pasan del plazo: un solo hilo por proceso, iniciado al usarse."""

    def __init__(self) -> None:
        self._candado = threading.Lock()
        self._vencimientos: dict[int, tuple[float, duckdb.DuckDBPyConnection]] = {}
        self._vencidas: set[int] = set()
        self._hilo: threading.Thread | None = None
        self._siguiente = 0

    def anotar(self, cursor: duckdb.DuckDBPyConnection, plazo: float) -> int:
        with self._candado:
            self._siguiente += 1
            self._vencimientos[self._siguiente] = (time.monotonic() + plazo, cursor)
            if self._hilo is None or not self._hilo.is_alive():
                self._hilo = threading.Thread(target=self._vigilar, name="vigia-de-consultas", daemon=True)
                self._hilo.start()
            return self._siguiente

    def borrar(self, ficha: int) -> bool:
        """Quita la consulta de la lista; verdadero si ya se había interrumpido."""
        with self._candado:
            self._vencimientos.pop(ficha, None)
            vencida = ficha in self._vencidas
            self._vencidas.discard(ficha)
            return vencida

    def _vigilar(self) -> None:
        while True:
            time.sleep(REVISION_S)
            self._interrumpir_vencidas()

    def _interrumpir_vencidas(self) -> None:
        # Función aparte: una variable del ciclo que duerme retendría el último cursor, y con él una versión vieja.
        with self._candado:
            ahora = time.monotonic()
            for ficha, (limite, cursor) in list(self._vencimientos.items()):
                if limite <= ahora:
                    del self._vencimientos[ficha]
                    self._vencidas.add(ficha)
                    cursor.interrupt()


class Almacen:
    """Versiones publicadas en una carpeta: cuál rige, cómo se abre y cómo se consulta."""

    def __init__(self, publicado: Path, plazo_s: float = PLAZO_S) -> None:
        self.publicado = publicado
        self.apuntador = publicado / "actual.json"
        self.plazo_s = plazo_s
        self._candado = threading.Lock()
        self._abierta: _Abierta | None = None
        self._firma: tuple[int, int, int] | None = None
        self._reintentar_en = 0.0
        self._aviso: str | None = None
        self._vigia = _Vigia()
        self._candado_de_otras = threading.Lock()
        self._de_otras: OrderedDict[tuple[str, ...], list[Renglon]] = OrderedDict()

    # ── qué versión ──────────────────────────────────────────────────────────
    def aviso(self) -> str | None:
        """Por qué no se muestra lo último publicado, en palabras; ``None`` si todo está en orden."""
        return self._aviso

    def vigente(self) -> _Abierta:
        """La versión que rige, abierta; revisa el apuntador con un solo ``stat``.

        Raises:
            SinPublicacion: no hay ninguna versión que abra.
        """
        firma = self._firma_del_apuntador()
        abierta = self._abierta
        if abierta is not None and firma == self._firma and not self._toca_reintentar():
            return abierta
        with self._candado:
            if self._abierta is None or firma != self._firma or self._toca_reintentar():
                self._cambiar(firma)
            if self._abierta is None:
                raise SinPublicacion("Todavía no hay datos publicados.")
            return self._abierta

    def _toca_reintentar(self) -> bool:
        return self._aviso is not None and time.monotonic() >= self._reintentar_en

    def _firma_del_apuntador(self) -> tuple[int, int, int] | None:
        try:
            datos = self.apuntador.stat()
        except OSError:
            return None
        return (datos.st_ino, datos.st_mtime_ns, datos.st_size)

    def _cambiar(self, firma: tuple[int, int, int] | None) -> None:
        """Abre lo que dice el apuntador; si no se puede, se queda con lo que haya y lo dice."""
        self._firma = firma
        self._reintentar_en = time.monotonic() + REINTENTO_S
        try:
            pedida = self._leer_apuntador()
            if self._abierta is None or self._abierta.version != pedida:
                self._abierta = self._abrir(pedida)
                registro.info("Se sirve la versión %s", pedida.version)
            self._aviso = None
        except (OSError, ValueError, KeyError, TypeError, VersionDudosa, duckdb.Error) as error:
            self._conservar(error)

    def _conservar(self, error: Exception) -> None:
        if self._abierta is None:
            self._abierta = self._mas_nueva_valida()
        if self._abierta is None:
            self._aviso = None
            registro.warning("Sin versión publicada que abra: %s", error)
            return
        version = self._abierta.version.version
        if self._aviso is None:
            registro.error("La versión nueva no se pudo abrir (%s); se conserva %s", error, version)
        self._aviso = f"La última publicación no se pudo abrir. Se muestra la versión {version}."

    def _leer_apuntador(self) -> Version:
        contenido = json.loads(self.apuntador.read_text(encoding="utf-8"))
        nombre = str(contenido["archivo"])
        return Version(
            version=str(contenido["version"]),
            archivo=self.publicado / Path(nombre).name,
            corte=_fecha(contenido.get("corte")),
            hoy=_fecha(contenido.get("hoy")),
            publicado_en=contenido.get("publicado_en"),
            es_demostracion=bool(contenido.get("es_demostracion")),
            huella_insumos=contenido.get("huella_insumos"),
        )

    def _abrir(self, pedida: Version) -> _Abierta:
        """Abre en solo lectura y comprueba que la versión escrita adentro sea la pedida."""
        if not pedida.archivo.is_file():
            raise VersionDudosa(f"falta {pedida.archivo.name}")
        conexion = duckdb.connect(str(pedida.archivo), read_only=True, config=dict(AJUSTES))
        conexion.execute("set lock_configuration = true")
        fila = conexion.execute("select version from mart_calidad__version").fetchone()
        if fila is None or fila[0] != pedida.version:
            conexion.close()
            raise VersionDudosa(f"{pedida.archivo.name} dice ser {fila and fila[0]!r}, no {pedida.version!r}")
        return _Abierta(pedida, conexion)

    def _mas_nueva_valida(self) -> _Abierta | None:
        """En frío y con el apuntador dañado: la publicación más nueva que abra y sea coherente."""
        archivos = [ruta for ruta in self.publicado.glob("mirador_*.duckdb") if ruta.is_file()]
        for archivo in sorted(archivos, key=lambda ruta: (ruta.stat().st_mtime_ns, ruta.name), reverse=True):
            try:
                return self._abrir(_version_escrita(archivo))
            except (OSError, VersionDudosa, duckdb.Error) as error:
                registro.warning("%s no sirve de respaldo: %s", archivo.name, error)
        return None

    # ── una petición = una versión ───────────────────────────────────────────
    def de_la_peticion(self) -> tuple[_Abierta, duckdb.DuckDBPyConnection]:
        """La versión y el cursor de la petición en curso; fuera de una, los del momento."""
        if not flask.has_app_context():
            abierta = self.vigente()
            return abierta, abierta.cursor()
        if "almacen" not in flask.g:
            abierta = self.vigente()
            flask.g.almacen = (abierta, abierta.cursor())
        fijados: tuple[_Abierta, duckdb.DuckDBPyConnection] = flask.g.almacen
        return fijados

    def consultar(self, sql: str, parametros: Parametros = None) -> list[Renglon]:
        """Ejecuta y devuelve un diccionario por renglón.

        Raises:
            SinPublicacion: no hay versión publicada.
            ConsultaLenta: pasó de ``plazo_s`` y se detuvo.
        """
        abierta, cursor = self.de_la_peticion()
        areas = cuenta.areas()
        llave = (sql, repr(parametros), _vista_de_la_peticion(), acotado.llave(areas))
        guardada = abierta.guardada(llave)
        if guardada is None:
            if areas is None:
                self._poner_vista(abierta, cursor)
            else:
                acotado.acotar(abierta.base, abierta.columnas, cursor, sql, areas)
            guardada = self._ejecutar(cursor, sql, parametros)
            abierta.guardar(llave, guardada)
        return [dict(renglon) for renglon in guardada]

    def mirar_como(self, vista: str, tablas: dict[str, str]) -> None:
        """En lo que resta de la petición, cada tabla se lee como dice su consulta; nadie más lo nota.

        Vive en el cursor de la petición: son vistas temporales, que DuckDB busca antes que las tablas publicadas.

        Args:
            vista: nombre de la vista; va en la llave de las respuestas guardadas.
            tablas: tabla → consulta, donde ``{bd}`` es la publicación.

        Raises:
            RuntimeError: no hay petición en curso de la cual colgar la vista.
        """
        if not flask.has_app_context():
            raise RuntimeError("Una vista se elige dentro de una petición.")
        flask.g.vista, flask.g.tablas_por_poner, flask.g.miradas, flask.g.acotadas = vista, tablas, tablas, set()

    def _poner_vista(self, abierta: _Abierta, cursor: duckdb.DuckDBPyConnection) -> None:
        """Las tablas de la vista, cuando de veras se va a consultar: lo ya guardado no las necesita."""
        tablas = flask.g.pop("tablas_por_poner", None) if flask.has_app_context() else None
        for tabla, consulta in (tablas or {}).items():
            acotado.crear_vista(cursor, abierta.base, tabla, consulta)

    def consultar_en(self, version: str, sql: str, parametros: Parametros = None) -> list[Renglon]:
        """Lo mismo, sobre otra versión conservada: se abre aparte, se lee y se cierra; una a la vez.

        Raises:
            VersionDudosa: ya no se conserva, no abre o no tiene lo que se le pide.
            ConsultaLenta: pasó de ``plazo_s`` y se detuvo.
        """
        if version == self.de_la_peticion()[0].version.version:
            return self.consultar(sql, parametros)
        areas = cuenta.areas()
        llave = (version, sql, repr(parametros), acotado.llave(areas))
        with self._candado_de_otras:
            if llave not in self._de_otras:
                self._de_otras[llave] = self._leer_otra(version, sql, parametros, areas)
                while len(self._de_otras) > OTRAS_GUARDADAS:
                    self._de_otras.popitem(last=False)
            return [dict(renglon) for renglon in self._de_otras[llave]]

    def _leer_otra(self, version: str, sql: str, parametros: Parametros, areas: frozenset[str] | None) -> list[Renglon]:
        archivo = self.publicado / f"mirador_{version}.duckdb"
        if not _VERSION.fullmatch(version) or not archivo.is_file():
            raise VersionDudosa(f"La versión {version} ya no se conserva.")
        try:
            conexion = duckdb.connect(str(archivo), read_only=True, config=dict(AJUSTES))
            try:
                conexion.execute("set lock_configuration = true")
                if areas is not None:
                    acotado.acotar_otra(conexion, sql, areas)
                return self._ejecutar(conexion, sql, parametros)
            finally:
                conexion.close()
        except duckdb.Error as error:
            registro.warning("No se pudo leer la versión %s: %s", version, error)
            raise VersionDudosa(f"La versión {version} no se puede comparar: no abre o no trae esos datos.") from error

    def _ejecutar(self, cursor: duckdb.DuckDBPyConnection, sql: str, parametros: Parametros) -> list[Renglon]:
        ficha = self._vigia.anotar(cursor, self.plazo_s)
        try:
            cursor.execute(sql, parametros) if parametros is not None else cursor.execute(sql)
            nombres = [columna[0] for columna in cursor.description or ()]
            filas = cursor.fetchall()
        except duckdb.InterruptException as error:
            raise ConsultaLenta("La consulta es demasiado amplia; acote los filtros.") from error
        finally:
            self._vigia.borrar(ficha)
        return [dict(zip(nombres, fila, strict=True)) for fila in filas]


def _vista_de_la_peticion() -> str:
    return str(flask.g.get("vista", "")) if flask.has_app_context() else ""


def _fecha(texto: object) -> date | None:
    return date.fromisoformat(str(texto)[:10]) if texto else None


def _version_escrita(archivo: Path) -> Version:
    """La versión que el propio archivo dice ser, leída de ``mart_calidad__version``."""
    with duckdb.connect(str(archivo), read_only=True, config=dict(AJUSTES)) as conexion:
        cursor = conexion.execute("select * from mart_calidad__version")
        nombres = [columna[0] for columna in cursor.description or ()]
        fila = cursor.fetchone()
    if fila is None:
        raise VersionDudosa(f"{archivo.name} no dice su versión")
    datos = dict(zip(nombres, fila, strict=True))
    publicado_en = datos.get("publicado_en")
    return Version(
        version=str(datos["version"]),
        archivo=archivo,
        corte=_fecha(datos.get("corte")),
        hoy=_fecha(datos.get("hoy")),
        publicado_en=None if publicado_en is None else str(publicado_en),
        es_demostracion=bool(datos.get("es_demostracion")),
        huella_insumos=datos.get("huella_insumos"),
    )


_almacen: Almacen | None = None
_candado_almacen = threading.Lock()


def _vivo() -> Almacen:
    global _almacen
    if _almacen is None:
        with _candado_almacen:
            if _almacen is None:
                _almacen = Almacen(cargar().publicado)
    return _almacen


def configurar(publicado: Path | None) -> None:
    """Apunta el portal a otra carpeta de publicaciones (``None``: la de la configuración)."""
    global _almacen
    _almacen = None if publicado is None else Almacen(publicado)


def consultar(sql: str, parametros: Parametros = None) -> list[Renglon]:
    """Consulta la versión de la petición: un diccionario por renglón, con los tipos de DuckDB.

    ``parametros`` es una lista para ``?`` o un diccionario para ``$nombre``; nunca se arma SQL
    con texto del usuario. Una petición ve siempre una sola versión. Las respuestas se guardan
    en memoria por versión, consulta y parámetros.

    Raises:
        SinPublicacion: todavía no hay versión publicada.
        ConsultaLenta: la consulta pasó de 5 s.
    """
    return _vivo().consultar(sql, parametros)


def mirar_como(vista: str, tablas: dict[str, str]) -> None:
    """En lo que resta de esta petición, cada tabla se lee como dice su consulta (``{bd}`` es la publicación)."""
    _vivo().mirar_como(vista, tablas)


def consultar_en(version: str, sql: str, parametros: Parametros = None) -> list[Renglon]:
    """Consulta otra versión conservada, que se abre en solo lectura, se lee y se cierra.

    Raises:
        VersionDudosa: ya no se conserva, no abre o no tiene lo que se le pide.
    """
    return _vivo().consultar_en(version, sql, parametros)


def version() -> Version:
    """La versión de la petición en curso (versión, corte, hoy, publicado_en, es_demostracion)."""
    return _vivo().de_la_peticion()[0].version


def hay(tabla: str) -> bool:
    """¿Existe la tabla en la versión de la petición y tiene al menos un renglón?"""
    if tabla not in _vivo().de_la_peticion()[0].tablas:
        return False
    nombre = tabla.replace('"', '""')
    return bool(_vivo().consultar(f'select 1 as uno from "{nombre}" limit 1'))  # noqa: S608 (nombre del catálogo)


def existe(tabla: str) -> bool:
    """¿Existe la tabla en la versión de la petición, aunque esté vacía?"""
    return tabla in _vivo().de_la_peticion()[0].tablas


def areas_del_programa() -> list[tuple[str, str]]:
    """Clave y nombre corto de todas las áreas, sin alcance: para elegir las de una cuenta, nunca para una pantalla."""
    try:
        abierta = _vivo().vigente()
    except SinPublicacion:
        return []
    if "dim_area" not in abierta.tablas:
        return []
    filas = abierta.cursor().execute("select area_clave, area_corta from dim_area order by area_corta").fetchall()
    return [(clave, corta or clave) for clave, corta in filas]


def aviso() -> str | None:
    """Aviso para la pantalla cuando no se muestra lo último publicado."""
    return _vivo().aviso()


def publicaciones() -> list[Renglon]:
    """Publicaciones conservadas, de la más nueva a la más vieja: version, publicado_en, tamano_bytes, es_vigente."""
    vigente = version().version
    vistas: list[Renglon] = []
    for ruta in _vivo().publicado.glob("mirador_*.duckdb"):
        datos = ruta.stat()
        clave = ruta.stem.removeprefix("mirador_")
        momento = datetime.fromtimestamp(datos.st_mtime, UTC)
        tamano = datos.st_size
        vistas.append(
            {"version": clave, "publicado_en": momento, "tamano_bytes": tamano, "es_vigente": clave == vigente}
        )
    return sorted(vistas, key=lambda vista: (vista["publicado_en"], vista["version"]), reverse=True)

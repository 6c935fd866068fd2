"""Configuración: único lector de variables de entorno de la casa.

Cada carpeta se puede apuntar a otro lado con una variable; así, pruebas y
mediciones trabajan sin tocar el repositorio. Las variables se listan en README.md.
"""

from __future__ import annotations

import os
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import yaml

RAIZ = Path(__file__).resolve().parent.parent
ZONA_HORARIA = ZoneInfo("America/Mexico_City")


class ErrorDeConfiguracion(ValueError):
    """Una variable de entorno o ``demostracion.yml`` trae un valor que no se entiende."""


@dataclass(frozen=True)
class Configuracion:
    """Carpetas, fecha de referencia y puertos de una instalación."""

    datos_crudos: Path
    almacen: Path
    estado: Path
    hoy: date
    es_demostracion: bool
    url_bd: str
    puerto_portal: int
    puerto_dagster: int

    @property
    def crudo(self) -> Path:
        """Parquet por archivo recibido: ``crudo/<fuente>/<sha256>.parquet``."""
        return self.almacen / "crudo"

    @property
    def rechazos(self) -> Path:
        """Renglones rechazados por archivo: ``rechazos/<fuente>/<sha256>.parquet``."""
        return self.almacen / "rechazos"

    @property
    def trabajo(self) -> Path:
        """Carpetas privadas de cada corrida; desechables."""
        return self.almacen / "trabajo"

    @property
    def publicado(self) -> Path:
        """Versiones inmutables y el apuntador ``actual.json``."""
        return self.almacen / "publicado"

    @property
    def apuntador(self) -> Path:
        """Archivo JSON que dice cuál es la versión vigente."""
        return self.publicado / "actual.json"

    @property
    def analistas(self) -> Path:
        """Copia de la versión vigente para analistas, aparte de la que sirve el portal."""
        return self.almacen / "analistas"

    @property
    def enlace_analistas(self) -> Path:
        """Ruta estable para analistas: enlace a su copia de la versión vigente."""
        return self.almacen / "mirador.duckdb"

    @property
    def originales(self) -> Path:
        """Los archivos recibidos, por huella: ``originales/ab/<sha256>``."""
        return self.estado / "originales"

    @property
    def informes(self) -> Path:
        """Informes generados: una carpeta por informe y su ficha JSON, que cita la versión."""
        return self.estado / "informes"

    @property
    def bitacora(self) -> Path:
        """Bitácora SQLite de archivos, lecturas, corridas y publicaciones."""
        return self.estado / "bitacora" / "bitacora.sqlite"


@dataclass(frozen=True)
class Correo:
    """Servidor SMTP y destinatarios de los informes, cada uno con su alcance (``todo`` o la clave de un área)."""

    servidor: str
    puerto: int
    remitente: str
    destinatarios: tuple[tuple[str, str], ...]
    usuario: str = ""
    clave: str = ""
    con_tls: bool = False


@dataclass(frozen=True)
class Institucional:
    """Proveedor OpenID Connect con el que se puede entrar al portal."""

    nombre: str
    emisor: str
    cliente: str
    secreto: str


def _carpeta(variable: str, omision: str) -> Path:
    ruta = Path(os.environ.get(variable) or omision).expanduser()
    return ruta if ruta.is_absolute() else RAIZ / ruta


def _fecha(texto: str, origen: str) -> date:
    try:
        return date.fromisoformat(texto.strip())
    except ValueError as error:
        raise ErrorDeConfiguracion(
            f"{origen} = {texto!r} no es una fecha AAAA-MM-DD. Corríjala, por ejemplo 2026-11-10."
        ) from error


def _puerto(variable: str, omision: int) -> int:
    texto = os.environ.get(variable) or str(omision)
    if not texto.isdigit() or not 1 <= int(texto) <= 65535:
        raise ErrorDeConfiguracion(f"{variable} = {texto!r} no es un puerto entre 1 y 65535.")
    return int(texto)


def _fecha_de_demostracion(datos_crudos: Path) -> date | None:
    archivo = datos_crudos / "demostracion.yml"
    if not archivo.is_file():
        return None
    try:
        contenido = yaml.safe_load(archivo.read_text(encoding="utf-8")) or {}
        valor = contenido.get("hoy")
    except (yaml.YAMLError, UnicodeDecodeError, AttributeError) as error:
        raise ErrorDeConfiguracion(
            f"{archivo.name} no se entiende. Debe decir la fecha de referencia, por ejemplo «hoy: 2026-11-10»."
        ) from error
    return None if valor is None else _fecha(str(valor), f"hoy en {archivo.name}")


def _destinatario(texto: str) -> tuple[str, str]:
    alcance, separador, direccion = texto.strip().partition(":")
    if not separador or not alcance.strip() or "@" not in direccion:
        raise ErrorDeConfiguracion(
            f"MIRADOR_CORREO_PARA: {texto.strip()!r} no tiene la forma alcance:direccion. "
            "Corríjalo, por ejemplo todo:alcaldia@ejemplo.mx."
        )
    return alcance.strip(), direccion.strip()


def cargar_correo() -> Correo | None:
    """Cómo se envían los informes por correo; ``None`` si no está configurado.

    Raises:
        ErrorDeConfiguracion: falta el remitente o los destinatarios, o no se entienden.
    """
    servidor = os.environ.get("MIRADOR_SMTP_SERVIDOR")
    if not servidor:
        return None
    remitente, para = os.environ.get("MIRADOR_CORREO_DE") or "", os.environ.get("MIRADOR_CORREO_PARA") or ""
    if "@" not in remitente or not para.strip():
        raise ErrorDeConfiguracion("Con MIRADOR_SMTP_SERVIDOR hacen falta MIRADOR_CORREO_DE y MIRADOR_CORREO_PARA.")
    return Correo(
        servidor=servidor,
        puerto=_puerto("MIRADOR_SMTP_PUERTO", 25),
        remitente=remitente,
        destinatarios=tuple(_destinatario(t) for t in para.split(",") if t.strip()),
        usuario=os.environ.get("MIRADOR_SMTP_USUARIO") or "",
        clave=os.environ.get("MIRADOR_SMTP_CLAVE") or "",
        con_tls=os.environ.get("MIRADOR_SMTP_TLS") == "si",
    )


def cargar_institucional() -> Institucional | None:
    """El proveedor institucional; ``None`` si no está configurado.

    Raises:
        ErrorDeConfiguracion: falta el cliente, o el emisor no es https (salvo en esta misma máquina).
    """
    emisor, cliente = os.environ.get("MIRADOR_OIDC_EMISOR") or "", os.environ.get("MIRADOR_OIDC_CLIENTE") or ""
    if not emisor:
        return None
    if not cliente or not emisor.startswith(("https://", "http://127.0.0.1:", "http://localhost:")):
        raise ErrorDeConfiguracion("MIRADOR_OIDC_EMISOR debe ser https:// y acompañarse de MIRADOR_OIDC_CLIENTE.")
    nombre = os.environ.get("MIRADOR_OIDC_NOMBRE") or "la cuenta institucional"
    return Institucional(nombre, emisor, cliente, os.environ.get("MIRADOR_OIDC_SECRETO") or "")


def cargar_intermediarios() -> int:
    """Cuántos intermediarios propios (proxy con TLS) hay delante del portal; 0: sus cabeceras se ignoran.

    Raises:
        ErrorDeConfiguracion: no es un número del 0 al 5.
    """
    texto = os.environ.get("MIRADOR_INTERMEDIARIOS") or "0"
    if texto not in ("0", "1", "2", "3", "4", "5"):
        raise ErrorDeConfiguracion(f"MIRADOR_INTERMEDIARIOS = {texto!r} no es un número del 0 al 5.")
    return int(texto)


def falla_pedida() -> str:
    """Punto de falla que pide una prueba (``FALLA=<punto>[:<modo>]``); vacío en operación normal."""
    return os.environ.get("FALLA") or ""


def cargar_url_bd() -> str:
    """Dónde está la base operativa; se pregunta en cada petición, así que no lee ningún archivo."""
    return os.environ.get("MIRADOR_BD") or f"sqlite:///{_carpeta('MIRADOR_ESTADO', 'estado') / 'operativa.sqlite'}"


def cargar() -> Configuracion:
    """Lee el entorno y devuelve la configuración vigente.

    Raises:
        ErrorDeConfiguracion: un valor no se entiende; el mensaje dice cuál y cómo corregirlo.
    """
    datos_crudos = _carpeta("MIRADOR_DATOS_CRUDOS", "datos_crudos")
    de_demostracion = _fecha_de_demostracion(datos_crudos)
    de_entorno = os.environ.get("MIRADOR_HOY")
    hoy = _fecha(de_entorno, "MIRADOR_HOY") if de_entorno else de_demostracion or datetime.now(ZONA_HORARIA).date()
    return Configuracion(
        datos_crudos=datos_crudos,
        almacen=_carpeta("MIRADOR_ALMACEN", "almacen"),
        estado=_carpeta("MIRADOR_ESTADO", "estado"),
        hoy=hoy,
        es_demostracion=de_demostracion is not None,
        url_bd=cargar_url_bd(),
        puerto_portal=_puerto("PUERTO_PORTAL", 8050),
        puerto_dagster=_puerto("PUERTO_DAGSTER", 3000),
    )

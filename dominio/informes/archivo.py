"""Informes generados: se guardan en ``estado/informes`` con su sha256 y la versión de la que salieron.

La ficha JSON cita la versión: mientras exista, esa versión no se purga.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from types import ModuleType
from typing import Any

from dominio.configuracion import Configuracion
from dominio.informes import consulta, despliegue, evaluacion, excel, externos, pdf, reunion, transparencia, word
from dominio.informes.consulta import Publicacion
from dominio.informes.modelo import Documento

Ficha = dict[str, Any]
Avisar = Callable[[str, int], None]
RENDERIZADORES: Mapping[str, ModuleType] = {"pdf": pdf, "docx": word, "xlsx": excel}


class InformeImposible(ValueError):
    """No hay versión publicada, o lo que se pide no existe."""


def _evaluacion(p: Publicacion, periodo: date, area: str | None) -> tuple[Documento, str | None]:
    datos = consulta.evaluacion(p, periodo, area)
    return evaluacion.documento(datos), datos.entregable["entregable_clave"] if datos.entregable else None


TIPOS: Mapping[str, tuple[str, Callable[[Publicacion, date, str | None], tuple[Documento, str | None]]]] = {
    "evaluacion": ("Informe mensual de evaluación", _evaluacion),
    "alineacion": ("Matriz de despliegue y alineación", lambda p, _m, a: (despliegue.matriz(p, a), None)),
    "area": ("Documento por área", lambda p, _m, a: (despliegue.por_area(p, a), None)),
    "ejecutivo": ("Hoja ejecutiva", lambda p, m, a: (reunion.ejecutivo(consulta.evaluacion(p, m, a)), None)),
    "acta": ("Acta de reunión", lambda p, m, a: (reunion.acta(consulta.evaluacion(p, m, a)), None)),
    "difusion": ("Informe de difusión", lambda p, m, _a: (externos.difusion(p, m), None)),
    "encuestas": ("Informe de encuestas", lambda p, _m, _a: (externos.encuestas(p), None)),
    "transparencia": ("Indicadores para transparencia", lambda p, m, a: (transparencia.documento(p, m, a), None)),
}


@dataclass(frozen=True)
class Pedido:
    """Qué informe se pide: tipo, mes y, si acaso, un área y una versión."""

    tipo: str
    periodo: date
    area: str | None = None
    version: str | None = None

    @property
    def nombre(self) -> str:
        """``evaluacion_2026-10`` o ``evaluacion_2026-10_DGO``."""
        return f"{self.tipo}_{self.periodo:%Y-%m}" + (f"_{self.area}" if self.area else "")


def _publicado(cfg: Configuracion, version: str | None) -> Path:
    if version is None:
        try:
            archivo = str(json.loads(cfg.apuntador.read_text(encoding="utf-8"))["archivo"])
        except (OSError, ValueError, KeyError) as error:
            falta = "Todavía no hay una versión publicada. Corra el flujo y vuelva a pedirlo."
            raise InformeImposible(falta) from error
    else:
        archivo = f"mirador_{version}.duckdb"
    ruta = cfg.publicado / Path(archivo).name
    if not ruta.is_file():
        raise InformeImposible(f"La versión {version or archivo} ya no está publicada. Elija otra.")
    return ruta


def _sin_aviso(_paso: str, _porcentaje: int) -> None:
    """Para quien no necesita ver el avance."""


def generar(cfg: Configuracion, pedido: Pedido, avisar: Avisar = _sin_aviso) -> Ficha:
    """Hace PDF, Word y Excel de un informe y devuelve su ficha ya guardada.

    Raises:
        InformeImposible: no hay versión, o el tipo o el área no existen.
    """
    if pedido.tipo not in TIPOS:
        raise InformeImposible(f"No existe el informe {pedido.tipo!r}. Hay: {', '.join(TIPOS)}.")
    titulo, preparar = TIPOS[pedido.tipo]
    avisar("Leyendo la versión publicada", 5)
    with Publicacion(_publicado(cfg, pedido.version)) as publicacion:
        conocidas = {a["area_clave"] for a in publicacion.filas("select area_clave from dim_area")}
        if pedido.area is not None and pedido.area not in conocidas:
            raise InformeImposible(f"No existe el área {pedido.area!r}.")
        documento, entregable = preparar(publicacion, pedido.periodo, pedido.area)
    clave = f"{pedido.nombre}_{documento.version}"
    carpeta = cfg.informes / clave
    carpeta.mkdir(parents=True, exist_ok=True)
    archivos: dict[str, Ficha] = {}
    for paso, (extension, renderizador) in enumerate(RENDERIZADORES.items()):
        avisar(f"Escribiendo {extension}", 20 + 25 * paso)
        contenido: bytes = renderizador.hacer(documento)
        nombre = f"{clave}.{extension}"
        _escribir(carpeta / nombre, contenido)
        archivos[extension] = {
            "archivo": f"{clave}/{nombre}",
            "sha256": hashlib.sha256(contenido).hexdigest(),
            "bytes": len(contenido),
        }
    ficha: Ficha = {
        "clave": clave, "tipo": pedido.tipo, "titulo": titulo,
        "periodo": pedido.periodo.isoformat(), "area": pedido.area,
        "version": documento.version, "entregable": entregable, "archivos": archivos,
        "generado_en": datetime.now(UTC).isoformat(timespec="seconds"),
    }  # fmt: skip
    _escribir(cfg.informes / f"{clave}.json", json.dumps(ficha, ensure_ascii=False, indent=2).encode())
    avisar("Listo", 100)
    return ficha


def _escribir(ruta: Path, contenido: bytes) -> None:
    temporal = ruta.with_name(f".{ruta.name}.{os.getpid()}.tmp")
    temporal.write_bytes(contenido)
    temporal.replace(ruta)


def historial(cfg: Configuracion) -> list[Ficha]:
    """Fichas de lo generado, lo más reciente primero."""
    fichas = []
    for ruta in cfg.informes.glob("*.json") if cfg.informes.is_dir() else ():
        try:
            ficha = json.loads(ruta.read_text(encoding="utf-8"))
        except (OSError, ValueError):
            continue
        if isinstance(ficha, dict) and {"clave", "tipo", "version", "archivos"} <= ficha.keys():
            fichas.append(ficha)
    return sorted(fichas, key=lambda f: (str(f.get("generado_en")), str(f["clave"])), reverse=True)


def ruta_de(cfg: Configuracion, clave: str, extension: str) -> Path | None:
    """El archivo de un informe, si sus bytes son los que se registraron."""
    ficha = next((f for f in historial(cfg) if f["clave"] == clave), None)
    if ficha is None or extension not in ficha["archivos"]:
        return None
    ruta = cfg.informes / clave / f"{clave}.{extension}"
    if not ruta.is_file() or hashlib.sha256(ruta.read_bytes()).hexdigest() != ficha["archivos"][extension]["sha256"]:
        return None
    return ruta


def anotar_avance(cfg: Configuracion, trabajo: str, paso: str, porcentaje: int, **extra: str) -> None:
    """Deja el avance de un trabajo donde la página lo pregunta."""
    carpeta = cfg.informes / "avance"
    carpeta.mkdir(parents=True, exist_ok=True)
    _escribir(
        carpeta / f"{trabajo}.json",
        json.dumps({"paso": paso, "porcentaje": porcentaje} | extra, ensure_ascii=False).encode(),
    )


def leer_avance(cfg: Configuracion, trabajo: str) -> Ficha | None:
    """El avance anotado, o ``None``."""
    try:
        contenido = json.loads((cfg.informes / "avance" / f"{trabajo}.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return contenido if isinstance(contenido, dict) else None

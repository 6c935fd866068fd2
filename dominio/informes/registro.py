"""Lo que se sabe de los informes generados: su ficha, su avance y sus archivos. Ligero: no dibuja ni abre el almacén.

Cada informe deja ``informes/<clave>.json`` con la versión de la que salió y el sha256 de cada archivo. Es lo único que
el portal y el flujo necesitan leer.
"""

from __future__ import annotations

import hashlib
import json
import os
import re
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dominio.configuracion import Configuracion

Ficha = dict[str, Any]
TITULOS: Mapping[str, str] = {
    "evaluacion": "Informe mensual de evaluación",
    "alineacion": "Matriz de despliegue y alineación",
    "area": "Documento por área",
    "ejecutivo": "Hoja ejecutiva",
    "acta": "Acta de reunión",
    "difusion": "Informe de difusión",
    "encuestas": "Informe de encuestas",
    "transparencia": "Indicadores para transparencia",
}
SIN_AREA = frozenset({"difusion", "encuestas"})
"""Tipos que no se recortan por área: difusión y encuestas no son de un área."""
FORMATOS = ("pdf", "docx", "xlsx")
_DATOS = frozenset({"clave", "tipo", "periodo", "version", "archivos", "generado_en"})
_TRABAJO = re.compile(r"[0-9a-f]{32}")


def escribir(ruta: Path, contenido: bytes) -> None:
    """Escribe completo o nada: temporal y reemplazo."""
    temporal = ruta.with_name(f".{ruta.name}.{os.getpid()}.tmp")
    temporal.write_bytes(contenido)
    temporal.replace(ruta)


def historial(cfg: Configuracion) -> list[Ficha]:
    """Fichas de lo generado, lo más reciente primero; una ficha que no se entiende no se muestra."""
    fichas = [ficha for ruta in _fichas(cfg) if (ficha := _leer(ruta)) is not None and ficha.keys() >= _DATOS]
    return sorted(fichas, key=lambda f: (str(f["generado_en"]), str(f["clave"])), reverse=True)


def _fichas(cfg: Configuracion) -> list[Path]:
    return sorted(cfg.informes.glob("*.json")) if cfg.informes.is_dir() else []


def _leer(ruta: Path) -> Ficha | None:
    try:
        contenido = json.loads(ruta.read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    return contenido if isinstance(contenido, dict) else None


def ficha_de(cfg: Configuracion, clave: str) -> Ficha | None:
    """La ficha de un informe, o ``None``; la clave se busca entre las que hay, nunca arma una ruta."""
    return next((f for f in historial(cfg) if f["clave"] == clave), None)


def ruta_de(cfg: Configuracion, clave: str, extension: str) -> Path | None:
    """El archivo de un informe, si sus bytes son los que se registraron."""
    ficha = ficha_de(cfg, clave)
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
    contenido = {"paso": paso, "porcentaje": porcentaje} | extra
    escribir(carpeta / f"{trabajo}.json", json.dumps(contenido, ensure_ascii=False).encode())


def leer_avance(cfg: Configuracion, trabajo: str) -> Ficha | None:
    """El avance anotado, o ``None``."""
    return _leer(cfg.informes / "avance" / f"{trabajo}.json") if _TRABAJO.fullmatch(trabajo) else None


def limpiar_avances(cfg: Configuracion, conservar: int = 50) -> None:
    """Los avances viejos sobran en cuanto la página los leyó."""
    carpeta = cfg.informes / "avance"
    rutas = sorted(carpeta.glob("*.json"), key=lambda r: r.stat().st_mtime_ns) if carpeta.is_dir() else []
    for ruta in rutas[:-conservar]:
        ruta.unlink(missing_ok=True)

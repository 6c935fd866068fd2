"""Recordatorios de captura del día: se arman de lo publicado y cada destinatario recibe cada uno una sola vez."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dominio.configuracion import Configuracion, cargar_correo
from dominio.informes import correo, recordatorios
from dominio.informes.consulta import Publicacion
from dominio.informes.correo import Texto

SIN_CORREO = "El correo no está configurado (MIRADOR_SMTP_SERVIDOR)."


def del_dia(cfg: Configuracion) -> list[recordatorios.Recordatorio]:
    """Los que tocan hoy; ninguno si no hay versión publicada."""
    try:
        publicado = str(json.loads(cfg.apuntador.read_text(encoding="utf-8"))["archivo"])
    except FileNotFoundError:
        return []
    with Publicacion(cfg.publicado / Path(publicado).name) as publicacion:
        return recordatorios.por_enviar(publicacion, cfg.hoy)


def _registro(cfg: Configuracion) -> Path:
    return cfg.estado / "recordatorios" / f"{cfg.hoy.isoformat()}.json"


def _enviados(cfg: Configuracion) -> list[list[str]]:
    try:
        hechos: list[list[str]] = json.loads(_registro(cfg).read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return []
    return hechos


def enviar(cfg: Configuracion, avisar: Callable[[str], Any]) -> int:
    """Envía los de hoy que falten; si se repite la corrida, nadie recibe dos veces el mismo."""
    configurado = cargar_correo()
    if configurado is None:
        avisar(SIN_CORREO)
        return 0
    hechos = _enviados(cfg)
    ruta = _registro(cfg)

    def anotar(texto: Texto) -> None:
        hechos.append([texto.direccion, texto.asunto])
        ruta.parent.mkdir(parents=True, exist_ok=True)
        temporal = ruta.with_suffix(".tmp")
        temporal.write_text(json.dumps(hechos, ensure_ascii=False), encoding="utf-8")
        temporal.replace(ruta)

    textos = recordatorios.textos(configurado, del_dia(cfg), cfg.hoy)
    pendientes = [t for t in textos if [t.direccion, t.asunto] not in hechos]
    cuantos = correo.enviar_textos(configurado, pendientes, anotar)
    avisar(f"Recordatorios de captura: {cuantos} enviados.")
    return cuantos

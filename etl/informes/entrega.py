"""Qué informe vence hoy, y su generación y envío con el alcance de cada destinatario."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

from dominio.configuracion import Configuracion, cargar_correo
from dominio.informes import archivo, correo
from dominio.informes.consulta import Publicacion, mensuales
from dominio.informes.evaluacion import periodo_de


def mes_que_vence(cfg: Configuracion) -> str | None:
    """``2026-10`` si hoy es la fecha comprometida de su informe mensual; ``None`` si no vence ninguno."""
    try:
        publicado = str(json.loads(cfg.apuntador.read_text(encoding="utf-8"))["archivo"])
    except FileNotFoundError:
        return None
    with Publicacion(cfg.publicado / Path(publicado).name) as publicacion:
        que_vencen = [e["periodo"] for e in mensuales(publicacion) if e["fecha_comprometida"] == cfg.hoy]
    return f"{que_vencen[0]:%Y-%m}" if que_vencen else None


def entregar(cfg: Configuracion, periodo: str, avisar: Callable[[str], Any]) -> list[Path]:
    """Genera el informe del mes y lo envía si hay correo; cada área recibe solo lo suyo."""
    configurado = cargar_correo()

    def archivos_de(area: str | None) -> list[Path]:
        ficha = archivo.generar(cfg, archivo.Pedido("evaluacion", periodo_de(periodo), area))
        return [cfg.informes / str(hecho["archivo"]) for hecho in ficha["archivos"].values()]

    rutas = archivos_de(None)
    avisar(f"Informe de {periodo}: {len(rutas)} archivos.")
    if configurado is not None:
        asunto = f"Informe mensual de evaluación, {periodo}"
        enviados = correo.enviar(configurado, asunto, "Se adjunta el informe en PDF, Word y Excel.", archivos_de)
        avisar(f"Enviado a {len(enviados)} destinatarios.")
    return rutas

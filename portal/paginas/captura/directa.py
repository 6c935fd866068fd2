"""Captura directa: lo que se escribe en la página se vuelve la plantilla llena. No valida: eso lo hace la revisión."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from dominio.capturas import recibos
from dominio.capturas.plantilla import LARGO_DE_TEXTO, Plantilla, columnas_abiertas, escribir

TEXTOS = ("no_aplica", "observaciones", "evidencia", "justificacion")
MAXIMO_DE_RENGLONES = 200


@dataclass(frozen=True)
class Pedido:
    """Lo escrito: por clave de meta, columna → texto tal como se tecleó."""

    mes: str
    area: str
    renglones: Mapping[str, Mapping[str, str]]


def renglones(plantilla: Plantilla) -> dict[str, Any]:
    """Lo que la página necesita para armar el formulario."""
    return {
        "area": plantilla.area,
        "nombre": plantilla.area_nombre,
        "mes": f"{plantilla.periodo:%Y-%m}",
        "renglones": [
            {
                "clave": r.clave,
                "indicador": r.indicador,
                "unidad": r.unidad,
                "programado": r.programado,
                "ultimo": r.ultimo_valor,
                "columnas": [c for c in ("realizado", "numerador", "denominador", "n")
                             if c in columnas_abiertas(r.formula.acumulacion)],
                "valores": {columna: str(valor) for columna, valor in _valores(r.capturado).items()},
            }
            for r in plantilla.renglones
        ],
    }  # fmt: skip


def _valores(capturado: Mapping[str, Any]) -> dict[str, Any]:
    return {c: int(v) if isinstance(v, float) and v.is_integer() else v for c, v in capturado.items()}


def leer_pedido(cuerpo: object) -> Pedido | None:
    """El pedido, o ``None`` si no tiene la forma esperada: solo textos, de largo acotado."""
    if not isinstance(cuerpo, dict) or not isinstance(cuerpo.get("renglones"), dict):
        return None
    mes, area, escritos = cuerpo.get("mes"), cuerpo.get("area"), cuerpo["renglones"]
    if not isinstance(mes, str) or not isinstance(area, str) or not 0 < len(escritos) <= MAXIMO_DE_RENGLONES:
        return None
    if not all(isinstance(r, dict) and all(_es_texto(v) for v in r.values()) for r in escritos.values()):
        return None
    return Pedido(mes, area, escritos)


def _es_texto(valor: object) -> bool:
    return (
        isinstance(valor, str) and len(valor) <= LARGO_DE_TEXTO and all(c.isprintable() or c in "\n\t" for c in valor)
    )


def libro(plantilla: Plantilla, pedido: Pedido) -> bytes | None:
    """La plantilla con los renglones escritos y nada más; ``None`` si nombra una meta o columna que no se captura.

    Lo que no se tocó no va: su valor anterior se conserva (REGLAS §1).
    """
    por_clave = {r.clave: r for r in plantilla.renglones}
    llenos = []
    for clave, valores in pedido.renglones.items():
        renglon = por_clave.get(clave)
        if renglon is None or not set(valores) <= {*columnas_abiertas(renglon.formula.acumulacion), *TEXTOS}:
            return None
        escritos = {columna: texto.strip() for columna, texto in valores.items()}
        capturado = {c: v for c, v in {**_valores(renglon.capturado), **escritos}.items() if v != ""}
        llenos.append(replace(renglon, capturado=capturado))
    nota = f"Captura directa {recibos.ahora_utc().isoformat()}"
    return escribir(replace(plantilla, renglones=llenos), nota)

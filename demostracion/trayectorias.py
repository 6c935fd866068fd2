"""Series sintéticas: lo realizado mes a mes para que el cumplimiento siga una trayectoria dada.

Los parámetros ``c1``, ``c9`` y ``c10`` dicen el cumplimiento acumulado en enero, septiembre y octubre;
aquí se despeja el valor que lo produce, según la acumulación y el método de la meta.
"""

from __future__ import annotations

import random
from dataclasses import dataclass

from demostracion.catalogo import Indicador

MESES_CAPTURADOS = 10


@dataclass
class Valor:
    """Lo que el área escribe en un renglón de su captura."""

    realizado: float | None = None
    numerador: float | None = None
    denominador: float | None = None
    n: float | None = None
    cumplimiento: float = 100.0


def _trayectoria(indicador: Indicador, azar: random.Random) -> list[float]:
    """Cumplimiento acumulado de enero a octubre: recta de c1 a c9 con ruido, y c10."""
    c1, c9, c10 = (indicador.numero(c) or 0.0 for c in ("c1", "c9", "c10"))
    ruido = 0.0 if c1 == c9 == c10 else 1.6
    recta = [c1 + (c9 - c1) * k / 8 for k in range(9)]
    return [c + azar.gauss(0, ruido) * (8 - k) / 8 for k, c in enumerate(recta)] + [c10]


def _valor_acumulado(indicador: Indicador, programado: float, cumplimiento: float) -> float:
    """Despeja v de la fórmula del método (REGLAS §3)."""
    metodo, linea_base = indicador.metodo, indicador.numero("linea_base")
    if metodo == "inverso":
        return programado * 100 / cumplimiento
    if metodo == "lineal":
        return programado * (2 - cumplimiento / 100)
    if metodo == "linea_base" and linea_base is not None:
        asciende = indicador.parametros["sentido"] == "ascendente"
        if programado != linea_base and (programado > linea_base) == asciende:
            return linea_base + (programado - linea_base) * cumplimiento / 100
    return programado * cumplimiento / 100


def _suma(indicador: Indicador, calendario: list[float | None], camino: list[float]) -> list[Valor | None]:
    programado, realizado = 0.0, 0.0
    salida: list[Valor | None] = []
    for k in range(MESES_CAPTURADOS):
        mes = calendario[k]
        if mes is None:
            salida.append(None)
            continue
        programado += mes
        hasta = max(realizado, round(_valor_acumulado(indicador, programado, camino[k]), indicador.decimales))
        salida.append(Valor(realizado=round(hasta - realizado, indicador.decimales), cumplimiento=camino[k]))
        realizado = hasta
    return salida


def _ultimo(indicador: Indicador, calendario: list[float | None], camino: list[float]) -> list[Valor | None]:
    return [
        None if mes is None else Valor(
            realizado=round(_valor_acumulado(indicador, mes, camino[k]), indicador.decimales), cumplimiento=camino[k]
        )
        for k, mes in enumerate(calendario[:MESES_CAPTURADOS])
    ]  # fmt: skip


def _ponderada(
    indicador: Indicador, calendario: list[float | None], camino: list[float], azar: random.Random
) -> list[Valor | None]:
    """Promedio (ponderado por n si la meta lo lleva) y razón (numerador entre denominador)."""
    base = indicador.numero("base")
    es_razon = indicador.parametros["acumulacion"] == "razon"
    pesos = programado = acumulado = 0.0
    salida: list[Valor | None] = []
    for k in range(MESES_CAPTURADOS):
        mes = calendario[k]
        if mes is None:
            salida.append(None)
            continue
        peso = float(round(base * azar.uniform(0.86, 1.14))) if base else 1.0
        pesos += peso
        programado += mes * peso
        hasta = _valor_acumulado(indicador, programado / pesos, camino[k]) * pesos
        valor = max(0.0, (hasta - acumulado) / peso)
        if es_razon:
            numerador = float(min(peso, round(valor * peso / 100)))
            acumulado += numerador * 100
            salida.append(Valor(numerador=numerador, denominador=peso, cumplimiento=camino[k]))
            continue
        valor = round(valor, indicador.decimales)
        acumulado += valor * peso
        salida.append(Valor(realizado=valor, n=peso if base else None, cumplimiento=camino[k]))
    return salida


def serie(indicador: Indicador, calendario: list[float | None], azar: random.Random) -> list[Valor | None]:
    """Lo capturado de enero a octubre; ``None`` donde el mes no está programado."""
    camino = _trayectoria(indicador, azar)
    acumulacion = indicador.parametros["acumulacion"]
    if acumulacion == "suma":
        return _suma(indicador, calendario, camino)
    if acumulacion == "ultimo":
        return _ultimo(indicador, calendario, camino)
    return _ponderada(indicador, calendario, camino, azar)

"""La cuenta con números: la fórmula del método efectivo y de dónde salen sus partes. No consulta."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from dash import html

from portal import formato
from portal.paginas.seguimiento.redaccion import exacta

Renglon = Mapping[str, Any]


def formula(fila: Renglon) -> list[Any]:
    """La fórmula con sus números y su resultado a dos decimales; cada método, la suya."""
    metodo = fila["metodo_efectivo"]
    resultado = (
        f" = {formato.porcentaje(fila['cumplimiento'], 2)}"
        if fila["cumplimiento"] is not None
        else " no se puede calcular"
    )
    v, p = exacta(fila["realizado_acumulado"]), exacta(fila["programado_acumulado"])
    cuerpos: dict[str, list[Any]] = {
        "directo": ["100 × ", _fraccion(f"{v} realizado", f"{p} programado")],
        "inverso": ["100 × ", _fraccion(f"{p} programado", f"{v} realizado")],
        "lineal": ["100 × (2 − ", _fraccion(f"{v} realizado", f"{p} programado"), ")"],
        "linea_base": ["100 × ", _fraccion(f"{v} realizado − {_base(fila)}", f"{p} programado − {_base(fila)}")],
        "tolerancia": [_tolerancia(fila)],
        "rango": [_rango(fila)],
        "hito": [f"{v} realizado contra {p} programado: 100 si llega, 0 si no"],
    }
    return [*cuerpos.get(metodo, [f"{v} realizado contra {p} programado"]), html.B(resultado)]


def pasos(fila: Renglon, meses: Sequence[Renglon]) -> list[str]:
    """Cómo se juntaron los meses en el realizado y el programado que entran a la fórmula."""
    hasta = [m for m in meses if m["periodo"] <= fila["periodo"]]
    capturados = sum(m["realizado"] is not None for m in hasta)
    cuantos = formato.cuenta(capturados, "mes capturado", "meses capturados")
    tramo = "enero" if fila["periodo"].month == 1 else f"enero a {formato.mes(fila['periodo'])}"
    dichos = {
        "suma": f"Realizado: suma de {cuantos}. Programado: suma del calendario, {tramo}.",
        "ultimo": "Realizado: el último valor capturado. Programado: el del último mes programado.",
        "promedio": f"Realizado y programado: promedio de {cuantos}, ponderado por n si todos lo traen.",
        "razon": _razon(fila, cuantos),
    }
    textos = [dichos.get(fila["acumulacion"], "")]
    if fila["num_meses_omitidos"]:
        omitidos = formato.cuenta(
            fila["num_meses_omitidos"], "mes programado sin captura", "meses programados sin captura"
        )
        efecto = "cuenta como cero en la suma" if fila["acumulacion"] == "suma" else "no entra al realizado"
        textos.append(f"{omitidos}: {efecto}.")
    if fila["es_ajustada"]:
        textos.append("El programado incluye un ajuste autorizado; el original se conserva.")
    return [t for t in textos if t]


def _fraccion(arriba: str, abajo: str) -> html.Span:
    return html.Span([html.Span(arriba), html.Span(abajo)], className="frac")


def _base(fila: Renglon) -> str:
    return f"{exacta(fila['linea_base'])} de línea base"


def _tolerancia(fila: Renglon) -> str:
    p, v, t = fila["programado_acumulado"], fila["realizado_acumulado"], fila["tolerancia"] or 0
    if p is None or v is None:
        return "Sin valores que comparar"
    holgura = f"{exacta(t / 100 * abs(p))} ({formato.numero(t)} %)"
    return f"Se aparta {exacta(abs(v - p))} de {exacta(p)}; se tolera {holgura}"


def _rango(fila: Renglon) -> str:
    inferior, superior = exacta(fila["limite_inferior"]), exacta(fila["limite_superior"])
    return f"{exacta(fila['realizado_acumulado'])} contra el rango de {inferior} a {superior}"


def _razon(fila: Renglon, cuantos: str) -> str:
    arriba, abajo = exacta(fila["numerador_acumulado"]), exacta(fila["denominador_acumulado"])
    suma = f"Realizado: 100 × {arriba} ÷ {abajo}, sumando numeradores y denominadores de {cuantos}."
    return f"{suma} Programado: promedio del calendario."
